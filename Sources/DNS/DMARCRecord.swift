/// A domain's DMARC policy (RFC 7489, 6.3), found at the domain or above it.
package struct DMARCRecord: Sendable, Equatable {
    /// Where it stands.
    package let domain: String
    /// none, quarantine, reject; nil when it names none of these.
    package let policy: String?
    /// Where reports about the domain's mail go; nil for nowhere.
    package let reports: String?

    /// - Throws: ``Resolver/Failure/noSuchName`` when neither the domain nor one above it has a record.
    package init(of domain: String, _ resolver: Resolver) throws(Resolver.Failure) {
        var labels = domain.split(separator: ".").map(String.init)
        // Without a list of public suffixes: up to a domain of two labels, as DMARC's tree walk does.
        while labels.count >= 2 {
            let name = labels.joined(separator: ".")
            var texts: [String] = []
            do throws(Resolver.Failure) { texts = try resolver.texts(of: "_dmarc.\(name)") } catch .noSuchName {}
            // Several records are as good as none (6.6.3).
            let records = texts.filter { $0.lowercased().hasPrefix("v=dmarc1") }
            if let text = records.first, records.count == 1 {
                var tags: [String: String] = [:]
                for part in text.split(separator: ";") {
                    let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
                    if pair.count == 2 { tags[pair[0].lowercased()] = pair[1] }
                }
                let policy = tags[name == domain ? "p" : "sp"] ?? tags["p"]
                self.domain = name
                self.policy = policy.map { $0.lowercased() }.flatMap {
                    ["none", "quarantine", "reject"].contains($0) ? $0 : nil
                }
                reports = tags["rua"]
                return
            }
            labels.removeFirst()
        }
        throw .noSuchName
    }
}
