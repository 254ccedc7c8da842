import Bounces
import FanmailBasics
import FanmailDelivery
import MailRouting
import NIOConcurrencyHelpers
import NIOCore

/// The sets of mail hosts that mail goes to, each under its name, as the DNS had them last.
final class MailSites: Sendable {
    private struct State {
        /// The hosts, and what is demanded of them.
        var sites: [String: DomainRoute] = [:]
        /// Addresses that could not be reached, and until when they come last.
        var troubled: [SocketAddress: ContinuousClock.Instant] = [:]
    }

    /// More are found anew when they are wanted.
    private static let capacity = 100_000
    /// How long a host that could not be reached comes behind the others.
    private static let pause = Duration.seconds(120)
    private let state = NIOLockedValueBox(State())

    /// Where a domain's mail goes.
    func destination(of route: DomainRoute) -> Destination {
        let hosts = route.ways.filter { $0.security.isUsable && !$0.host.addresses.isEmpty }.map(\.host.name)
        // A policy is a domain's, not a host's: the same hosts with and without one are two destinations.
        let isVerified = route.sts.policy?.mode == .enforce
        let destination = Destination(
            name: SiteName.of(hosts) + (isVerified ? " (MTA-STS)" : ""), provider: route.provider?.name, hosts: hosts)
        state.withLockedValue { state in
            if state.sites.count >= Self.capacity { state.sites.removeAll() }
            state.sites[destination.name] = route
        }
        return destination
    }

    subscript(destination: Destination) -> DomainRoute? { state.withLockedValue { $0.sites[destination.name] } }

    func note(trouble address: SocketAddress) {
        state.withLockedValue { state in
            let now = ContinuousClock.now
            if state.troubled.count > 10_000 { state.troubled = state.troubled.filter { $0.value > now } }
            state.troubled[address] = now + Self.pause
        }
    }

    func noteReached(_ address: SocketAddress) {
        state.withLockedValue { _ = $0.troubled.removeValue(forKey: address) }
    }

    func isTroubled(_ address: SocketAddress) -> Bool {
        state.withLockedValue { $0.troubled[address].map { $0 > .now } ?? false }
    }
}
