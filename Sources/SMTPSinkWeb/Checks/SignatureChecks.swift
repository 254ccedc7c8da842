import Composition
import FanmailBasics
import FanmailDNS
import SMTPSink

/// What there is to say of a message's DKIM signatures (RFC 6376): the hash of the body, and the signature itself where
/// its key is to be had.
struct SignatureChecks {
    private(set) var checks: [MessageCheck] = []

    /// Signatures whose keys are looked for: each may wait for the DNS.
    private static let mostVerified = 4

    init(_ message: SinkMessage, keys: SignatureKeys) {
        let signatures = DKIMSignature.all(in: message.octets)
        guard !signatures.isEmpty else {
            checks.append(
                .init(.warning, "DKIM", "no signature: large receivers want one; a relay on the way may add it"))
            return
        }
        let author = message.header.from.first.flatMap { $0.address.split(separator: "@").last.map(String.init) }
        for (place, signature) in signatures.enumerated() {
            check(signature, message, place < Self.mostVerified ? keys : nil)
        }
        if let author { checkAlignment(author, signatures, keys) }
        let listed = message.header.values("List-Unsubscribe-Post").isEmpty == false
        let covers = signatures.contains {
            $0.signedFields.contains("list-unsubscribe") && $0.signedFields.contains("list-unsubscribe-post")
        }
        if listed, !covers {
            checks.append(
                .init(.bad, "DKIM", "one-click unsubscribing has to be signed: both fields in h= (RFC 8058, 4)"))
        }
    }

    /// One is enough (RFC 7489, 3.1.1; RFC 9989, 4.4.1). The domains of siblings are aligned where both are of one
    /// organization, which their names do not tell.
    private mutating func checkAlignment(_ author: String, _ signatures: [DKIMSignature], _ keys: SignatureKeys) {
        let byName = signatures.map { DMARCAlignment(author: author, signer: $0.domain) }
        guard !byName.contains(.aligned), !byName.contains(.likely) else { return }
        let doubtful = zip(signatures, byName).filter { $1 == .unknown }.prefix(Self.mostVerified).map(\.0.domain)
        let found = doubtful.map { ($0, keys.alignment(author: author, signer: $0)) }
        guard !found.contains(where: { $1 == .aligned || $1 == .likely }) else { return }
        if let (domain, _) = found.first(where: { $1 == .unknown }) {
            let verdict = "only the DNS knows whether \(domain) speaks for \(author), the domain of From, as DMARC asks"
            return checks.append(.init(.warning, "DKIM", verdict))
        }
        checks.append(.init(.warning, "DKIM", "no signature speaks for \(author), the domain of From, as DMARC asks"))
    }

    private mutating func check(_ signature: DKIMSignature, _ message: SinkMessage, _ keys: SignatureKeys?) {
        let who = "by d=\(signature.domain) s=\(signature.selector) (\(signature.algorithm))"
        guard !signature.domain.isEmpty, signature.signedFields.contains("from") else {
            checks.append(.init(.bad, "DKIM", "\(who): a signature has a domain (d=) and signs From (h=)"))
            return
        }
        let (level, body) = Self.judgement(of: signature.body)
        guard let keys else {
            return checks.append(.init(Self.doubtful(level), "DKIM", "\(who): \(body); too many, so not verified"))
        }
        guard !keys.isEmpty else {
            return checks.append(
                .init(level, "DKIM", "\(who): \(body); its key was not asked for, so the signature is not verified"))
        }
        switch keys.find(signature.recordName) {
        case .none(let reason):
            checks.append(
                .init(Self.doubtful(level), "DKIM", "\(who): \(body); the signature is not verified: \(reason)"))
        case .key(let key, let source):
            switch signature.judged(by: key, in: message.octets, at: message.at) {
            case .fails(let reason):
                checks.append(
                    .init(.bad, "DKIM", "\(who): \(body); the signature does not hold by its key \(source): \(reason)"))
            case .holds:
                let fields = counted(Set(signature.signedFields).count, "name")
                checks.append(
                    .init(
                        level, "DKIM",
                        "\(who): \(body); the signature holds by its key \(source), over \(fields) of fields (h=)"))
            }
            if let weakness = key.weakness { checks.append(.init(.warning, "DKIM", "\(who): \(weakness)")) }
            if key.isTesting {
                checks.append(
                    .init(.warning, "DKIM", "\(who): its domain is trying it out (t=y): it counts for nothing yet"))
            }
        }
    }

    /// Not good, whatever it is.
    private static func doubtful(_ level: AddressCheck.Level) -> AddressCheck.Level {
        level == .good ? .warning : level
    }

    /// What the hash of the body says.
    private static func judgement(of body: DKIMSignature.Body) -> (AddressCheck.Level, String) {
        switch body {
        case .fits: (.good, "the body is as it was signed (bh=)")
        case .fitsInPart(let count): (.warning, "signs the first \(count) octets alone (l=); anything may follow")
        case .differs: (.bad, "the body was changed after it was signed (bh=)")
        case .unknown(let why): (.bad, why)
        }
    }
}
