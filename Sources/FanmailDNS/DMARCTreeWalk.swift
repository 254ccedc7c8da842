/// The DMARC records at a domain and above it (the DNS tree walk of RFC 9989, 4.10).
struct DMARCTreeWalk {
    let domain: String
    /// From the longest name to the shortest.
    private(set) var found: [(domain: String, tags: [String: String])] = []

    /// Names above the domain that are asked for.
    private static let mostLabels = 7

    /// The texts at a name; ``Resolver/Failure/noSuchName`` where there are none.
    typealias LookUp = (_ name: String) throws(Resolver.Failure) -> [String]

    /// Asks for eight names at most.
    init(_ domain: String, _ texts: LookUp) throws(Resolver.Failure) {
        self.domain = domain
        var labels = domain.split(separator: ".").map(String.init)
        while !labels.isEmpty {
            let name = labels.joined(separator: ".")
            if let tags = try Self.record(at: name, texts) {
                // A top-level domain is nobody's organization; it speaks as a public suffix, or not at all.
                if labels.count > 1 || tags["psd"] == "y" { found.append((name, tags)) }
                if tags["psd"] == "n" || tags["psd"] == "y" { return }
            }
            labels.removeFirst(max(1, labels.count - Self.mostLabels))
        }
    }

    /// The domain whose owner the domain belongs to (RFC 9989, 4.10.2).
    var organizationalDomain: String {
        for record in found {
            if record.tags["psd"] == "n" { return record.domain }
            if record.tags["psd"] == "y", record.domain != domain {
                let below = record.domain.split(separator: ".").count + 1
                return domain.split(separator: ".").suffix(below).joined(separator: ".")
            }
        }
        return found.last?.domain ?? domain
    }

    /// Several records are as good as none.
    private static func record(at name: String, _ texts: LookUp) throws(Resolver.Failure) -> [String: String]? {
        var found: [String] = []
        do throws(Resolver.Failure) { found = try texts("_dmarc.\(name)") } catch .noSuchName { return nil }
        // The version alone is not told in any case (RFC 9989, 4.8: %s"DMARC1").
        let records = found.map(Self.tags).filter { $0["v"] == "DMARC1" }
        return records.count == 1 ? records.first : nil
    }

    /// In lower case, with their values; nothing unless the version comes first.
    private static func tags(_ text: String) -> [String: String] {
        var tags: [String: String] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            guard pair.count == 2 else { continue }
            let name = pair[0].lowercased()
            guard name == "v" || !tags.isEmpty else { return [:] }
            tags[name] = name == "psd" ? pair[1].lowercased() : pair[1]
        }
        return tags
    }
}
