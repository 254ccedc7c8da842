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
    private let worker: Int
    private let threads: Int
    private let contents: ScenarioContents
    /// Of each sender: over encrypted connections, and over others.
    let configurations: [(encrypted: SMTPConfiguration, clear: SMTPConfiguration)]
    var idle = IdleConnections()
    /// Connections, with those that are just opened or closed.
    var open = 0
    /// At most; of the current phase.
    private(set) var limit = 0
    /// Of each target, without a success between them.
    var failures: [Int]
    /// On which somebody slow is sending.
    var slow: [ObjectIdentifier: SMTPConnection] = [:]
    /// Nobody slow is waited for any more.
    private(set) var isBreakingOff = false

    /// Of good senders that are not slow, in phases that count.
    var statistics = LoadStatistics()
    var phases: [ScenarioTally]
    var senders: [ScenarioTally]
    var targets: [ScenarioTally]
    private var start = NIODeadline.now()
    private var hasBegun = false
    /// When the last transaction that is in the sums was over.
    private var finishedAt = NIODeadline.now()
    /// When each phase began and ended, in seconds from the start; of those that were played.
    private(set) var times: [(start: Double, end: Double)] = []
    /// Transactions of those who are in the sums that were due, and were not begun.
    private(set) var notSent = 0

    private var due: [(job: ScenarioJob, intended: NIODeadline)] = []
    private var dueFirst = 0
    private var active = 0
    private(set) var isStopped = false
    private var drainEnd = NIODeadline.distantFuture
    private var closedDraws: ScenarioDraws?
    private var closedBegun = 0

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
                limit = max(1, share(phase.connections))
                var end = begin + .nanoseconds(phase.duration.nanoseconds)
                if phase.kind == .closed {
                    await playClosed(index, until: end)
                } else {
                    await playOpen(index, from: begin, &group)
                    await sleep(until: end)
                }
                // A closed one that has sent all that it was to send is over.
                if phase.kind == .closed || isStopped { end = min(end, .now()) }
                times.append((seconds(begin), seconds(end)))
                begin = end
            }
            drainEnd = .now() + Self.drain
            watch = loop.scheduleTask(in: Self.drain) { Task { await self.breakOffSlow() } }
        }
        watch?.cancel()
        for (job, _) in due[dueFirst...] {
            phases[job.phase].notSent += 1
            senders[job.sender].notSent += 1
            targets[job.target].notSent += 1
            if isCounted(job) { notSent += 1 }
        }
        due.removeAll()
        dueFirst = 0
        statistics.isAway = open == 0 && failures.contains { $0 > 0 }
        // A schedule has its time also where nothing is due at its end; a closed phase ends with its last transaction.
        let lastOpen = times.indices.last { scenario.phases[$0].kind != .closed }
        let scheduled = lastOpen.map { times[$0].end } ?? 0
        statistics.span = .seconds(max(seconds(finishedAt), isStopped ? 0 : scheduled))
    }

    private func seconds(_ time: NIODeadline) -> Double { Double((time - start).nanoseconds) / 1e9 }

    /// Whether it is in the sums: of a phase that counts, and of somebody who is neither bad nor slow on purpose.
    private func isCounted(_ job: ScenarioJob) -> Bool {
        let sender = scenario.senders[job.sender]
        return scenario.phases[job.phase].isMeasured && !sender.isBad && !sender.isSlow
    }

    /// The first ones take what cannot be divided.
    private func share(_ count: Int) -> Int { count / threads + (worker < count % threads ? 1 : 0) }

    private func playOpen(_ index: Int, from begin: NIODeadline, _ group: inout DiscardingTaskGroup) async {
        let phase = scenario.phases[index]
        guard var arrivals = phase.arrivals(seed: ScenarioDraws.seed(scenario.seed, index) &+ 3) else { return }
        var draws = ScenarioDraws(scenario, phase: index)
        var number = 0
        while !isStopped, number < phase.transactions ?? .max, let seconds = arrivals.next(number) {
            let job = draws.next()
            number += 1
            // Each event loop has every n-th.
            guard job.number % threads == worker else { continue }
            let intended = begin + .nanoseconds(Int64(seconds * 1e9))
            await sleep(until: intended)
            guard !isStopped else { return }
            guard active < limit else {
                if isCounted(job) { statistics.waited += 1 }
                due.append((job, intended))
                continue
            }
            statistics.note(lag: Self.microseconds(intended, .now()))
            active += 1
            group.addTask(executorPreference: executor) { await self.work(job, intended) }
        }
    }

    /// One transaction, and what is due then.
    private func work(_ job: ScenarioJob, _ intended: NIODeadline) async {
        await perform(job, intended, active <= limit / 2 ? .calm : .neither)
        while let (job, intended) = nextDue() { await perform(job, intended, .busy) }
        active -= 1
    }

    private func nextDue() -> (job: ScenarioJob, intended: NIODeadline)? {
        guard dueFirst < due.count, active <= limit, !isStopped, NIODeadline.now() < drainEnd else { return nil }
        let next = due[dueFirst]
        dueFirst += 1
        if dueFirst > 1024, dueFirst * 2 > due.count {
            due.removeFirst(dueFirst)
            dueFirst = 0
        }
        return next
    }

    private func playClosed(_ index: Int, until end: NIODeadline) async {
        closedDraws = ScenarioDraws(scenario, phase: index)
        closedBegun = 0
        await withDiscardingTaskGroup { users in
            for _ in 0..<share(scenario.phases[index].connections) {
                users.addTask(executorPreference: executor) { await self.use(until: end) }
            }
        }
    }

    /// Sends as soon as it is answered.
    private func use(until end: NIODeadline) async {
        while let job = nextClosed(until: end) {
            // What an earlier phase has begun may still be under way.
            while active >= limit, !isStopped { await sleep(until: .now() + .milliseconds(5)) }
            active += 1
            await perform(job, .now(), .busy)
            active -= 1
        }
    }

    private func nextClosed(until end: NIODeadline) -> ScenarioJob? {
        while !isStopped, NIODeadline.now() < end, let job = closedDraws?.next(),
            job.number < scenario.phases[job.phase].transactions ?? .max
        {
            if job.number % threads == worker { return job }
        }
        return nil
    }

    // MARK: - One transaction

    private func perform(_ job: ScenarioJob, _ intended: NIODeadline, _ load: LoadStatistics.Load) async {
        let begun = NIODeadline.now()
        let sender = scenario.senders[job.sender]
        guard let transaction = try? contents.transaction(job) else { return }
        if let fault = job.fault {
            let answer = await BadClient.act(
                fault, at: scenario.targets[job.target].relay,
                as: configurations[job.sender].clear.hostname ?? "bench.example", transaction, seed: job.seed, on: loop)
            phases[job.phase].note(fault, answer)
            senders[job.sender].note(fault, answer)
            targets[job.target].note(fault, answer)
        } else {
            let result = await send(transaction, of: job)
            note(result, transaction, job, intended)
            if isCounted(job) {
                statistics.note(service: Self.microseconds(begun, .now()), load)
                finishedAt = .now()
            }
        }
        guard let think = sender.think, !isStopped else { return }
        var draws = SeededDraws(seed: job.seed &+ 1)
        await sleep(until: .now() + .nanoseconds(think.value(draws.fraction()).nanoseconds))
    }

    private func note(
        _ result: TransactionResult, _ transaction: MailTransaction, _ job: ScenarioJob, _ intended: NIODeadline
    ) {
        let time = Self.microseconds(intended, .now())
        let (count, octets) = (transaction.recipients.count, transaction.content.size)
        phases[job.phase].note(result, recipients: count, octets: octets, time: time)
        senders[job.sender].note(result, recipients: count, octets: octets, time: time)
        targets[job.target].note(result, recipients: count, octets: octets, time: time)
        // The latencies of those who are slow on purpose say nothing of the server.
        guard isCounted(job) else { return }
        statistics.transactions += 1
        statistics.note(
            result, recipients: count, time: time, begun: second(of: intended), ended: second(of: .now()))
    }

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
        progress.overdue = due.count - dueFirst
        progress.open = open
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

    static func microseconds(_ since: NIODeadline, _ until: NIODeadline) -> UInt64 {
        UInt64(max(0, (until - since).nanoseconds / 1000))
    }
}
