import Fanmail
import FanmailDNS
import FanmailSettings
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol

/// What `doctor` says of the relay, looked at as `ehlo` does.
enum DoctorRelay {
    static func examine(
        _ configuration: Configuration, _ options: RelayOptions
    ) async throws -> (findings: [DoctorFinding], host: String?) {
        guard let url = configuration.relay.value else {
            return (
                [
                    DoctorFinding(
                        .relay, "relay", .warning, "none is set", "set relay in [delivery], such as smtp://127.0.0.1:25"
                    )
                ], nil
            )
        }
        let relay = try RelayOptions.relay(url)
        var host: String?
        if case .host(let name, _) = relay.address { host = name }
        let smtp = try options.connection(to: relay, configuration, logsIn: false)
        do {
            let inspection = try await SMTPInspection.inspect(
                relay, configuration: smtp, on: MultiThreadedEventLoopGroup.singleton.next())
            return (judge(inspection, isLocal: host.map(isLocal) ?? true, configuration), host)
        } catch {
            return (
                [
                    DoctorFinding(
                        .relay, relay.description, .bad, error.message,
                        "`fanmail ehlo \(relay.description)` shows each step")
                ], host
            )
        }
    }

    private static func isLocal(_ host: String) -> Bool { host == "localhost" || IPAddress(host)?.isLocal == true }

    private static func judge(
        _ inspection: SMTPInspection, isLocal: Bool, _ configuration: Configuration
    ) -> [DoctorFinding] {
        let name = inspection.relay.description
        var findings = [DoctorFinding(.relay, name, .good, "answers")]
        func add(_ level: DoctorFinding.Level, _ text: String, _ remedy: String?) {
            findings.append(DoctorFinding(.relay, name, level, text, remedy))
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
            let isRequired = configuration.login.tls.value == .required || inspection.relay.user != nil
            for refusal in refusals {
                add(
                    isRequired ? .bad : .warning, "its certificate: \(refusal)",
                    "name its authority with tls-ca, or its SHA-256 with tls-pin")
            }
            if refusals.isEmpty {
                add(.good, "\(inspection.security.version ?? "TLS"), and a certificate that fits", nil)
            }
        } else if !isLocal {
            add(
                .warning, "offers no TLS: addresses and messages cross the network in the clear",
                "use smtps://, or STARTTLS")
        }
        if inspection.relay.user != nil, inspection.capabilities.auth.isEmpty {
            add(.bad, "offers no login, and the relay's URL has a user", "take the user out, or use port 587 or 465")
        }
        return findings
    }
}
