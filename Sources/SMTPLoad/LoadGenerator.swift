public import FanmailBasics
import Histogram
import NIOCore
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
        plan.threads = max(1, min(plan.threads, plan.connections))
        let clock =
            measuresCommands || plan.thresholds.contains { $0.needsCommands }
            ? CommandClock(next: plan.configuration.transcript) : nil
        if let clock { plan.configuration.transcript = clock }
        return try await withEventLoops(plan.threads) { [plan] loops in
            let reach = LoadReach()
            let workers = try loops.enumerated().map { place, loop in
                try LoadWorker(
                    plan, worker: place, sender: sender, limit: share(of: plan.transactions, plan, place), on: loop,
                    reach: reach, connector: connect, sent: sent)
            }
            let run = LoadRun(workers: workers, stop: stop, control: control)
            try await run.perform(
                at: moment, begin: { clock?.begin(leavingOut: plan.warmUp) },
                endingBy: plan.endsWhenLost ? plan.thresholds : [], watch: watch
            ) { worker, place, line in
                try await worker.run(
                    connections: share(of: plan.connections, plan, place), arrivals: arrivals(plan), ready: line)
            }
            return await report(plan, run, clock)
        }
    }

    /// Of what is for all workers. The first ones take what cannot be divided.
    private static func share(of count: Int, _ plan: LoadPlan, _ place: Int) -> Int {
        count == .max ? .max : count / plan.threads + (place < count % plan.threads ? 1 : 0)
    }

    private static func report(
        _ plan: LoadPlan, _ run: LoadRun<LoadWorker>, _ clock: CommandClock?
    ) async -> LoadReport {
        var report = report(plan, plan.threads, await run.statistics, clock, run.mark.elapsed)
        report.startedAt = run.mark.moment.rfc3339
        report.machine = .here
        report.settings = plan.settings
        report.changes = run.control.changes
        // By hand it is no longer what was planned.
        if report.changes != nil, let planned = report.planned { report.targetRate = Double(planned) / report.seconds }
        if await run.isInterrupted { report.isInterrupted = true }
        if !plan.thresholds.isEmpty { report.thresholds = plan.thresholds.map { $0.verdict(on: report) } }
        return report
    }

    static let connect: LoadConnector = { relay, configuration, loop async throws(SMTPFailure) in
        try await SMTPConnection.connect(to: relay, configuration: configuration, on: loop)
    }

    /// Of all workers; nil for a closed loop.
    private static func arrivals(_ plan: LoadPlan) -> Arrivals? {
        guard case .open(let steps, let isPoisson) = plan.pace else { return nil }
        return Arrivals(steps, isPoisson: isPoisson, seed: plan.seed)
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
        // A server without PIPELINING, say, has fewer than were asked for.
        let inFlight = statistics.lanes > 0 ? statistics.lanes : plan.inFlight
        let limit = LoadLimit(
            statistics, isOpen: !isClosed, connections: plan.connections, inFlight: inFlight, cpuShare: share,
            lateness: lag.p99)
        let outcomes = statistics.outcomes
        return LoadReport(
            target: plan.relay.description, loop: isClosed ? "closed" : "open", run: plan.run, seconds: seconds,
            warmUp: warmUp > 0 ? warmUp : nil, targetRate: targetRate, transactions: statistics.measured,
            planned: isClosed ? nil : statistics.planned,
            notSent: isClosed ? nil : max(0, statistics.planned - statistics.measured),
            accepted: outcomes.accepted, refused: outcomes.refused, deferred: outcomes.deferred,
            unsent: outcomes.unsent, unknown: outcomes.unknown,
            transactionsPerSecond: Double(statistics.measured) / seconds,
            recipientsPerSecond: Double(outcomes.accepted) / seconds, connections: statistics.connections,
            connectionFailures: statistics.connectionFailures, lastFailure: statistics.lastFailure,
            inFlight: inFlight, limit: limit, connect: .init(statistics.connect),
            transaction: .init(statistics.transaction), commands: commands, replies: statistics.codes,
            series: statistics.series.seconds,
            generator: .init(
                threads: threads, cpuSeconds: elapsed.cpu, cpuShare: share, sendError: lag,
                wasTheLimit: share > 0.9 || lag.p99 > 5))
    }
}
