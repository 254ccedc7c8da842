/// The settings that a flag, the environment and `fanmail.toml` can give, in the order in which they are shown.
package enum SettingName: String, Sendable, CaseIterable {
    case database
    case relay = "delivery.relay"
    case connections = "delivery.connections"
    case rate = "delivery.rate"
    case maxRcpt = "delivery.max-rcpt"
    case timeout = "delivery.timeout"
    case retry = "delivery.retry"
    case hostname = "delivery.hostname"
    case guardShare = "guard.share"
    case guardWindow = "guard.window"
    case guardDomain = "guard.domain"

    /// The key in `fanmail.toml`, as a dotted path.
    package var key: String { rawValue }

    /// The environment variable. One that is set and empty counts as not set.
    package var variable: String {
        switch self {
        case .database: "FANMAIL_DB"
        case .relay: "FANMAIL_RELAY"
        case .connections: "FANMAIL_CONNECTIONS"
        case .rate: "FANMAIL_RATE"
        case .maxRcpt: "FANMAIL_MAX_RCPT"
        case .timeout: "FANMAIL_TIMEOUT"
        case .retry: "FANMAIL_RETRY"
        case .hostname: "FANMAIL_HOSTNAME"
        case .guardShare: "FANMAIL_GUARD_SHARE"
        case .guardWindow: "FANMAIL_GUARD_WINDOW"
        case .guardDomain: "FANMAIL_GUARD_DOMAIN"
        }
    }

    /// The flag on the command line.
    package var flag: String {
        switch self {
        case .database: "--db"
        case .relay: "--relay"
        case .connections: "--connections"
        case .rate: "--rate"
        case .maxRcpt: "--max-rcpt"
        case .timeout: "--timeout"
        case .retry: "--retry"
        case .hostname: "--hostname"
        case .guardShare: "--guard-share"
        case .guardWindow: "--guard-window"
        case .guardDomain: "--guard-domain"
        }
    }
}
