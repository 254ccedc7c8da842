import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// One event loop's share of a scenario. Lives on that loop, whose clock is the only one that it knows: sending does not
/// leave it.
actor ScenarioWorker: LoadActor {
    /// What is due when the last phase is over is still begun for so long.
    static let drain = TimeAmount.seconds(10)

    nonisolated let executor: EventLoopExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    nonisolated let loop: any EventLoop
    let scenario: Scenario
    let worker: Int
    let threads: Int
    let contents: ScenarioContents
    let connector: LoadConnector
    let sent: (@Sendable (SentTransaction) async -> Void)?
    /// Of each sender: over encrypted connections, and over others.
    let configurations: [(encrypted: SMTPConfiguration, clear: SMTPConfiguration)]
    /// Of each sender, for those who are bad.
    let encryptions: [AnyCertificateEncryption]
    /// Of ordinary senders, and of the others.
    var lanes = [ScenarioLane(), ScenarioLane()]
    /// The most connections of a lane; of the current phase.
    private(set) var limit = 0
    /// Of each target, without a success between them.
    var failures: [Int]
    /// On which somebody slow is sending.
    var slow: [ObjectIdentifier: any LoadConnection] = [:]
    /// By which somebody slow is just connecting.
    var attempts: [ObjectIdentifier: SlowAttempt] = [:]
    /// Nobody slow is waited for any more.
    private(set) var isBreakingOff = false

    /// Of good senders that are not slow, in phases that count.
    var statistics = LoadStatistics()
    /// Transactions of all, and what bad clients did instead of one.
    var ended = 0
    /// Those of all whose time came.
    var asked = 0
    var phases: [ScenarioTally]
    var senders: [ScenarioTally]
    var targets: [ScenarioTally]
    private(set) var start: NIODeadline
    private var hasBegun = false
    /// When the last transaction that is in the sums was over, in the schedule.
    var finishedAt: NIODeadline
    /// When each phase began and ended, in seconds from the start by the schedule; of those that were played.
    private(set) var times: [(start: Double, end: Double)] = []
    /// The phase that is played, and when it began, in the schedule.
    private var current: (place: Int, begin: NIODeadline)
    /// Transactions of those who are in the sums that were due, and were not begun.
    private(set) var notSent = 0

    private(set) var isStopped = false
    /// The last phase is over.
    private(set) var isOver = false
    private(set) var drainEnd = NIODeadline.distantFuture
    var closed: ClosedPhase?
    /// By the places of closed phases.
    var users: [Int: ClosedPhase.Users] = [:]

    // A hand on it.
    var wish = LoadControl.Wish()
    var standstill = Standstill()
    var sleeping: [Int: LoopSleep] = [:]
    var sleeps = 0

    init(
        _ scenario: Scenario, _ configurations: [(encrypted: SMTPConfiguration, clear: SMTPConfiguration)], worker: Int,
        threads: Int, contents: ScenarioContents, on loop: any EventLoop, connector: @escaping LoadConnector,
        sent: (@Sendable (SentTransaction) async -> Void)?
    ) {
        self.scenario = scenario
        self.configurations = configurations
        encryptions = configurations.map { AnyCertificateEncryption($0.encrypted) }
        self.worker = worker
        self.threads = threads
        self.contents = contents
        self.loop = loop
        self.connector = connector
        self.sent = sent
        executor = EventLoopExecutor(loop)
        (start, finishedAt) = (loop.now, loop.now)
        current = (0, loop.now)
        phases = scenario.phases.map { _ in ScenarioTally() }
        senders = scenario.senders.map { _ in ScenarioTally() }
        targets = scenario.targets.map { _ in ScenarioTally() }
        failures = scenario.targets.map { _ in 0 }
    }

    /// Plays all phases, one after the other. Connections stay open: ``quit()``.
    ///
    /// - Parameter line: is waited for before the first one, so that all workers begin together, and behind a closed one.
    /// - Throws: `SMTPFailure` when none of the servers can be reached.
    func run(line: StartLine) async throws {
        if worker == 0 {
            do { try await findServers() } catch {
                await line.leave()
                throw error
            }
        }
        start = await line.wait()
        hasBegun = true
        standstill.restart(at: start)
        finishedAt = start
        var watch: Scheduled<Void>?
        await withDiscardingTaskGroup { group in
            var begin = start
            for place in scenario.phases.indices where !isStopped {
                let phase = scenario.phases[place]
                current = (place, begin)
                limit = max(1, share(of: phase))
                var end = begin + .nanoseconds(phase.duration.nanoseconds)
                // They are to show a server that has nothing else to do.
                if phase.kind == .closed || phase.kind == .pause { dropDue() }
                if phase.kind == .closed {
                    await playClosed(place, until: end, &group)
                    // It is over when it has sent all that it was to send, or when the last reply has come, for all.
                    end = isStopped ? now : await line.wait(from: now)
                } else {
                    await playOpen(place, from: begin, &group)
                    await rest(until: end)
                    if isStopped { end = min(end, now) }
                }
                times.append((seconds(begin), seconds(end)))
                begin = end
            }
            await line.leave()
            isOver = true
            if !isStopped { drainEnd = loop.now + Self.drain }
            watch = loop.scheduleTask(in: Self.drain) { [executor] in
                Task(executorPreference: executor) { await self.breakOffSlow() }
            }
        }
        watch?.cancel()
        dropDue()
        statistics.isAway = lanes.allSatisfy { $0.open == 0 } && failures.contains { $0 > 0 }
        // A schedule has its time also where nothing is due at its end; a closed phase ends with its last transaction.
        let lastOpen = times.indices.last { scenario.phases[$0].kind != .closed }
        let scheduled = lastOpen.map { times[$0].end } ?? 0
        statistics.span = .seconds(max(seconds(finishedAt), isStopped ? 0 : scheduled))
    }

    /// By the schedule, which stands still in a pause.
    var now: NIODeadline { standstill.planned(at: loop.now) }

    /// - Parameter time: in the schedule.
    private func seconds(_ time: NIODeadline) -> Double { Double((time - start).nanoseconds) / 1e9 }

    /// It was due, and is not begun.
    func drop(_ job: ScenarioJob) {
        phases[job.phase].notSent += 1
        senders[job.sender].notSent += 1
        targets[job.target].notSent += 1
        if isCounted(job) { notSent += 1 }
    }

    /// What waits for a connection is not begun any more.
    private func dropDue() {
        for lane in lanes.indices {
            while let (job, _) = lanes[lane].due.popFirst() { drop(job) }
        }
    }

    /// Whether it is in the sums: of a phase that counts, and of somebody who is neither bad nor slow on purpose.
    func isCounted(_ job: ScenarioJob) -> Bool {
        scenario.phases[job.phase].isMeasured && scenario.senders[job.sender].isOrdinary
    }

    /// Whether the phase that is played counts.
    var isCounting: Bool { scenario.phases[current.place].isMeasured }

    func lane(of sender: Int) -> Int { scenario.senders[sender].isOrdinary ? 0 : 1 }

    // MARK: - Its share

    /// Where a phase has fewer connections than there are event loops, the first ones alone have transactions.
    private func sharers(of phase: ScenarioPhase) -> Int { max(1, min(threads, phase.connections)) }

    /// Connections. The first ones take what cannot be divided.
    func share(of phase: ScenarioPhase) -> Int {
        phase.connections / threads + (worker < phase.connections % threads ? 1 : 0)
    }

    /// Every event loop has every n-th.
    func isOwn(_ job: ScenarioJob) -> Bool { job.number % sharers(of: scenario.phases[job.phase]) == worker }

    /// Of the run.
    func second(of time: NIODeadline) -> Int {
        hasBegun ? Int(max(0, (time - start).nanoseconds) / 1_000_000_000) : 0
    }

    // MARK: - From outside

    func stop() {
        isStopped = true
        drainEnd = loop.now
        // Whoever ends it in a pause has measured up to the pause.
        standstill.end(at: drainEnd)
        breakOffSlow()
        wake()
    }

    func follow(_ control: LoadControl) {
        guard let pause = takeHand(control) else { return }
        if drainEnd < .distantFuture { drainEnd = drainEnd + pause }
        wake()
    }

    /// Those who are slow on purpose are not waited for.
    private func breakOffSlow() {
        isBreakingOff = true
        for connection in slow.values { Task(executorPreference: executor) { await connection.abandon() } }
        for attempt in attempts.values { attempt.breakOff() }
        wake()
    }

    var progress: LoadProgress {
        var progress = LoadProgress()
        progress.take(statistics)
        (progress.transactions, progress.asked) = (ended, asked)
        progress.hasBegun = hasBegun
        progress.overdue = lanes.reduce(0) { $0 + $1.due.count }
        progress.open = lanes.reduce(0) { $0 + $1.open }
        let paused = hasBegun ? standstill.sum(at: loop.now) : .zero
        progress.paused = Double(paused.nanoseconds) / 1e9
        let phase = scenario.phases[current.place]
        let passed = Double((now - current.begin).nanoseconds) / 1e9
        progress.phase = .init(number: current.place + 1, count: scenario.phases.count, name: phase.name)
        progress.rate = isOver ? nil : phase.rate(at: passed).map { $0 * (phase.hasRate ? wish.factor : 1) }
        let rest = scenario.phases[(current.place + 1)...]
        // How long one takes that ends by its count is not known.
        if ([phase] + rest).allSatisfy({ $0.kind != .closed || $0.transactions == nil }) {
            let own = max(0, phase.duration / .seconds(1) - passed)
            progress.left = rest.reduce(isOver ? 0 : own) { $0 + $1.duration / .seconds(1) }
        }
        return progress
    }

    /// Until a time of the schedule; whoever ends the run does not wait for it.
    func rest(until planned: NIODeadline) async {
        var burst = 0
        await wait(for: planned, &burst)
    }

    /// Until a time of the clock, whatever is woken meanwhile.
    func hold(until time: NIODeadline) async {
        while time > loop.now, !isStopped { await sleep(until: time) }
    }
}
