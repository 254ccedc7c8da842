/// Where connections go: a relay, the mail hosts of a domain, or a provider who runs the hosts of many.
package struct Destination: Sendable, Hashable {
    /// How it is shown and kept: a relay's URL, a provider's name, the name of the first of a domain's hosts.
    package let name: String
    package var limits = DestinationLimits()

    package init(name: String, limits: DestinationLimits = DestinationLimits()) {
        self.name = name
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

    package init() {}
}
