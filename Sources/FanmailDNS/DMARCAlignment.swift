/// Whether DMARC counts a domain's signature for mail from an author's domain: whether both belong to one organization
/// (relaxed identifier alignment, RFC 9989, 4.4.1 and 4.10.2).
package enum DMARCAlignment: Sendable, Equatable {
    case aligned
    case notAligned
    /// One domain lies within the other, which is one organization unless a DMARC record says otherwise.
    case likely
    /// Only the DNS knows: they share an end that may be an organization's, or a public suffix such as co.uk.
    case unknown

    /// As far as the names tell, without the DNS.
    package init(author: String, signer: String) {
        let author = author.lowercased().split(separator: ".")
        let signer = signer.lowercased().split(separator: ".")
        let shared = zip(author.reversed(), signer.reversed()).prefix { $0 == $1 }.count
        switch shared {
        case author.count where author.count == signer.count: self = .aligned
        // A top-level domain is nobody's organization.
        case ..<2: self = .notAligned
        case author.count, signer.count: self = .likely
        default: self = .unknown
        }
    }

    /// As a receiver finds it: never ``unknown``, and ``likely`` only where neither has a record that DMARC could go by.
    package init(author: String, signer: String, _ resolver: Resolver) throws(Resolver.Failure) {
        try self.init(author: author, signer: signer, texts: resolver.texts)
    }

    /// - Parameter texts: the TXT records at a name; ``Resolver/Failure/noSuchName`` where there are none. It is not asked
    ///   where the names tell, and for eight names of each domain at most.
    package init(
        author: String, signer: String, texts: (_ name: String) throws(Resolver.Failure) -> [String]
    ) throws(Resolver.Failure) {
        self.init(author: author, signer: signer)
        guard self == .likely || self == .unknown else { return }
        let authors = try DMARCTreeWalk(author.lowercased(), texts)
        let signers = try DMARCTreeWalk(signer.lowercased(), texts)
        if self == .likely, authors.found.isEmpty, signers.found.isEmpty { return }
        let isStrict = (try? DMARCRecord(of: authors).isStrict) ?? false
        self = !isStrict && authors.organizationalDomain == signers.organizationalDomain ? .aligned : .notAligned
    }
}
