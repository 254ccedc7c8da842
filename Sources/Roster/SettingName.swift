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
    case tls = "delivery.tls"
    case tlsCA = "delivery.tls-ca"
    case tlsCertificate = "delivery.tls-cert"
    case tlsKey = "delivery.tls-key"
    case tlsPin = "delivery.tls-pin"
    case tlsVerify = "delivery.tls-verify"
    case passwordFile = "delivery.password-file"
    case tokenFile = "delivery.oauth-token-file"
    case tokenCommand = "delivery.oauth-token-command"
    case allowClearAuth = "delivery.allow-clear-auth"
    case sourceAddress = "delivery.source-address"
    case chunking = "delivery.chunking"
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
        case .tls: "FANMAIL_TLS"
        case .tlsCA: "FANMAIL_TLS_CA"
        case .tlsCertificate: "FANMAIL_TLS_CERT"
        case .tlsKey: "FANMAIL_TLS_KEY"
        case .tlsPin: "FANMAIL_TLS_PIN"
        case .tlsVerify: "FANMAIL_TLS_VERIFY"
        case .passwordFile: "FANMAIL_PASSWORD_FILE"
        case .tokenFile: "FANMAIL_OAUTH_TOKEN_FILE"
        case .tokenCommand: "FANMAIL_OAUTH_TOKEN_COMMAND"
        case .allowClearAuth: "FANMAIL_ALLOW_CLEAR_AUTH"
        case .sourceAddress: "FANMAIL_SOURCE_ADDRESS"
        case .chunking: "FANMAIL_CHUNKING"
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
        case .tls: "--tls"
        case .tlsCA: "--tls-ca"
        case .tlsCertificate: "--tls-cert"
        case .tlsKey: "--tls-key"
        case .tlsPin: "--tls-pin"
        case .tlsVerify: "--tls-no-verify"
        case .passwordFile: "--password-file"
        case .tokenFile: "--oauth-token-file"
        case .tokenCommand: "--oauth-token-command"
        case .allowClearAuth: "--allow-clear-auth"
        case .sourceAddress: "--source-address"
        case .chunking: "--chunking"
        case .guardShare: "--guard-share"
        case .guardWindow: "--guard-window"
        case .guardDomain: "--guard-domain"
        }
    }
}
