/// A domain's DMARC policy (RFC 9989, 4.7), found at the domain or above it.
package struct DMARCRecord: Sendable, Equatable {
    /// Where it stands.
    package let domain: String
    /// none, quarantine, reject; nil when it names none of these.
    package let policy: String?
    /// Where reports about the domain's mail go; nil for nowhere.
    package let reports: String?
    /// Signatures count for the very same domain alone (`adkim=s`).
    package let isStrict: Bool

    /// - Throws: ``Resolver/Failure/noSuchName`` when none applies to the domain.
    package init(of domain: String, _ resolver: Resolver) throws(Resolver.Failure) {
        try self.init(of: DMARCTreeWalk(domain, resolver.texts))
    }

    /// The domain's own record, else that of its organization, else that of the public suffix above (RFC 9989, 4.10.1).
    init(of walk: DMARCTreeWalk) throws(Resolver.Failure) {
        let places = [walk.domain, walk.organizationalDomain]
        let found =
            places.lazy.compactMap { place in walk.found.first { $0.domain == place } }.first
            ?? walk.found.last { $0.tags["psd"] == "y" }
        guard let found else { throw .noSuchName }
        domain = found.domain
        let policy = found.tags[found.domain == walk.domain ? "p" : "sp"] ?? found.tags["p"]
        self.policy = policy.map { $0.lowercased() }.flatMap {
            ["none", "quarantine", "reject"].contains($0) ? $0 : nil
        }
        reports = found.tags["rua"]
        isStrict = found.tags["adkim"]?.lowercased() == "s"
    }
}
