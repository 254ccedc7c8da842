import FanmailDelivery
import SMTPCore
import Synchronization

/// Relays in memory: a closure plays the server.
final class MemoryTransport: EnvelopeTransport {
    typealias Server = @Sendable (CutEnvelope, MemoryConnection) -> TransactionResult

    struct Offer: Sendable {
        let at: Duration
        let addresses: [String]
        let connection: Int
        let attempt: Int
        let destination: String
    }

    private struct State {
        var openTo: [String: Int] = [:]
        var mostOpenTo: [String: Int] = [:]
        var opened = 0
        var open = 0
        var mostOpen = 0
        var offers: [Offer] = []
        var accepted: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private let reach = Mutex<(@Sendable (Destination, Int) -> SMTPFailure?)?>(nil)
    private let reactions = Mutex<(@Sendable (Reply, Destination) -> Reaction?)?>(nil)
    private let ends = Mutex<(@Sendable (DeliveryRoute) -> RouteEnd)?>(nil)
    private let slowness = Mutex<(@Sendable (CutEnvelope) -> Duration)?>(nil)
    let clock: ManualClock
    let lanes: Int
    let latency: Duration
    let mayConnect: @Sendable (_ number: Int, _ open: Int) -> SMTPFailure?
    let server: Server

    init(
        clock: ManualClock, lanes: Int = 2, latency: Duration = .milliseconds(10),
        mayConnect: @escaping @Sendable (Int, Int) -> SMTPFailure? = { _, _ in nil },
        server: @escaping Server = { _, _ in .accepted }
    ) {
        self.clock = clock
        self.lanes = lanes
        self.latency = latency
        self.mayConnect = mayConnect
        self.server = server
    }

    func connect(to destination: Destination) async throws(SMTPFailure) -> any EnvelopeConnection {
        await clock.sleep(for: latency)
        let mayReach = reach.withLock { $0 }
        let (number, failure) = state.withLock { state in
            let failure =
                mayConnect(state.opened + 1, state.open) ?? mayReach?(destination, state.openTo[destination.name] ?? 0)
            state.opened += 1
            if failure == nil {
                state.open += 1
                state.mostOpen = max(state.mostOpen, state.open)
                let open = (state.openTo[destination.name] ?? 0) + 1
                state.openTo[destination.name] = open
                state.mostOpenTo[destination.name] = max(state.mostOpenTo[destination.name] ?? 0, open)
            }
            return (state.opened, failure)
        }
        if let failure { throw failure }
        return MemoryConnection(transport: self, number: number, destination: destination)
    }

    /// How long a transaction takes, where that is not the latency.
    var latencyOf: (@Sendable (CutEnvelope) -> Duration)? {
        get { slowness.withLock { $0 } }
        set { slowness.withLock { $0 = newValue } }
    }

    /// Whether a destination takes another connection.
    var mayReach: (@Sendable (_ destination: Destination, _ open: Int) -> SMTPFailure?)? {
        get { reach.withLock { $0 } }
        set { reach.withLock { $0 = newValue } }
    }

    /// Where a route leads; to the one relay unless it is said.
    var leads: (@Sendable (DeliveryRoute) -> RouteEnd)? {
        get { ends.withLock { $0 } }
        set { ends.withLock { $0 = newValue } }
    }

    /// What a reply leads to.
    var reacts: (@Sendable (Reply, Destination) -> Reaction?)? {
        get { reactions.withLock { $0 } }
        set { reactions.withLock { $0 = newValue } }
    }

    func reaction(to reply: Reply, of destination: Destination) -> Reaction? { reacts?(reply, destination) }

    func end(of route: DeliveryRoute) async -> RouteEnd { leads?(route) ?? .destinations([(.only, 1)]) }

    var mostOpenTo: [String: Int] { state.withLock { $0.mostOpenTo } }

    func closed(_ destination: Destination) {
        state.withLock {
            $0.open -= 1
            $0.openTo[destination.name, default: 0] -= 1
        }
    }

    func offered(_ envelope: CutEnvelope, on connection: MemoryConnection) {
        let offer = Offer(
            at: clock.elapsed, addresses: envelope.addresses, connection: connection.number, attempt: envelope.attempt,
            destination: connection.destination.name)
        state.withLock { $0.offers.append(offer) }
    }

    /// Keeps count of copies as a recording server would.
    func took(_ report: TransactionResult, _ envelope: CutEnvelope) {
        let excepted = Set(report.exceptions.map(\.index) + report.overflow)
        switch report.ending {
        case .answered(let reply) where reply.severity == .completed: break
        case .unknown: break
        default: return
        }
        state.withLock {
            for index in envelope.recipients.ids.indices where !excepted.contains(index) {
                $0.accepted[envelope.recipients.address(at: index), default: 0] += 1
            }
        }
    }

    var offers: [Offer] { state.withLock { $0.offers } }
    /// Copies by address, those among them whose reply was lost.
    var copies: [String: Int] { state.withLock { $0.accepted } }
    var opened: Int { state.withLock { $0.opened } }
    var open: Int { state.withLock { $0.open } }
    var mostOpen: Int { state.withLock { $0.mostOpen } }
}

final class MemoryConnection: EnvelopeConnection {
    private let transport: MemoryTransport
    let number: Int
    let destination: Destination
    private let over = Mutex(false)
    private let count = Mutex(0)

    init(transport: MemoryTransport, number: Int, destination: Destination) {
        self.transport = transport
        self.number = number
        self.destination = destination
    }

    var relay: String { "memory:\(number)" }
    var lanes: Int { transport.lanes }
    var recipientLimit: Int? { nil }
    /// Transactions so far, this one among them.
    var transactions: Int { count.withLock { $0 } }

    func deliver(_ envelope: CutEnvelope, gate: ContentGate) async -> TransactionResult {
        if over.withLock({ $0 }) {
            return TransactionResult(ending: .unsent(.dropped), connectionIsOver: true)
        }
        transport.offered(envelope, on: self)
        await transport.clock.sleep(for: transport.latencyOf?(envelope) ?? transport.latency)
        guard case .open = await gate.decided() else {
            over.withLock { $0 = true }
            return TransactionResult(ending: .withheld, connectionIsOver: true)
        }
        if over.withLock({ $0 }) {
            return TransactionResult(ending: .unsent(.dropped), connectionIsOver: true)
        }
        count.withLock { $0 += 1 }
        let report = transport.server(envelope, self)
        transport.took(report, envelope)
        if report.connectionIsOver { over.withLock { $0 = true } }
        return report
    }

    func close() async { transport.closed(destination) }
}

extension TransactionResult {
    static let accepted = TransactionResult(ending: .answered(Reply(code: 250, text: "ok")))

    /// Accepts the transaction apart from the recipients that the closure answers otherwise.
    static func except(_ envelope: CutEnvelope, _ reply: (String) -> Reply?) -> TransactionResult {
        let exceptions = envelope.addresses.enumerated().compactMap { index, address in
            reply(address).map { TransactionResult.Exception(index: index, reply: $0) }
        }
        return TransactionResult(
            ending: exceptions.count == envelope.recipients.count
                ? .noRecipients : .answered(Reply(code: 250, text: "ok")),
            exceptions: exceptions)
    }
}

extension SMTPFailure {
    static let dropped = SMTPFailure(.closed, "memory: connection lost")
    static let refused = SMTPFailure(.refused, "memory: connection refused")
}

extension Reply {
    static let noSuchUser = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "no such user")
    static let tryLater = Reply(code: 450, status: EnhancedStatusCode(4, 2, 0), text: "try later")
}

extension CutEnvelope {
    var addresses: [String] { recipients.ids.indices.map { recipients.address(at: $0) } }
}
