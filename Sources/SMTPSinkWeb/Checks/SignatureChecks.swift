import Composition
import SMTPSink

/// What there is to say of a message's DKIM signatures without their keys (RFC 6376).
struct SignatureChecks {
    private(set) var checks: [MessageCheck] = []

    init(_ message: SinkMessage) {
        let signatures = DKIMSignature.all(in: message.octets)
        guard !signatures.isEmpty else {
            checks.append(
                .init(.warning, "DKIM", "no signature: large receivers want one; a relay on the way may add it"))
            return
        }
        let author = message.header.from.first.flatMap { $0.address.split(separator: "@").last.map(String.init) }
        for signature in signatures { check(signature) }
        if let author, !signatures.contains(where: { $0.speaks(for: author) }) {
            checks.append(
                .init(.warning, "DKIM", "no signature speaks for \(author), the domain of From, as DMARC asks"))
        }
        let listed = message.header.values("List-Unsubscribe-Post").isEmpty == false
        let covers = signatures.contains {
            $0.signedFields.contains("list-unsubscribe") && $0.signedFields.contains("list-unsubscribe-post")
        }
        if listed, !covers {
            checks.append(
                .init(.bad, "DKIM", "one-click unsubscribing has to be signed: both fields in h= (RFC 8058, 4)"))
        }
    }

    private mutating func check(_ signature: DKIMSignature) {
        let who = "by d=\(signature.domain) s=\(signature.selector) (\(signature.algorithm))"
        guard !signature.domain.isEmpty, signature.signedFields.contains("from") else {
            checks.append(.init(.bad, "DKIM", "\(who): a signature has a domain (d=) and signs From (h=)"))
            return
        }
        switch signature.body {
        case .fits:
            checks.append(
                .init(.good, "DKIM", "\(who): the body is as it was signed; its key was not asked for, so not verified")
            )
        case .fitsInPart(let count):
            checks.append(
                .init(.warning, "DKIM", "\(who): signs the first \(count) octets alone (l=); anything may follow"))
        case .differs:
            checks.append(.init(.bad, "DKIM", "\(who): the body was changed after it was signed (bh=)"))
        case .unknown(let why): checks.append(.init(.bad, "DKIM", "\(who): \(why)"))
        }
    }
}
