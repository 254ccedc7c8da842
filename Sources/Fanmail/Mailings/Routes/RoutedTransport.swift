import FanmailDelivery
import FanmailSettings
import SMTPClient
import SMTPCore

/// The run's way over several relays, and to the mail hosts of domains: each by its own connections.
struct RoutedTransport: EnvelopeTransport {
    private let rules: RouteRules
    /// The names of lists that rules may tell apart.
    private let lists: [Int64: String]
    private let relays: [Destination: any EnvelopeTransport]
    /// By the names of relays that the settings have.
    private let named: [String: (destination: Destination, weight: Int)]
    private let general: Destination?
    private let direct: DirectTransport?

    /// - Parameters:
    ///   - general: the relay without a name, and how it is reached; nil where there is none.
    ///   - transport: makes the way to a named relay.
    init(
        _ routes: MailRoutes, lists: [Int64: String], general: (name: String, transport: any EnvelopeTransport)?,
        direct: DirectTransport?, transport: (MailRoutes.NamedRelay) -> any EnvelopeTransport
    ) {
        rules = routes.rules
        self.lists = lists
        self.direct = direct
        var relays: [Destination: any EnvelopeTransport] = [:]
        var named: [String: (destination: Destination, weight: Int)] = [:]
        for relay in routes.relays {
            relays[relay.destination] = transport(relay)
            named[relay.name] = (relay.destination, relay.weight)
        }
        self.general = general.map { Destination(name: $0.name) }
        if let general { relays[Destination(name: general.name)] = general.transport }
        self.relays = relays
        self.named = named
    }

    func route(of domain: String, list: Int64) -> DeliveryRoute {
        switch rules.way(to: domain, list: lists[list]).way {
        case .direct: DeliveryRoute(name: domain, isDirect: true)
        case .relays(let names): DeliveryRoute(name: names.joined(separator: ","))
        case .general, nil: .only
        }
    }

    func end(of route: DeliveryRoute) async -> RouteEnd {
        if route.isDirect {
            return await direct?.end(of: route) ?? .unknown("nothing goes to mail hosts directly as it is set now")
        }
        guard route != .only else {
            return general.map { .destinations([($0, 1)]) } ?? .unknown("no relay is set for what no route takes")
        }
        // Of an earlier run's routes some relays may be gone.
        let there = route.name.split(separator: ",").compactMap { named[String($0)] }
        guard !there.isEmpty else {
            return .unknown("none of its relays is in the settings any more: \(route.name)")
        }
        return .destinations(there.map { ($0.destination, $0.weight) })
    }

    /// A connection to begin with, so that nothing is written down where no relay is there; nil where rules, or the DNS, have
    /// to say where mail goes.
    func first() async throws(SMTPFailure) -> (connection: any EnvelopeConnection, destination: Destination)? {
        guard rules.rules.isEmpty, let way = rules.otherwise else { return nil }
        var destinations: [Destination] = []
        switch way {
        case .general: destinations = general.map { [$0] } ?? []
        case .relays(let names):
            destinations = names.compactMap { named[$0] }.sorted { $0.weight > $1.weight }.map(\.destination)
        case .direct: return nil
        }
        var last: SMTPFailure?
        for destination in destinations {
            do throws(SMTPFailure) { return (try await connect(to: destination), destination) } catch { last = error }
        }
        if let last { throw last }
        return nil
    }

    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        if let relay = relays[destination] { return try await relay.connect(to: destination) }
        if let direct { return try await direct.connect(to: destination) }
        throw SMTPFailure(
            .nameNotFound, "\(destination.name): is no relay of the settings any more", isPermanent: false)
    }
}
