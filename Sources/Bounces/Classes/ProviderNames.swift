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
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let first = labels.first, Self.isCountry(labels.dropFirst()) else { return nil }
        return families[Substring(first)]
    }

    /// `com`, `fr`, `co.uk`, `com.br`: under another ending anybody may have the name of a family.
    private static func isCountry(_ labels: ArraySlice<Substring.UTF8View>) -> Bool {
        guard let last = labels.last else { return false }
        if labels.count == 1 { return last.count == 2 || last.elementsEqual("com".utf8) }
        return labels.count == 2 && last.count == 2
            && labels.first.map { $0.elementsEqual("co".utf8) || $0.elementsEqual("com".utf8) } == true
    }

    /// Most names are lower case already.
    private static func lower(_ name: String) -> String {
        name.utf8.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
    }
}
