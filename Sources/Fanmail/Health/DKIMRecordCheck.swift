package import Composition
package import FanmailDNS

/// Whether the DNS has the record that a key needs.
package enum DKIMRecordCheck {
    package enum Finding: String, Sendable {
        case good, missing, wrong
        /// The name server does not answer.
        case unreachable
    }

    /// - Returns: why it is not good; of a good one what is to be known of it, if anything.
    package static func check(
        _ identity: DKIMSigner.Identity, _ resolver: Resolver
    ) -> (finding: Finding, reason: String?) {
        let texts: [String]
        do throws(Resolver.Failure) {
            texts = try resolver.texts(of: identity.recordName)
        } catch {
            switch error {
            case .noSuchName: return (.missing, "there is no TXT record of this name")
            case .unreachable(let why): return (.unreachable, why)
            }
        }
        // What verifiers make of several is undefined (RFC 6376, 3.6.2.2).
        guard let text = texts.first, texts.count == 1 else {
            return (.wrong, "there are \(texts.count) TXT records of this name; keep one")
        }
        let record = DKIMRecord(text: text)
        if let fault = record.fault(for: identity.key) { return (.wrong, fault) }
        return (.good, record.isTesting ? "it says t=y: receivers may ignore the signature while it is there" : nil)
    }
}
