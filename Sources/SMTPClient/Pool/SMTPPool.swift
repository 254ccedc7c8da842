import NIOConcurrencyHelpers
public import NIOCore
public import NIOPosix
public import SMTPCore
public import SMTPProtocol

/// Connections to one relay, shared by everybody who has mail transactions for it.
///
/// ```swift
/// let pool = SMTPPool(relay: try Relay("smtp://127.0.0.1:25"), connections: 4)
/// async let first = pool.send(oneTransaction)
/// async let second = pool.send(another)
/// print(await first.ending, await second.ending)
/// await pool.shutDown()
/// ```
/// Connections are opened when they are needed, up to a limit; each takes a second transaction behind the current one
/// where the server offers PIPELINING (RFC 2920). They live by time: an idle one is closed after `idleTime`, a busy one
/// takes nothing new after `lifetime`. Nothing is sent twice: a transaction goes over another connection only when the
/// one it was given had been lost before anything of it was answered, and its content provably never left.
///
/// A relay that is down is not asked for each transaction; see ``CircuitBreaker``.
public final class SMTPPool: Sendable {
    /// Where all connections go.
    public let relay: Relay
    private let configuration: SMTPConfiguration
    private let group: any EventLoopGroup
    private let log: ConnectionLog
    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state: NIOLockedValueBox<State>

    private struct State {
        var machine: PoolMachine
        var nextRequest = 0
        var connections: [Int: SMTPConnection] = [:]
        var waiters: [Int: CheckedContinuation<Lease, any Error>] = [:]
        var lastFailure: SMTPFailure?
        var timer: ContinuousClock.Instant?
        var leavers: [CheckedContinuation<Void, Never>] = []
        var isFinished = false
    }

    private struct Lease: Sendable {
        let number: Int
        let connection: SMTPConnection
    }

    /// - Parameters:
    ///   - connections: the most that are open at once.
    ///   - idleTime: how long a connection without a transaction is kept.
    ///   - lifetime: after so long a connection takes no further transaction.
    ///   - circuitBreaker: when the relay counts as down, and how often it is tried then.
    public init(
        relay: Relay, configuration: SMTPConfiguration = SMTPConfiguration(), connections: Int = 5,
        idleTime: Duration = .seconds(5), lifetime: Duration = .seconds(300),
        circuitBreaker: CircuitBreaker = CircuitBreaker(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.relay = relay
        self.configuration = configuration
        self.group = group
        state = NIOLockedValueBox(
            State(
                machine: PoolMachine(
                    limit: connections, idleTime: idleTime, lifetime: lifetime, breaker: circuitBreaker)))
        log = ConnectionLog(configuration.logger, relay)
    }

    /// Does one mail transaction over the next free connection. Never throws: a failure is part of the result, also
    /// that no connection could be opened, or that the task was cancelled before it had one.
    public func send(_ transaction: MailTransaction) async -> TransactionResult {
        while true {
            let lease: Lease
            do {
                lease = try await self.lease()
            } catch {
                let failure = error as? SMTPFailure ?? SMTPFailure(.closed, "\(relay.peer): cancelled")
                var result = TransactionResult(ending: .unsent(failure))
                result.connectionIsOver = true
                return result
            }
            let result = await lease.connection.send(transaction)
            let wasUsed = state.withLockedValue { $0.machine.hasServed(lease.number) }
            change { $0.released(lease.number, isOver: result.connectionIsOver, at: .now) }
            // The server may close an idle connection at any time; that costs this transaction nothing.
            guard wasUsed, case .unsent(let failure) = result.ending, failure.kind == .closed || failure.kind == .reply,
                result.exceptions.isEmpty, !Task.isCancelled
            else { return result }
        }
    }

    /// Lets transactions end that have been submitted, says QUIT on every connection, and closes. What is submitted
    /// later is unsent.
    public func shutDown() async {
        change { $0.shutDown(at: .now) }
        await withCheckedContinuation { leaver in
            let isFinished = state.withLockedValue { state in
                if !state.isFinished { state.leavers.append(leaver) }
                return state.isFinished
            }
            if isFinished { leaver.resume() }
        }
    }

    /// How many connections are open or being opened.
    public var connections: Int { state.withLockedValue { $0.machine.connections } }

    /// No connection can be opened; see ``CircuitBreaker``.
    public var isDown: Bool { state.withLockedValue { $0.machine.circuit.isOpen } }

    // MARK: - Leases

    private func lease() async throws -> Lease {
        let request = state.withLockedValue { state in
            state.nextRequest += 1
            return state.nextRequest
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                state.withLockedValue { $0.waiters[request] = waiter }
                change { $0.requested(request, at: .now) }
                if Task.isCancelled { withdraw(request) }
            }
        } onCancel: {
            withdraw(request)
        }
    }

    private func withdraw(_ request: Int) {
        let waiter = state.withLockedValue { state in
            state.machine.withdrawn(request)
            return state.waiters.removeValue(forKey: request)
        }
        waiter?.resume(throwing: CancellationError())
    }

    /// Tells the machine an event under the lock, and does what it answers outside of it.
    private func change(_ event: (inout PoolMachine) -> Void) {
        var toDo: [() -> Void] = []
        state.withLockedValue { state in
            let wasDown = state.machine.circuit.isOpen
            event(&state.machine)
            let isDown = state.machine.circuit.isOpen
            if isDown != wasDown {
                toDo.append { [log, failure = state.lastFailure] in isDown ? log.isDown(failure) : log.isBack() }
            }
            while let action = state.machine.nextAction() { toDo.append(perform(action, &state)) }
            if let task = timer(&state) { toDo.append(task) }
        }
        for work in toDo { work() }
    }

    private func perform(_ action: PoolMachine.Action, _ state: inout State) -> () -> Void {
        switch action {
        case .open(let number):
            return { Task { await self.open(number) } }
        case .grant(let request, let number):
            guard let waiter = state.waiters.removeValue(forKey: request), let connection = state.connections[number]
            else { return { self.change { $0.released(number, isOver: false, at: .now) } } }
            return { waiter.resume(returning: Lease(number: number, connection: connection)) }
        case .close(let number):
            guard let connection = state.connections.removeValue(forKey: number) else { return {} }
            return { Task { await connection.quit() } }
        case .fail(let request):
            let failure = state.lastFailure ?? noConnection
            guard let waiter = state.waiters.removeValue(forKey: request) else { return {} }
            return { waiter.resume(throwing: failure) }
        case .failFast(let request, let end):
            guard let waiter = state.waiters.removeValue(forKey: request) else { return {} }
            let failure = (state.lastFailure ?? noConnection).notTried(until: end)
            return { waiter.resume(throwing: failure) }
        case .refuse(let request):
            guard let waiter = state.waiters.removeValue(forKey: request) else { return {} }
            return { [relay] in
                waiter.resume(throwing: SMTPFailure(.closed, "\(relay.peer): the pool was shut down"))
            }
        case .finished:
            state.isFinished = true
            let leavers = state.leavers
            state.leavers = []
            return { for leaver in leavers { leaver.resume() } }
        }
    }

    private var noConnection: SMTPFailure { SMTPFailure(.closed, "\(relay.peer): no connection") }

    private func open(_ number: Int) async {
        do {
            let connection = try await SMTPConnection.connect(to: relay, configuration: configuration, on: group.next())
            state.withLockedValue { $0.connections[number] = connection }
            change { $0.opened(number, lanes: connection.lanes, at: .now) }
            connection.whenClosed { [weak self] in
                // First it is not granted any more, then it is forgotten.
                self?.change { $0.lost(number, at: .now) }
                self?.state.withLockedValue { $0.connections[number] = nil }
            }
        } catch {
            state.withLockedValue { $0.lastFailure = error }
            change { $0.openingFailed(number, at: .now) }
        }
    }

    // MARK: - Time

    /// One timer for the whole pool, set to when the next connection is to be closed.
    private func timer(_ state: inout State) -> (() -> Void)? {
        guard let deadline = state.machine.nextDeadline, state.timer.map({ deadline < $0 }) ?? true else { return nil }
        state.timer = deadline
        let pause = max(.zero, ContinuousClock.now.duration(to: deadline)) + .milliseconds(1)
        return { [group] in
            group.next().scheduleTask(in: .nanoseconds(pause.nanoseconds)) { [weak self] in
                guard let self else { return }
                self.state.withLockedValue { $0.timer = nil }
                self.change { $0.tick(at: .now) }
            }
        }
    }
}

extension SMTPFailure {
    /// The same of somebody for whom no connection was tried. What ended an earlier attempt is no reply to theirs.
    fileprivate func notTried(until end: ContinuousClock.Instant?) -> SMTPFailure {
        let pause = end.map { max(1, ContinuousClock.now.duration(to: $0).components.seconds + 1) }
        let when = pause.map { "for another \($0) s" } ?? "until an attempt that is under way has ended"
        return SMTPFailure(kind, "\(message); not tried again \(when)", reply: reply, isPermanent: isPermanent)
    }
}
