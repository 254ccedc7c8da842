import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

/// One event loop's share of a scenario. Lives on that loop: sending does not leave it.
actor ScenarioWorker {
    /// What is due when the last phase is over is still begun for so long.
    static let drain = TimeAmount.seconds(10)

    nonisolated let executor: EventLoopExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    let loop: any EventLoop
    let scenario: Scenario
    let worker: Int
    let threads: Int
    let contents: ScenarioContents
    /// Of each sender: over encrypted connections, and over others.
    let configurations: [(encrypted: SMTPConfiguration, clear: SMTPConfiguration)]
    /// Of ordinary senders, and of the others.
    var lanes = [ScenarioLane(), ScenarioLane()]
    /// The most connections of a lane; of the current phase.
    private(set) var limit = 0
    /// Of each target, without a success between them.
    var failures: [Int]
    /// On which somebody slow is sending.
    var slow: [ObjectIdentifier: SMTPConnection] = [:]
    /// By which somebody slow is just connecting.
    var attempts: [ObjectIdentifier: SlowAttempt] = [:]
    /// Nobody slow is waited for any more.
    private(set) var isBreakingOff = false

    /// Of good senders that are not slow, in phases that count.
    var statistics = LoadStatistics()
    var phases: [ScenarioTally]
    var senders: [ScenarioTally]
    var targets: [ScenarioTally]
    private(set) var start = NIODeadline.now()
    private var hasBegun = false
    /// When the last transaction that is in the sums was over.
    var finishedAt = NIODeadline.now()
    /// When each phase began and ended, in seconds from the start; of those that were played.
    private(set) var times: [(start: Double, end: Double)] = []
    /// Transactions of those who are in the sums that were due, and were not begun.
    private(set) var notSent = 0

    private(set) var isStopped = false
    /// The last phase is over.
    private(set) var isOver = false
    private(set) var drainEnd = NIODeadline.distantFuture
    /// Of a closed phase: what its connections take from, and the last number of all.
    var closed: (draws: ScenarioDraws, last: Int)?

    init(
        _ scenario: Scenario, _ configurations: [(encrypted: SMTPConfiguration, clear: SMTPConfiguration)], worker: Int,
        threads: Int, contents: ScenarioContents, on loop: any EventLoop
    ) {
        self.scenario = scenario
        self.configurations = configurations
        self.worker = worker
        self.threads = threads
        self.contents = contents
        self.loop = loop
        executor = EventLoopExecutor(loop)
        phases = scenario.phases.map { _ in ScenarioTally() }
        senders = scenario.senders.map { _ in ScenarioTally() }
        targets = scenario.targets.map { _ in ScenarioTally() }
        failures = scenario.targets.map { _ in 0 }
    }

    /// Plays all phases, one after the other. Connections stay open: ``quitAll()``.
    ///
    /// - Throws: `SMTPFailure` when none of the servers can be reached.
    func run(ready: StartLine) async throws {
        if worker == 0 {
            do { try await findServers() } catch {
                await ready.withdraw()
                throw error
            }
        }
        start = await ready.wait()
        hasBegun = true
        finishedAt = start
        var watch: Scheduled<Void>?
        await withDiscardingTaskGroup { group in
            var begin = start
            for index in scenario.phases.indices where !isStopped {
                let phase = scenario.phases[index]
                limit = max(1, share(of: phase))
                var end = begin + .nanoseconds(phase.duration.nanoseconds)
                if phase.kind == .closed {
                    await playClosed(index, until: end)
                } else {
                    await playOpen(index, from: begin, &group)
                    await sleep(until: end)
                }
                // A closed one is over when it has sent all that it was to send, or when the last reply has come.
                if phase.kind == .closed { end = .now() } else if isStopped { end = min(end, .now()) }
                times.append((seconds(begin), seconds(end)))
                begin = end
            }
            isOver = true
            if !isStopped { drainEnd = .now() + Self.drain }
            watch = loop.scheduleTask(in: Self.drain) { Task { await self.breakOffSlow() } }
        }
        watch?.cancel()
        for lane in lanes.indices {
            while let (job, _) = lanes[lane].due.popFirst() { drop(job) }
        }
        statistics.isAway = lanes.allSatisfy { $0.open == 0 } && failures.contains { $0 > 0 }
        // A schedule has its time also where nothing is due at its end; a closed phase ends with its last transaction.
        let lastOpen = times.indices.last { scenario.phases[$0].kind != .closed }
        let scheduled = lastOpen.map { times[$0].end } ?? 0
        statistics.span = .seconds(max(seconds(finishedAt), isStopped ? 0 : scheduled))
    }

    private func seconds(_ time: NIODeadline) -> Double { Double((time - start).nanoseconds) / 1e9 }

    /// It was due, and is not begun.
    func drop(_ job: ScenarioJob) {
        phases[job.phase].notSent += 1
        senders[job.sender].notSent += 1
        targets[job.target].notSent += 1
        if isCounted(job) { notSent += 1 }
    }

    /// Whether it is in the sums: of a phase that counts, and of somebody who is neither bad nor slow on purpose.
    func isCounted(_ job: ScenarioJob) -> Bool {
        scenario.phases[job.phase].isMeasured && scenario.senders[job.sender].isOrdinary
    }

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

    /// Begins nothing more; what waits for its turn is dropped.
    func stop() {
        isStopped = true
        drainEnd = .now()
        breakOffSlow()
    }

    /// Those who are slow on purpose are not waited for.
    private func breakOffSlow() {
        isBreakingOff = true
        for connection in slow.values { Task { await connection.abandon() } }
        for attempt in attempts.values { attempt.breakOff() }
    }

    var progress: LoadProgress {
        var progress = LoadProgress()
        progress.hasBegun = hasBegun
        for tally in senders {
            progress.transactions += tally.transactions
            progress.accepted += tally.accepted
            progress.refused += tally.refused
            progress.deferred += tally.deferred
            progress.unsent += tally.unsent
            progress.unknown += tally.unknown
            progress.connectionFailures += tally.connectionFailures
        }
        progress.overdue = lanes.reduce(0) { $0 + $1.due.count }
        progress.open = lanes.reduce(0) { $0 + $1.open }
        (progress.latency, progress.lateness) = statistics.live
        progress.replies = statistics.codes
        progress.lastBadReply = statistics.lastBadReply.map { "\($0.code) \($0.text)" }
        progress.lastFailure = statistics.lastFailure
        return progress
    }

    /// Whoever ends the run does not wait for a transaction that is due in an hour.
    func sleep(until time: NIODeadline) async {
        while time > .now(), !isStopped {
            let next = min(time, .now() + .milliseconds(250))
            await withCheckedContinuation { waiter in _ = loop.scheduleTask(deadline: next) { waiter.resume() } }
        }
    }
}
