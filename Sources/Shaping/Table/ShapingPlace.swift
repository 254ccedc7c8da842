/// A destination as far as a table asks: who runs it, which hosts take its mail, for which domain.
package struct ShapingPlace: Hashable, Sendable {
    /// By the name that rules of bounces have; nil where it is nobody's who is known.
    package let provider: String?
    /// Names of mail hosts, or of the relay.
    package let hosts: [String]
    /// Of the recipients; nil where they are of many.
    package let domain: String?

    package init(provider: String? = nil, hosts: [String] = [], domain: String? = nil) {
        self.provider = provider
        self.hosts = hosts
        self.domain = domain
    }

    /// What a key is about, itself.
    init(_ key: ShapingKey) {
        switch key {
        case .everybody: self.init()
        case .provider(let name): self.init(provider: name)
        case .mx(let suffix): self.init(hosts: ["mx.\(suffix)"])
        case .domain(let name): self.init(domain: name)
        }
    }
}
