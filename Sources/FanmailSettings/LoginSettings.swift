import FanmailBasics

/// The settings of how a relay is trusted, and how fanmail logs in to it.
package struct LoginSettings: Sendable {
    package enum Security: String, Sendable, CaseIterable {
        case none, opportunistic, required
    }

    /// Nil for the usual: required with a login, opportunistic without.
    package let tls: Setting<Security?>
    /// A PEM file of authorities; nil for the system's.
    package let tlsCA: Setting<String?>
    /// A PEM file of the client's own certificate.
    package let tlsCertificate: Setting<String?>
    /// A PEM file of its key; nil when that is in the same file.
    package let tlsKey: Setting<String?>
    /// SHA-256 fingerprints, as hex digits, of which the server's certificate must have one; empty for none.
    package let tlsPins: Setting<[String]>
    package let tlsVerify: Setting<Bool>
    /// A file whose first line is the password.
    package let passwordFile: Setting<String?>
    /// A file whose first line is an OAuth 2.0 access token.
    package let tokenFile: Setting<String?>
    /// A command that prints one.
    package let tokenCommand: Setting<String?>
    /// A login also without TLS.
    package let allowClearAuth: Setting<Bool>

    /// - Parameter general: those of all relays, of which a relay of its own name has the policy of TLS and the authorities
    ///   where it says nothing else; never a secret, a pin, or that certificates are not looked at.
    init(_ sources: ConfigurationSources, general: LoginSettings? = nil) throws(InputFailure) {
        tls = try sources.setting(.tls, default: general?.tls.value) { text throws(SettingSyntaxError) in
            guard let security = Security(rawValue: text) else {
                throw SettingSyntaxError(
                    "\(SettingSyntaxError.quoted(text)) is no TLS policy; write none, opportunistic or required")
            }
            return security
        }
        tlsCA = try sources.path(.tlsCA, default: general?.tlsCA.value)
        tlsCertificate = try sources.path(.tlsCertificate)
        tlsKey = try sources.path(.tlsKey)
        tlsPins = try sources.setting(.tlsPin, default: []) { text throws(SettingSyntaxError) in
            var pins: [String] = []
            for part in text.split(separator: ",") {
                let digits = part.filter { $0 != ":" && $0 != " " }
                guard digits.utf8.count == 64, let octets = Hex.decode(digits) else {
                    throw SettingSyntaxError(
                        "\(SettingSyntaxError.quoted(String(part))) is no SHA-256 fingerprint; `fanmail ehlo` shows a server's"
                    )
                }
                pins.append(Hex.encode(octets))
            }
            return pins
        }
        tlsVerify = try sources.boolean(.tlsVerify, default: true)
        passwordFile = try sources.path(.passwordFile)
        tokenFile = try sources.path(.tokenFile)
        tokenCommand = try sources.setting(.tokenCommand, default: nil) { $0 }
        allowClearAuth = try sources.boolean(.allowClearAuth, default: false)
    }
}
