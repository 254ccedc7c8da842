import FanmailBasics
import FanmailDNS
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol

/// The relay: what it offers, and how it is reached.
enum RelayHealth {
    /// - Parameters:
    ///   - relay: nil where none is set.
    ///   - requiresTLS: nothing is to be sent in the clear.
    static func examine(_ relay: Relay?, _ smtp: SMTPConfiguration, requiresTLS: Bool) async -> [HealthFinding] {
        guard let relay else { return [HealthFinding(.relay, "relay", .warning, "none is set", .setRelay)] }
        do throws(SMTPFailure) {
            let inspection = try await SMTPInspection.inspect(
                relay, configuration: smtp, on: MultiThreadedEventLoopGroup.singleton.next())
            return judge(inspection, isLocal: host(of: relay).map(isLocal) ?? true, requiresTLS: requiresTLS)
        } catch {
            let name = relay.description
            return [HealthFinding(.relay, name, .bad, error.message, .lookAtSteps(relay: name))]
        }
    }

    /// Its name or address; nil where it is no host of a network.
    static func host(of relay: Relay) -> String? {
        if case .host(let name, _) = relay.address { name } else { nil }
    }

    private static func isLocal(_ host: String) -> Bool { host == "localhost" || IPAddress(host)?.isLocal == true }

    private static func judge(
        _ inspection: SMTPInspection, isLocal: Bool, requiresTLS: Bool
    ) -> [HealthFinding] {
        let name = inspection.relay.description
        var findings = [HealthFinding(.relay, name, .good, "answers")]
        func add(_ level: HealthFinding.Level, _ text: String, _ remedy: Remedy?) {
            findings.append(HealthFinding(.relay, name, level, text, remedy))
        }
        let offers = inspection.capabilities.keywords
        if offers["PIPELINING"] == nil {
            add(.warning, "does not offer PIPELINING: a transaction takes four round trips instead of one", nil)
        }
        if offers["8BITMIME"] == nil {
            add(.warning, "does not offer 8BITMIME: messages are encoded anew, which costs signatures of others", nil)
        }
        if inspection.security.isEncrypted {
            let refusals = inspection.certificate?.refusals ?? []
            let isRequired = requiresTLS || inspection.relay.user != nil
            for refusal in refusals {
                add(
                    isRequired ? .bad : .warning, "its certificate: \(refusal)",
                    .trustCertificate)
            }
            if refusals.isEmpty {
                add(.good, "\(inspection.security.version ?? "TLS"), and a certificate that fits", nil)
            }
        } else if !isLocal {
            add(
                .warning, "offers no TLS: addresses and messages cross the network in the clear",
                .encrypt)
        }
        if inspection.relay.user != nil, inspection.capabilities.auth.isEmpty {
            add(.bad, "offers no login, and the relay's URL has a user", .removeUser)
        }
        return findings
    }
}
