import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// One event loop's share of a run. Lives on that loop, whose clock is the only one that it knows: sending does not leave
/// it.
actor LoadWorker: LoadActor {
    /// A transaction that may begin.
    struct Turn {
        /// Its time in the schedule.
        var planned: NIODeadline
        /// What latency counts from.
        var intended: NIODeadline
        /// When somebody was there for it.
        var begun: NIODeadline
        /// How many of the connections were free.
        var load: LoadStatistics.Load
        /// It is none of the warm-up.
        var isMeasured: Bool
    }

    nonisolated let executor: EventLoopExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    nonisolated let loop: any EventLoop
    /// Its place among the workers.
    let place: Int
    let plan: LoadPlan
    let connector: LoadConnector
    private let sent: (@Sendable (SentTransaction) async -> Void)?
    private var messages: LoadMessages
    var statistics = LoadStatistics()
    var start: NIODeadline
    var end = NIODeadline.distantFuture
    var begun = 0
    private(set) var hasBegun = false
    let limit: Int

    // An open loop: what is due, by its times in the schedule, and who could do it.
    var due: [NIODeadline] = []
    var dueFirst = 0
    var idle: [CheckedContinuation<NIODeadline?, Never>] = []
    /// Nothing more becomes due.
    var isOver = false
    var isStopped = false
    var sleeping: [Int: LoopSleep] = [:]
    var sleeps = 0
    var thinking: SeededDraws

    // A hand on it.
    var wish = LoadControl.Wish()
    var standstill = Standstill()

    // Connections.
    var open = 0
    var lastOpen: NIODeadline
    var left: [any LoadConnection] = []
    var opened = 0
    /// Attempts to open one that failed since one succeeded or was answered, and since when none succeeded.
    var failures = 0
    var failingSince: NIODeadline?
    /// A closed loop that waits for its server no longer.
    var hasGivenUp = false
    /// Of all workers.
    let reach: LoadReach
    /// Why the server could not be reached from the beginning on.
    var unreachable: SMTPFailure?
    /// For the connections that are not encrypted.
    let clear: SMTPConfiguration

    init(
        _ plan: LoadPlan, worker: Int, sender: ReversePath, limit: Int, on loop: any EventLoop,
        reach: LoadReach = LoadReach(), connector: @escaping LoadConnector,
        sent: (@Sendable (SentTransaction) async -> Void)?
    ) throws(ContentFailure) {
        self.plan = plan
        place = worker
        self.reach = reach
        var clear = plan.configuration
        clear.tls.security = TransportSecurity.none
        self.clear = clear
        self.loop = loop
        self.limit = limit
        self.connector = connector
        self.sent = sent
        start = loop.now
        lastOpen = loop.now
        executor = EventLoopExecutor(loop)
        thinking = SeededDraws(seed: plan.seed &+ UInt64(worker) &* 0x9E37_79B9)
        messages = try LoadMessages(plan, worker: worker, sender: sender, now: loop.now)
    }

    /// Opens this worker's connections, and runs the plan over them. They stay open: ``quit()``.
    ///
    /// - Parameters:
    ///   - arrivals: for an open loop; nil for a closed one.
    ///   - ready: is waited for between the two, so that all workers begin together.
    /// - Throws: `SMTPFailure` when not even one connection can be opened, by any worker.
    func run(connections count: Int, arrivals: Arrivals?, ready: StartLine) async throws {
        let (connections, failure) = await firstConnections(count)
        if !plan.reusesConnections, arrivals == nil { reach.expect(min(count, limit)) }
        start = await ready.wait()
        // Now all workers know whether they have one.
        if let failure, !reach.isReached { throw failure }
        hasBegun = true
        standstill.restart(at: start)
        lastOpen = loop.now
        if isStopped {
            end = start
        } else if arrivals == nil {
            end = start + .nanoseconds(plan.duration.nanoseconds)
        }
        await withTaskGroup(of: Void.self) { group in
            for (number, connection) in connections.enumerated() {
                group.addTask { await self.serve(connection, number: number) }
            }
            if let arrivals { group.addTask { await self.pace(arrivals) } }
        }
        // Where each message has a connection none is left anyway, and one attempt that failed says little.
        let isAway = plan.reusesConnections ? open == 0 && left.isEmpty && failures > 0 : failures > 2
        statistics.isAway = isAway || hasGivenUp
        // What was planned and not sent, or could not be asked, has its time too.
        let isWhole = begun >= limit && arrivals == nil
        let until = isWhole ? start : min(end, loop.now)
        statistics.span = max(statistics.span, .nanoseconds((until - start).nanoseconds))
        statistics.paused = .nanoseconds(standstill.sum(at: loop.now).nanoseconds)
        if let unreachable { throw unreachable }
    }

    /// Ends the connections in good order, which is no part of the run.
    func quit() async {
        let connections = left
        left = []
        await withTaskGroup(of: Void.self) { group in
            for connection in connections { group.addTask { await connection.quit() } }
        }
    }

    func stop() {
        isStopped = true
        end = loop.now
        // Whoever ends it in a pause has measured up to the pause.
        standstill.end(at: end)
        giveUp()
    }

    /// A few numbers: the large histograms would be copied whole at the next record.
    var progress: LoadProgress {
        var progress = LoadProgress()
        progress.take(statistics)
        (progress.hasBegun, progress.open, progress.overdue) = (hasBegun, open, due.count - dueFirst)
        let paused = hasBegun ? standstill.sum(at: loop.now) : .zero
        progress.paused = Double(paused.nanoseconds) / 1e9
        let planned = Double((loop.now - paused - start).nanoseconds) / 1e9
        progress.rate = plan.rate(at: planned).map { $0 * wish.factor }
        // How long one takes that ends by its count is not known.
        progress.left = plan.transactions == .max ? max(0, plan.length - planned) : nil
        return progress
    }

    // MARK: - A transaction

    /// Transactions one behind the other, until the run or the connection ends.
    ///
    /// - Returns: whether the server answered any, and whether the connection is over.
    func send(over connection: any LoadConnection) async -> (answered: Bool, isOver: Bool) {
        var parcel = LoadMessages.Parcel()
        var answered = false
        let since = loop.now
        while let turn = await next() {
            // A server that closes it at the first word closes the next one too.
            let isFresh = !answered && turn.begun - since < .seconds(1)
            guard let result = await transact(connection, &parcel, turn, isFresh: isFresh) else {
                return (answered, true)
            }
            switch result.ending {
            case .unsent, .unknown: break
            default: answered = true
            }
            if result.connectionIsOver { return (answered || !isFresh, true) }
            if plan.think != nil { await think() }
        }
        return (answered, false)
    }

    /// Nil when there is no message to be sent.
    ///
    /// - Parameter isFresh: the connection was only just opened.
    func transact(
        _ connection: any LoadConnection, _ parcel: inout LoadMessages.Parcel, _ turn: Turn, isFresh: Bool = true
    ) async -> TransactionResult? {
        guard let transaction = try? messages.next(into: &parcel, at: turn.begun) else { return nil }
        let result = await connection.send(transaction)
        if !isFresh, result.metClosedConnection {
            takeBack(turn)
            return result
        }
        note(result, transaction.recipients.count, turn)
        if let sent {
            for part in SentTransaction.all(result, transaction, id: messages.id(of: parcel)) { await sent(part) }
        }
        return result
    }

    private func note(_ result: TransactionResult, _ recipients: Int, _ turn: Turn) {
        let now = loop.now
        statistics.transactions += 1
        statistics.span = .nanoseconds((now - start).nanoseconds)
        guard turn.isMeasured else { return }
        statistics.note(service: turn.begun.microseconds(until: now), turn.load)
        statistics.note(
            result, recipients: recipients, time: turn.intended.microseconds(until: now),
            begun: second(of: turn.intended), ended: second(of: now))
    }

    /// Of the run.
    func second(of time: NIODeadline) -> Int {
        hasBegun ? max(0, Int((time - start).nanoseconds / 1_000_000_000)) : 0
    }
}

extension TransactionResult {
    /// The server had closed the connection while nothing was under way, or did so instead of an answer.
    var metClosedConnection: Bool {
        guard connectionIsOver, exceptions.isEmpty, overflow.isEmpty, case .unsent(let failure) = ending else {
            return false
        }
        return failure.kind == .closed || failure.reply?.code == 421
    }
}

extension Duration {
    /// Saturating at ten years.
    var nanoseconds: Int64 { Int64(min(max(self, .zero), .seconds(86400 * 3650)) / .nanoseconds(1)) }
}
