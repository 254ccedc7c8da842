import NIOCore
import SMTPClient
import Synchronization

/// The hosts that a relay's name stands for, and which of them lack what a mailing needs: what a server offers is known
/// of one connection, and nobody is refused for good on the strength of that.
final class RelayHosts: Sendable {
    enum Remedy {
        /// Another connection may come to a host that takes it.
        case another
        /// One did, but none of the hosts at hand.
        case later
        /// Every host was asked.
        case none
    }

    private struct State {
        var lacking: Set<SocketAddress> = []
        /// Numbers of connections that lack something.
        var connections: Set<Int> = []
        var lastNumber = 0
        /// Connections that were opened to find another host.
        var searches = 0
        var isOfferedSomewhere = false
    }

    private let addresses: @Sendable () async -> [SocketAddress]
    private let state = Mutex(State())

    init(_ relay: Relay) { addresses = { await relay.addresses() } }

    /// Of hosts whose addresses are known otherwise.
    init(_ addresses: @escaping @Sendable () async -> [SocketAddress]) { self.addresses = addresses }

    /// The number of a new connection, and the addresses that it passes over.
    func begin() -> (number: Int, avoided: Set<SocketAddress>) {
        state.withLock { state in
            state.lastNumber += 1
            if !state.lacking.isEmpty { state.searches += 1 }
            return (state.lastNumber, state.lacking)
        }
    }

    /// This one takes addresses beyond ASCII.
    func noteOffer() { state.withLock { $0.isOfferedSomewhere = true } }

    /// This connection, of this number, lacks something.
    func remedy(for connection: SMTPConnection, _ number: Int) async -> Remedy {
        let addresses = await addresses()
        return state.withLock { state in
            state.connections.insert(number)
            if let address = connection.remoteAddress { state.lacking.insert(address) }
            if state.connections.count < 2 { return .another }
            let isAsked = addresses.allSatisfy(state.lacking.contains)
            if !isAsked, state.searches < 2 * addresses.count { return .another }
            return isAsked && !state.isOfferedSomewhere ? .none : .later
        }
    }
}
