package import FanmailBasics
import SMTPCore

/// How a relay is reached, logged in to and loaded: one that `fanmail.toml` names, `[relay.NAME]`, or the one of
/// `[delivery]`.
package struct RelaySettings: Sendable {
    /// Empty for that of `[delivery]`.
    package let name: String
    /// Nil where nobody named one.
    package let url: Setting<String?>
    package let login: LoginSettings
    /// The name given in EHLO; nil for the address of each connection.
    package let hostname: Setting<String?>
    package let timeout: Setting<TimeoutText>
    /// This machine's address that connections come from; nil for whichever the system takes.
    package let sourceAddress: Setting<String?>
    package let chunking: Setting<Bool>
    package let inFlight: Setting<Int>
    /// The most connections at once; nil for as many as the run has.
    package let connections: Setting<Int?>
    /// What may be sent in a time; empty for no limit of its own.
    package let rate: Setting<[MailRate]>
    /// The most recipients in one envelope; nil for as many as the run has.
    package let maxRcpt: Setting<Int?>
    /// Messages on one connection, after which another is opened; nil for any number.
    package let messages: Int?
    /// Its share beside others of a route.
    package let weight: Int

    /// What may stand in `[relay.NAME]`.
    static let keys: [String] = [
        "url", "connections", "rate", "max-rcpt", "messages", "weight", "timeout", "hostname", "tls", "tls-ca",
        "tls-cert", "tls-key", "tls-pin", "tls-verify", "password-file", "oauth-token-file", "oauth-token-command",
        "allow-clear-auth", "source-address", "chunking", "in-flight",
    ]

    /// The names that hold a secret.
    static let secretFiles: [SettingName] = [.passwordFile, .tokenFile, .tlsKey, .tlsCertificate]

    private static let longestName = 64

    /// One with a table of its own; what it does not say of connections is as `general` has it.
    init(_ name: String, _ sources: ConfigurationSources, general: RelaySettings) throws(InputFailure) {
        guard Self.isName(name) else {
            throw sources.failure(
                nil, "is no name for a relay; write letters, digits, - and _, such as [relay.main], but not direct")
        }
        self.name = name
        url = try sources.setting(.relay, default: nil) { text throws(SettingSyntaxError) in
            try SettingText.relay(text)
        }
        guard url.value != nil else { throw sources.failure(nil, "names no url; write url = \"smtp://host\" into it") }
        login = try LoginSettings(sources, general: general.login)
        hostname = try sources.hostname(default: general.hostname.value)
        timeout = try sources.timeout(default: general.timeout.value)
        sourceAddress = try sources.sourceAddress(default: general.sourceAddress.value)
        chunking = try sources.boolean(.chunking, default: general.chunking.value)
        inFlight = try sources.integer(.inFlight, default: general.inFlight.value, in: 1...100)
        connections = try sources.optionalInteger(.connections, in: 1...1000)
        rate = try sources.rate()
        maxRcpt = try sources.optionalInteger(.maxRcpt, in: 1...10_000)
        messages = try sources.number("messages", in: 1...1_000_000)
        weight = try sources.number("weight", in: 1...1000) ?? 1
    }

    /// That of `[delivery]`, with flags and variables: its limits are those of the whole run.
    init(_ sources: ConfigurationSources, url: Setting<String?>) throws(InputFailure) {
        name = ""
        self.url = url
        login = try LoginSettings(sources)
        hostname = try sources.hostname(default: MachineName.current)
        timeout = try sources.timeout(default: TimeoutText())
        sourceAddress = try sources.sourceAddress(default: nil)
        chunking = try sources.boolean(.chunking, default: false)
        inFlight = try sources.integer(.inFlight, default: 1, in: 1...100)
        (connections, rate, maxRcpt) = (Setting(.connections, nil), Setting(.rate, []), Setting(.maxRcpt, nil))
        (messages, weight) = (nil, 1)
    }

    private static func isName(_ text: String) -> Bool {
        text != "direct" && (1...longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
            }
    }
}
