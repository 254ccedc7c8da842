import FanmailDelivery
import NIOConcurrencyHelpers
import SMTPCore
import Shaping

/// Gives mail hosts what a table allows, and has their replies lead to what it says. A relay is paced by its own settings.
struct ShapedTransport: EnvelopeTransport {
    private let base: any EnvelopeTransport
    private let table: ShapingTable
    private let apart = ApartDomains()

    init(_ base: any EnvelopeTransport, by table: ShapingTable) {
        self.base = base
        self.table = table
    }

    func route(of domain: String, list: Int64) -> DeliveryRoute { base.route(of: domain, list: list) }

    func end(of route: DeliveryRoute) async -> RouteEnd {
        let end = await base.end(of: route)
        guard route.isDirect, case .destinations(let found) = end else { return end }
        return .destinations(found.map { (shaped($0.destination, for: route.name), $0.weight) })
    }

    private func shaped(_ destination: Destination, for domain: String) -> Destination {
        guard !destination.hosts.isEmpty else { return destination }
        // What is laid down for one domain is not for the others with the same hosts.
        let own = table.isAbout(domain: domain) ? domain : nil
        var shaped = own.map { apart.destination(for: $0, at: destination) } ?? destination
        let limits = table.limits(provider: destination.provider, hosts: destination.hosts, domain: own)
        shaped.limits = limits.within(destination.limits)
        return shaped
    }

    func reaction(to reply: Reply, of destination: Destination) -> Reaction? {
        guard !destination.hosts.isEmpty else { return base.reaction(to: reply, of: destination) }
        let found = table.reaction(
            to: reply, provider: destination.provider, hosts: destination.hosts, domain: apart[destination]?.domain)
        return found?.reaction ?? base.reaction(to: reply, of: destination)
    }

    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        var there = destination
        if let hosts = apart[destination]?.destination {
            there = hosts
            there.limits = destination.limits
        }
        return try await base.connect(to: there)
    }
}

/// Domains that have their mail hosts' pace to themselves.
private final class ApartDomains: Sendable {
    private let known = NIOLockedValueBox<[Destination: (domain: String, destination: Destination)]>([:])

    /// The hosts as they are for this domain alone.
    func destination(for domain: String, at destination: Destination) -> Destination {
        var own = Destination(
            name: "\(destination.name) (\(domain))", provider: destination.provider, hosts: destination.hosts)
        own.limits = destination.limits
        known.withLockedValue { $0[own] = (domain, destination) }
        return own
    }

    subscript(destination: Destination) -> (domain: String, destination: Destination)? {
        known.withLockedValue { $0[destination] }
    }
}

extension DestinationLimits {
    /// The same, and no more than others allow.
    fileprivate func within(_ others: Self) -> Self {
        func least<Value: Comparable>(_ one: Value?, _ other: Value?) -> Value? {
            [one, other].compactMap(\.self).min()
        }
        var limits = self
        limits.connections = least(connections, others.connections)
        limits.messages = least(messages, others.messages)
        limits.recipients = least(recipients, others.recipients)
        limits.idle = least(idle, others.idle)
        limits.rates += others.rates
        limits.requiresTLS = requiresTLS || others.requiresTLS
        return limits
    }
}
