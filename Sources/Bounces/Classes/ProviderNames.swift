/// Providers by the names of hosts and domains: asked of every refusal, so without a loop over all of them.
struct ProviderNames: Sendable {
    static let shared = ProviderNames(RuleProvider.all)

    private var hosts: [Substring: Int] = [:]
    private var domains: [Substring: Int] = [:]
    /// `yahoo` of `yahoo.*`.
    private var families: [Substring: Int] = [:]

    private static let longest = 255

    init(_ providers: [RuleProvider]) {
        for (index, provider) in providers.enumerated() {
            for host in provider.hosts where hosts[host[...]] == nil { hosts[host[...]] = index }
            for domain in provider.domains {
                if domain.hasSuffix(".*") {
                    families[domain.dropLast(2)] = index
                } else if domains[domain[...]] == nil {
                    domains[domain[...]] = index
                }
            }
        }
    }

    /// By the longest ending that is known: `eur.olc.protection.outlook.com` is not that of the business's hosts.
    func host(_ name: String) -> Int? {
        guard name.utf8.count <= Self.longest else { return nil }
        var rest = Substring(Self.lower(name))
        if rest.utf8.last == UInt8(ascii: ".") { rest.removeLast() }
        while true {
            if let index = hosts[rest] { return index }
            guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
            rest = rest[rest.utf8.index(after: dot)...]
        }
    }

    func domain(_ name: String) -> Int? {
        guard name.utf8.count <= Self.longest else { return nil }
        let name = Self.lower(name)
        if let index = domains[name[...]] { return index }
        // One label and an ending of one or two: `yahoo.fr`, `yahoo.com.br`.
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (2...3).contains(labels.count), let first = labels.first else { return nil }
        return families[Substring(first)]
    }

    /// Most names are lower case already.
    private static func lower(_ name: String) -> String {
        name.utf8.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
    }
}
