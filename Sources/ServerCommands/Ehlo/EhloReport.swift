import FanmailBasics
import FanmailTerminal
import Foundation
import SMTPClient
import SMTPCore
import SMTPProtocol

/// What `ehlo` found, for people and for programs.
enum EhloReport {
    static func lines(_ inspection: SMTPInspection, _ authenticatedBy: SASLMechanism?) -> [String] {
        var lines = [inspection.relay.description]
        let width = inspection.steps.map(\.name.count).max() ?? 0
        for step in inspection.steps {
            let name = step.name.padding(toLength: width, withPad: " ", startingAt: 0)
            lines.append("  \(name)  \(milliseconds(step.duration)) ms")
        }
        if inspection.security.isEncrypted, !inspection.relay.isImplicitTLS {
            lines.append("before TLS")
            lines += keywords(inspection.clearCapabilities)
            lines.append("after TLS")
        } else {
            lines.append("offers")
        }
        lines += keywords(inspection.capabilities)
        let limits = inspection.capabilities.limits
        for (name, limit) in [
            ("transactions a connection", limits.transactions), ("recipients a transaction", limits.recipients),
            ("recipient domains a transaction", limits.domains),
        ] { if let limit { lines.append("at most \(limit) \(name)") } }
        if case .atMost(let size)? = inspection.capabilities.size { lines.append("at most \(size) octets a message") }
        if let certificate = inspection.certificate {
            lines.append("certificate, over \(inspection.security.version ?? "TLS")")
            lines += [
                "  subject  \(certificate.subject)", "  issuer   \(certificate.issuer)",
                "  names    \(certificate.names.isEmpty ? "none" : certificate.names.joined(separator: ", "))",
                "  valid    \(date(certificate.notBefore).shown) to \(date(certificate.notAfter).shown)",
                "  sha256   \(certificate.sha256)",
            ]
            for refusal in certificate.refusals { lines.append("  refused where TLS is required: \(refusal)") }
        } else {
            lines.append(inspection.security.note ?? "not encrypted")
        }
        if let authenticatedBy { lines.append("logs in by \(authenticatedBy.rawValue)") }
        return lines.map(\.escapedForTerminal)
    }

    static func json(
        _ inspection: SMTPInspection, _ authenticatedBy: SASLMechanism?, _ failure: SMTPFailure?
    ) -> JSONValue {
        let limits = inspection.capabilities.limits
        var size: Int?
        if case .atMost(let most)? = inspection.capabilities.size { size = most }
        return .object([
            ("relay", .string(inspection.relay.description)),
            (
                "steps",
                .array(
                    inspection.steps.map { step in
                        .object([("step", .string(step.name)), ("milliseconds", .double(milliseconds(step.duration)))])
                    })
            ),
            ("beforeTLS", object(inspection.clearCapabilities)), ("offers", object(inspection.capabilities)),
            ("auth", .array(inspection.capabilities.auth.map { .string($0) })),
            ("mailMax", JSONValue(limits.transactions)), ("rcptMax", JSONValue(limits.recipients)),
            ("rcptDomainMax", JSONValue(limits.domains)), ("size", JSONValue(size)),
            ("tls", JSONValue(inspection.security.version)),
            ("certificate", inspection.certificate.map { json($0) } ?? .null),
            ("authenticatedBy", JSONValue(authenticatedBy?.rawValue)), ("failure", JSONValue(failure?.message)),
        ])
    }

    private static func json(_ certificate: CertificateReport) -> JSONValue {
        .object([
            ("subject", .string(certificate.subject)), ("issuer", .string(certificate.issuer)),
            ("names", .array(certificate.names.map { .string($0) })),
            ("notBefore", JSONValue(date(certificate.notBefore))), ("notAfter", JSONValue(date(certificate.notAfter))),
            ("sha256", .string(certificate.sha256)),
            ("refusals", .array(certificate.refusals.map { .string($0) })),
        ])
    }

    private static func keywords(_ capabilities: Capabilities) -> [String] {
        let lines = capabilities.keywords.sorted { $0.key < $1.key }
            .map { $0.value.isEmpty ? "  \($0.key)" : "  \($0.key) \($0.value)" }
        return lines.isEmpty ? ["  nothing"] : lines
    }

    private static func object(_ capabilities: Capabilities) -> JSONValue {
        .object(capabilities.keywords.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        (duration / .milliseconds(1) * 100).rounded() / 100
    }

    private static func date(_ date: Date) -> Timestamp {
        Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
    }
}
