import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// One event loop's share of a run. Lives on that loop: sending does not leave it.
actor LoadWorker {
    nonisolated let executor: EventLoopExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let loop: any EventLoop
    private let plan: LoadPlan
    private let clock: CommandClock?
    private let sent: (@Sendable (SentTransaction) async -> Void)?
    private var messages: LoadMessages
    private(set) var statistics = LoadStatistics()
    private var start = NIODeadline.now()
    private var end = NIODeadline.distantFuture
    private var begun = 0
    private var hasBegun = false
    private let limit: Int

    // An open loop: what is due, and who could do it.
    private var due: [NIODeadline] = []
    private var dueFirst = 0
    private var idle: [CheckedContinuation<NIODeadline?, Never>] = []
    private var isOver = false
    private var isStopped = false
    private var consecutiveFailures = 0
    private var opened = 0
    /// For the connections that are not encrypted.
    private let clear: SMTPConfiguration

    init(
        _ plan: LoadPlan, worker: Int, sender: ReversePath, limit: Int, on loop: any EventLoop, clock: CommandClock?,
        sent: (@Sendable (SentTransaction) async -> Void)?
    ) {
        self.plan = plan
        var clear = plan.configuration
        clear.tls.security = TransportSecurity.none
        self.clear = clear
        self.loop = loop
        self.limit = limit
        self.clock = clock
        self.sent = sent
        executor = EventLoopExecutor(loop)
        messages = LoadMessages(plan, worker: worker, sender: sender)
    }

    /// Opens this worker's connections, and runs the plan over them.
    ///
    /// - Parameters:
    ///   - arrivals: for an open loop; nil for a closed one.
    ///   - ready: is waited for between the two, so that all workers begin together.
    /// - Throws: `SMTPFailure` when not even one connection can be opened.
    func run(connections count: Int, arrivals: Arrivals?, ready: StartLine) async throws {
        var connections: [SMTPConnection?] = []
        if plan.reusesConnections {
            for number in 0..<count where !isStopped {
                do {
                    connections.append(try await connect())
                } catch {
                    guard number > 0 else {
                        await ready.withdraw()
                        throw error
                    }
                    connections.append(nil)
                }
            }
        } else {
            connections = Array(repeating: nil, count: count)
        }
        start = await ready.wait()
        hasBegun = true
        end = isStopped ? start : start + .nanoseconds(plan.duration.nanoseconds)
        await withTaskGroup(of: Void.self) { group in
            for connection in connections {
                group.addTask { await self.serve(connection) }
            }
            if let arrivals { group.addTask { await self.pace(arrivals) } }
        }
    }

    /// Begins nothing more; what waits for its turn is dropped.
    func stop() {
        isStopped = true
        end = .now()
        dueFirst = due.count
        beOver()
    }

    /// How far it is. A few numbers: the histograms would be copied whole at the next record.
    var progress: LoadProgress {
        var progress = LoadProgress()
        progress.hasBegun = hasBegun
        progress.transactions = statistics.transactions
        progress.accepted = statistics.accepted
        progress.notAccepted =
            statistics.refused + statistics.deferred + statistics.unsent + statistics.unknown
        progress.connectionFailures = statistics.connectionFailures
        progress.overdue = due.count - dueFirst
        // The second that is whole.
        if let second = statistics.seconds.dropLast().last, second.transactions > 0 {
            progress.p99 = Double(second.latency.valueAtPercentile(99)) / 1000
        }
        return progress
    }

    private func connect() async throws -> SMTPConnection {
        let since = NIODeadline.now()
        do {
            let connection = try await SMTPConnection.connect(
                to: plan.relay, configuration: nextConfiguration(), on: loop)
            statistics.connections += 1
            statistics.connect.record(Self.microseconds(since, .now()))
            if let step = connection.steps.first(where: { $0.name == OpeningStep.handshake }) {
                statistics.handshake.record(UInt64(max(0, step.duration.nanoseconds / 1000)))
            }
            consecutiveFailures = 0
            return connection
        } catch {
            statistics.connectionFailures += 1
            statistics.lastFailure = error.message
            consecutiveFailures += 1
            throw error
        }
    }

    /// Spread evenly: of any few connections the share is right.
    private func nextConfiguration() -> SMTPConfiguration {
        opened += 1
        let (before, now) = (Double(opened - 1) * plan.encryptedShare, Double(opened) * plan.encryptedShare)
        return Int(now) > Int(before) ? plan.configuration : clear
    }

    // MARK: - A connection's life

    /// Keeps one connection busy, and replaces it when it ends.
    private func serve(_ first: SMTPConnection?) async {
        var connection = first
        while await !isFinished() {
            guard plan.reusesConnections else {
                guard let intended = await next() else { return }
                await single(intended)
                continue
            }
            if connection == nil { connection = try? await connect() }
            guard let current = connection else {
                // A server that is away is not asked without pause, and not for ever.
                if consecutiveFailures >= 100 { break }
                await sleep(until: .now() + .milliseconds(20))
                continue
            }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<min(plan.inFlight, current.lanes) { group.addTask { await self.send(over: current) } }
            }
            await current.quit()
            connection = nil
        }
        if let connection { await connection.quit() }
    }

    private func isFinished() async -> Bool {
        if case .open = plan.pace { return isOver && dueFirst == due.count }
        return begun >= limit || NIODeadline.now() >= end
    }

    /// Transactions one behind the other, until the run or the connection ends.
    private func send(over connection: SMTPConnection) async {
        while let intended = await next() {
            guard await transact(connection, intended) else { return }
        }
    }

    /// A connection for one message.
    private func single(_ intended: NIODeadline) async {
        guard let connection = try? await connect() else {
            note(TransactionResult(ending: .unsent(SMTPFailure(.closed, "no connection"))), nil, intended)
            if consecutiveFailures >= 100 { isOver = true }
            return
        }
        _ = await transact(connection, intended)
        await connection.quit()
    }

    /// False when the connection takes no more.
    private func transact(_ connection: SMTPConnection, _ intended: NIODeadline) async -> Bool {
        guard let made = try? messages.next() else { return false }
        let result = await connection.send(made.transaction)
        note(result, made, intended)
        await tell(result, made)
        return !result.connectionIsOver
    }

    private func note(_ result: TransactionResult, _ made: LoadMessages.Made?, _ intended: NIODeadline) {
        let now = NIODeadline.now()
        statistics.transactions += 1
        let recipients = made?.transaction.recipients.count ?? 1
        let since = intended - start
        if since >= .nanoseconds(plan.warmUp.nanoseconds) {
            statistics.note(
                result, recipients: recipients, time: Self.microseconds(intended, now),
                second: Int(since.nanoseconds / 1_000_000_000))
        }
    }

    private func tell(_ result: TransactionResult, _ made: LoadMessages.Made) async {
        guard let sent, let id = made.id, let digest = made.digest else { return }
        let outcome: SentTransaction.Outcome =
            switch result.ending {
            case .answered(let reply): reply.severity == .completed ? .accepted : .refused
            case .refused, .noRecipients, .withheld: .refused
            case .unsent: .unsent
            case .unknown: .unknown
            }
        let batch = made.transaction.recipients
        await sent(
            SentTransaction(
                id: id, digest: digest, recipients: (0..<batch.count).map { batch.address(at: $0) }, outcome: outcome,
                exceptions: result.exceptions.map(\.index) + result.overflow))
    }

    // MARK: - What is to be done next

    /// When the next transaction was meant to begin; nil when there is none any more.
    private func next() async -> NIODeadline? {
        let now = NIODeadline.now()
        guard case .open = plan.pace else {
            guard begun < limit, now < end else { return nil }
            begun += 1
            return now
        }
        if dueFirst < due.count {
            let intended = due[dueFirst]
            dueFirst += 1
            if dueFirst > 1024, dueFirst * 2 > due.count {
                due.removeFirst(dueFirst)
                dueFirst = 0
            }
            return intended
        }
        guard !isOver else { return nil }
        let intended = await withCheckedContinuation { idle.append($0) }
        // Somebody was free: what passed since then is the generator's own delay.
        if let intended { statistics.lag.record(Self.microseconds(intended, .now())) }
        return intended
    }

    /// Hands transactions out at their times.
    private func pace(_ arrivals: Arrivals) async {
        var arrivals = arrivals
        var handed = 0
        while handed < limit, !isOver, let seconds = arrivals.next() {
            let intended = start + .nanoseconds(Int64(seconds * 1e9))
            // Whoever ends the run does not wait for a transaction that is due in an hour.
            while intended > .now(), !isOver { await sleep(until: min(intended, .now() + .milliseconds(250))) }
            if consecutiveFailures >= 100 || isOver { break }
            handed += 1
            if idle.isEmpty { due.append(intended) } else { idle.removeLast().resume(returning: intended) }
        }
        beOver()
    }

    private func beOver() {
        isOver = true
        for waiter in idle { waiter.resume(returning: nil) }
        idle.removeAll()
    }

    private func sleep(until time: NIODeadline) async {
        await withCheckedContinuation { waiter in
            _ = loop.scheduleTask(deadline: time) { waiter.resume() }
        }
    }

    private static func microseconds(_ since: NIODeadline, _ until: NIODeadline) -> UInt64 {
        UInt64(max(0, (until - since).nanoseconds / 1000))
    }
}

extension Duration {
    /// Saturating at ten years.
    var nanoseconds: Int64 { Int64(min(max(self, .zero), .seconds(86400 * 3650)) / .nanoseconds(1)) }
}
