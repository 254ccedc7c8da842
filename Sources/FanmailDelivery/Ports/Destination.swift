package import FanmailBasics

/// Where connections go: a relay, or the mail hosts of a domain, which are often those of many.
package struct Destination: Sendable, Hashable {
    /// How it is shown and kept: a relay's name in the settings or its URL; of mail hosts their names in their order,
    /// `(mx1|mx2).example.org`. The same hosts are the same destination, for whichever domain they are.
    package let name: String
    /// Who runs all of its hosts, where that is known. Domains of one provider may have hosts that take nobody else's mail:
    /// they are destinations of their own, and the provider is what they have in common.
    package var provider: String?
    /// Its mail hosts, the preferred ones first; none of a relay.
    package var hosts: [String] = []
    package var limits = DestinationLimits()

    package init(
        name: String, provider: String? = nil, hosts: [String] = [], limits: DestinationLimits = DestinationLimits()
    ) {
        self.name = name
        self.provider = provider
        self.hosts = hosts
        self.limits = limits
    }

    /// The one relay that takes everything.
    package static let only = Destination(name: "")

    package static func == (one: Self, other: Self) -> Bool { one.name == other.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What a destination is given at most; nil where it is as the run has it.
package struct DestinationLimits: Sendable, Equatable {
    /// Connections at once.
    package var connections: Int?
    /// Messages on one connection, after which another is opened.
    package var messages: Int?
    /// Recipients in one transaction.
    package var recipients: Int?
    /// How long a connection may have nothing to do.
    package var idle: Duration?
    package var rates: [MailRate] = []
    /// Over TLS with a certificate that is verified, or not at all; else as its hosts have it.
    package var requiresTLS = false

    package init() {}
}
