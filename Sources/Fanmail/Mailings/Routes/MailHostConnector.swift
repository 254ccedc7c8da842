import FanmailBasics
import FanmailDNS
import FanmailDelivery
import MailRouting
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// Finds the mail hosts of domains, and connects to them (RFC 5321, 5.1) with the TLS that each demands (RFC 7672, RFC 8461).
struct MailHostConnector: Sendable {
    /// A connection to one of a destination's hosts.
    struct Reached: Sendable {
        let connection: SMTPConnection
        /// The host, by the name that it was asked for.
        let host: Relay
        let address: SocketAddress
        /// How the connection is protected, for people.
        let security: String
    }

    private struct Way {
        let host: Relay
        let address: SocketAddress
        let security: HostSecurity
    }

    /// How many addresses are tried for one connection.
    private static let mostAttempts = 6

    private let settings: MailRoutes.Direct
    private let finder: RouteFinder
    private let sites = MailSites()
    let tally = TLSTally()

    /// - Parameter group: has the event loops on which names are looked up, and policies fetched.
    init(_ settings: MailRoutes.Direct, on group: any EventLoopGroup) {
        self.settings = settings
        let resolver = StubResolver(settings.nameServers, isValidating: settings.isValidating, on: group)
        let policies = HTTPSPolicySource(
            resolver, on: group, authorities: settings.authorities, port: settings.policyPort)
        finder = RouteFinder(resolver, policies, own: settings.own, port: settings.port)
    }

    /// - Parameter domain: as it stands in an address; one in brackets is an address itself.
    func end(of domain: String) async -> RouteEnd {
        let target: MailTarget
        do throws(MailboxSyntaxError) { target = try MailTarget(domain) } catch {
            return .unreachable("it is no domain: \(error.reason)")
        }
        let found = await finder.route(to: target)
        return switch found.standing {
        case .reachable: .destinations([(sites.destination(of: found), 1)])
        case .unreachable: .unreachable(found.verdict)
        case .unknown: .unknown(found.verdict)
        }
    }

    /// The hosts are tried in their order, those last that could not be reached a moment ago.
    ///
    /// - Parameters:
    ///   - objection: why a host that was reached is of no use; nil where it is.
    ///   - loop: where the connection lives.
    func connect(
        to destination: Destination, on loop: any EventLoop, objection: (SMTPConnection) -> Reply? = { _ in nil }
    ) async throws(SMTPFailure) -> Reached {
        guard let route = sites[destination] else {
            throw SMTPFailure(
                .nameNotFound, "\(destination.name): its hosts have not been looked up yet", isPermanent: false)
        }
        let ways = ways(of: route).map { (way: $0, isTroubled: sites.isTroubled($0.address)) }
        var reasons: [String] = []
        var last: SMTPFailure?
        for (way, _) in ways.filter({ !$0.isTroubled }) + ways.filter(\.isTroubled) {
            do throws(SMTPFailure) {
                let reached = try await connect(way, requiringTLS: destination.limits.requiresTLS, on: loop)
                sites.noteReached(way.address)
                guard let reply = objection(reached.connection) else { return reached }
                await reached.connection.quit()
                last = SMTPFailure(
                    .unfit, "\(way.host.peer): cannot take the message: \(reply.text)", reply: reply,
                    isPermanent: false)
            } catch {
                sites.note(trouble: way.address)
                last = error
            }
            if let last { reasons.append(last.message) }
        }
        // What one host refuses for good another may take tomorrow: it is never the end of the mailing.
        throw SMTPFailure(
            last?.kind ?? .nameNotFound,
            reasons.isEmpty ? "\(destination.name): none of its hosts may be used" : reasons.joined(separator: "; "),
            reply: last?.reply, isPermanent: false)
    }

    private func ways(of route: DomainRoute) -> [Way] {
        var generator = SystemRandomNumberGenerator()
        return route.attempts(atMost: Self.mostAttempts, using: &generator).compactMap { attempt, security in
            let address = attempt.address.description
            guard let socket = try? SocketAddress(ipAddress: address, port: settings.port) else { return nil }
            var name = attempt.host.name
            // RFC 7672, 8.1: the name that its records are for is the one that is said in the handshake.
            if case .dane(_, let base) = security { name = base }
            if name.hasPrefix("[") { name = address }
            return Way(
                host: Relay(scheme: .smtp, address: .host(name, port: settings.port)), address: socket,
                security: security)
        }
    }

    private func connect(
        _ way: Way, requiringTLS isRequired: Bool, on loop: any EventLoop
    ) async throws(SMTPFailure) -> Reached {
        if case .opportunistic(isTested: true) = way.security, !isRequired {
            // RFC 8461, 5: what fails is counted, and the mail goes all the same.
            do throws(SMTPFailure) { return try await open(way, .verified, requiringTLS: false, on: loop) } catch {
                guard error.kind == .tls else { throw error }
            }
        }
        return try await open(way, way.security, requiringTLS: isRequired, on: loop)
    }

    private func open(
        _ way: Way, _ security: HostSecurity, requiringTLS isRequired: Bool, on loop: any EventLoop
    ) async throws(SMTPFailure) -> Reached {
        let demand = TLSDemand(security, way.host, settings, requiringTLS: isRequired)
        do throws(SMTPFailure) {
            let connection = try await SMTPConnection.connect(
                to: way.host, at: [way.address], configuration: demand.configuration, on: loop)
            let isMet = connection.security.isEncrypted
            tally.add(demand.policy, isMet ? nil : TLSOutcome.Failure(connection.security.note ?? ""))
            return Reached(
                connection: connection, host: way.host, address: way.address,
                security: demand.said(of: connection.security))
        } catch {
            guard error.kind == .tls else { throw error }
            tally.add(demand.policy, TLSOutcome.Failure(error.message))
            throw SMTPFailure(
                .tls, "\(demand.why.map { "\($0): " } ?? "")\(error.message)", reply: error.reply, isPermanent: false)
        }
    }
}
