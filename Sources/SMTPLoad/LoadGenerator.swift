public import FanmailBasics
import Histogram
import NIOCore
import NIOPosix
import SMTPClient
import SMTPCore

/// Runs a ``LoadPlan``.
public enum LoadGenerator {
    /// - Parameters:
    ///   - measuresCommands: also by command; that costs CPU time.
    ///   - sent: called for each transaction, on an event loop, which it must not block; the connection goes on when it
    ///     returns.
    ///   - stop: ends the run before its time.
    ///   - control: pauses it, and changes its rate, while it goes on.
    ///   - moment: when the first transactions begin, where all connections are open by then.
    ///   - watch: called four times a second with how far it is, until all is done.
    /// - Returns: what was measured.
    /// - Throws: `SMTPFailure` when the server cannot be reached; `MailboxSyntaxError` for the plan's sender;
    ///   `ContentFailure` for a message of the plan, which ``LoadMail/check()`` finds before.
    public static func run(
        _ plan: LoadPlan, measuresCommands: Bool = false, sent: (@Sendable (SentTransaction) async -> Void)? = nil,
        stop: LoadStop = LoadStop(), control: LoadControl = LoadControl(), at moment: Timestamp? = nil,
        watch: (@Sendable (LoadProgress) -> Void)? = nil
    ) async throws -> LoadReport {
        let sender = plan.mail.sender.isEmpty ? ReversePath.null : .mailbox(try Mailbox(parsing: plan.mail.sender))
        var plan = plan
        let clock = measuresCommands || plan.thresholds.contains { $0.needsCommands } ? CommandClock() : nil
        if let clock {
            plan.configuration.transcript = clock
            clock.begin()
        }
        let threads = max(1, min(plan.threads, plan.connections))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        do {
            let report = try await run(
                plan, threads, sender, group, clock, sent, stop, control, moment, watch)
            try? await group.shutdownGracefully()
            return report
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private static func run(
        _ plan: LoadPlan, _ threads: Int, _ sender: ReversePath, _ group: MultiThreadedEventLoopGroup,
        _ clock: CommandClock?, _ sent: (@Sendable (SentTransaction) async -> Void)?, _ stop: LoadStop,
        _ control: LoadControl, _ moment: Timestamp?, _ watch: (@Sendable (LoadProgress) -> Void)?
    ) async throws -> LoadReport {
        let mark = LoadMark()
        let line = StartLine(count: threads, notBefore: moment) { mark.set() }
        let reach = LoadReach()
        let loops = Array(group.makeIterator()).prefix(threads)
        let workers = try loops.enumerated().map { number, loop in
            // The first ones take what cannot be divided.
            let limit = plan.transactions / threads + (number < plan.transactions % threads ? 1 : 0)
            return try LoadWorker(
                plan, worker: number, sender: sender, limit: plan.transactions == .max ? .max : limit, on: loop,
                reach: reach, connector: connect, sent: sent)
        }
        stop.whenAsked { for worker in workers { Task { await worker.stop() } } }
        defer { stop.forget() }
        control.whenChanged(clock: { mark.elapsed.wall }) {
            for worker in workers { Task { await worker.follow(control) } }
        }
        defer { control.forget() }
        // What is wanted already holds from the first transaction on.
        for worker in workers { await worker.follow(control) }
        let lost = plan.endsWhenLost ? plan.thresholds : []
        let look = LoadLook(workers: workers, mark: mark, plan: plan, threads: threads, control: control)
        let watching =
            watch == nil && lost.isEmpty ? nil : Task { await Self.watch(look, lost, watch) }
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for (number, worker) in workers.enumerated() {
                    let count = plan.connections / threads + (number < plan.connections % threads ? 1 : 0)
                    let arrivals = arrivals(plan, threads, number)
                    // Also what belongs to no actor runs there: between replies no other thread has to wake.
                    tasks.addTask(executorPreference: worker.executor) {
                        do {
                            try await worker.run(connections: count, arrivals: arrivals, ready: line)
                        } catch {
                            // The others would go on to the end of a run that has no report.
                            for worker in workers { await worker.stop() }
                            throw error
                        }
                    }
                }
                try await tasks.waitForAll()
            }
        } catch {
            watching?.cancel()
            await watching?.value
            throw error
        }
        mark.stop()
        watching?.cancel()
        await watching?.value
        // The end of it too.
        if let watch { watch(await look.progress) }
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask(executorPreference: worker.executor) { await worker.quit() } }
        }
        var statistics = LoadStatistics()
        for worker in workers { statistics.add(await worker.statistics) }
        var report = report(plan, threads, statistics, clock, mark.elapsed)
        report.startedAt = mark.moment.rfc3339
        report.machine = .here
        report.settings = plan.settings
        report.changes = control.changes
        // By hand it is no longer what was planned.
        if report.changes != nil, let planned = report.planned { report.targetRate = Double(planned) / report.seconds }
        for worker in workers {
            // Asked for, or because a threshold is lost.
            let isStopped = await worker.isStopped
            if isStopped || stop.isAsked { report.isInterrupted = true }
        }
        if !plan.thresholds.isEmpty { report.thresholds = plan.thresholds.map { $0.verdict(on: report) } }
        return report
    }

    private static let connect: LoadConnector = { relay, configuration, loop async throws(SMTPFailure) in
        try await SMTPConnection.connect(to: relay, configuration: configuration, on: loop)
    }

    /// - Parameter thresholds: which end the run when they are lost.
    private static func watch(
        _ look: LoadLook, _ thresholds: [Threshold], _ show: (@Sendable (LoadProgress) -> Void)?
    ) async {
        var isLost = false
        while (try? await Task.sleep(for: .milliseconds(250))) != nil {
            let sum = await look.progress
            guard sum.hasBegun, !Task.isCancelled else { continue }
            show?(sum)
            if !isLost, thresholds.contains(where: { $0.isLost(sum) }) {
                isLost = true
                for worker in look.workers { await worker.stop() }
            }
        }
    }

    /// Each worker has its share of the rate, and its own times.
    private static func arrivals(_ plan: LoadPlan, _ threads: Int, _ number: Int) -> Arrivals? {
        guard case .open(let steps, let isPoisson) = plan.pace else { return nil }
        let share = Double(threads)
        let own = steps.map {
            LoadPlan.Pace.Step(from: $0.from / share, to: $0.to / share, duration: $0.duration)
        }
        return Arrivals(own, isPoisson: isPoisson, seed: plan.seed &+ UInt64(number))
    }

    /// Transactions a second that were asked for on average between two moments of a plan, in seconds from its start.
    static func averageRate(_ steps: [LoadPlan.Pace.Step], from start: Double = 0, within end: Double) -> Double? {
        var (passed, length, sum) = (0.0, 0.0, 0.0)
        for step in steps {
            let whole = step.duration / .seconds(1)
            let (first, last) = (max(0, start - passed), min(whole, end - passed))
            passed += whole
            guard last > first else { continue }
            let slope = (step.to - step.from) / whole
            sum += (step.from + slope * (first + last) / 2) * (last - first)
            length += last - first
        }
        return length > 0 ? sum / length : nil
    }

    static func report(
        _ plan: LoadPlan, _ threads: Int, _ statistics: LoadStatistics, _ clock: CommandClock?,
        _ elapsed: (wall: Double, cpu: Double)
    ) -> LoadReport {
        let (span, warmUp) = ((statistics.span - statistics.paused) / .seconds(1), plan.warmUp / .seconds(1))
        let seconds = max(0.001, span - warmUp)
        var targetRate: Double?
        if case .open(let steps, _) = plan.pace { targetRate = averageRate(steps, from: warmUp, within: span) }
        let share = elapsed.cpu / max(0.001, elapsed.wall) / Double(threads)
        let lag = LoadReport.Latency(statistics.lag)
        let isClosed = plan.pace == .closed
        var commands = clock?.histograms.mapValues { LoadReport.Latency($0) } ?? [:]
        if statistics.handshake.totalCount > 0 { commands["TLS"] = LoadReport.Latency(statistics.handshake) }
        let limit = LoadLimit(
            statistics, isOpen: !isClosed, connections: plan.connections, inFlight: plan.inFlight, cpuShare: share,
            lateness: lag.p99)
        return LoadReport(
            target: plan.relay.description, loop: isClosed ? "closed" : "open", run: plan.run, seconds: seconds,
            targetRate: targetRate, transactions: statistics.measured, planned: isClosed ? nil : statistics.planned,
            notSent: isClosed ? nil : max(0, statistics.planned - statistics.measured), accepted: statistics.accepted,
            refused: statistics.refused, deferred: statistics.deferred, unsent: statistics.unsent,
            unknown: statistics.unknown, transactionsPerSecond: Double(statistics.measured) / seconds,
            recipientsPerSecond: Double(statistics.accepted) / seconds, connections: statistics.connections,
            connectionFailures: statistics.connectionFailures, lastFailure: statistics.lastFailure,
            inFlight: plan.inFlight, limit: limit, connect: .init(statistics.connect),
            transaction: .init(statistics.transaction), commands: commands, replies: statistics.codes,
            series: statistics.series.seconds,
            generator: .init(
                threads: threads, cpuSeconds: elapsed.cpu, cpuShare: share, sendError: lag,
                wasTheLimit: share > 0.9 || lag.p99 > 5))
    }
}
