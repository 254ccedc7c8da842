import Composition

extension MailingPlan {
    /// - Parameter hasLinks: somebody gets a one-click link.
    static func warnings(_ prepared: PreparedMailing, _ settings: MailingSettings, hasLinks: Bool) -> [String] {
        prepared.objections.map { "`send` will refuse it: \($0)" } + signing(prepared, settings, hasLinks: hasLinks)
    }

    private static func signing(
        _ prepared: PreparedMailing, _ settings: MailingSettings, hasLinks: Bool
    ) -> [String] {
        guard let signer = settings.dkim else {
            // RFC 8058, 4.
            return hasLinks ? ["one-click links count only in signed mail; make a key with `fanmail dkim keygen`"] : []
        }
        guard let author = prepared.posting.authorDomain, let domain = signer.identities.first?.domain,
            !isAligned(author, domain)
        else { return [] }
        return ["it is signed for \(domain) and comes from \(author): DMARC does not count the signature"]
    }

    /// Relaxed alignment, as far as it can be told without a list of public suffixes (RFC 7489, 3.1.1): one domain is the
    /// other, or lies within it.
    static func isAligned(_ author: String, _ signer: String) -> Bool {
        author == signer || author.hasSuffix(".\(signer)") || signer.hasSuffix(".\(author)")
    }
}
