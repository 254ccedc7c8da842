public import FanmailBasics
import NIOCore
public import SMTPClient
public import SMTPProtocol

/// Plays a ``Scenario``.
public enum ScenarioGenerator {
    /// - Parameters:
    ///   - configuration: what all connections have in common.
    ///   - logins: who logs in, of each sender that has a user.
    ///   - run: names the run in the ids of its messages.
    ///   - date: of its messages.
    ///   - sent: called for each transaction, on an event loop, which it must not block; the connection goes on when it
    ///     returns. What bad clients do is none.
    ///   - stop: ends the run before its time.
    ///   - control: pauses it, and changes the rate of phases that have one, while it goes on.
    ///   - moment: when the first phase begins.
    ///   - watch: called four times a second with how far it is, until all is done.
    /// - Returns: what was measured; `scenario` has it by phases, senders and targets.
    /// - Throws: `SMTPFailure` when no server can be reached.
    public static func run(
        _ scenario: Scenario, configuration: SMTPConfiguration, logins: [Int: Login] = [:], run: String = "run",
        date: Timestamp = .now, sent: (@Sendable (SentTransaction) async -> Void)? = nil, stop: LoadStop = LoadStop(),
        control: LoadControl = LoadControl(), at moment: Timestamp? = nil,
        watch: (@Sendable (LoadProgress) -> Void)? = nil
    ) async throws -> LoadReport {
        let threads = max(1, min(scenario.threads, scenario.connections))
        return try await withEventLoops(threads) { loops in
            let workers = loops.enumerated().map { place, loop in
                worker(
                    scenario, configuration, logins, run: run, date: date, place: place, threads: threads, on: loop,
                    connector: LoadGenerator.connect, sent: sent)
            }
            let all = LoadRun(workers: workers, stop: stop, control: control)
            try await all.perform(at: moment, watch: watch) { worker, _, line in try await worker.run(line: line) }
            var report = await report(
                scenario, workers, configuration, run, all.mark.elapsed, isByHand: control.changes != nil)
            if stop.isAsked { report.isInterrupted = true }
            (report.startedAt, report.machine) = (all.mark.moment.rfc3339, .here)
            report.changes = control.changes
            report.settings = [
                .init("phases", "\(scenario.phases.count)"), .init("senders", "\(scenario.senders.count)"),
                .init("connections", "at most \(scenario.connections)"), .init("seed", "\(scenario.seed)"),
            ]
            return report
        }
    }

    static func worker(
        _ scenario: Scenario, _ configuration: SMTPConfiguration, _ logins: [Int: Login] = [:], run: String = "run",
        date: Timestamp, place: Int = 0, threads: Int = 1, on loop: any EventLoop, connector: @escaping LoadConnector,
        sent: (@Sendable (SentTransaction) async -> Void)? = nil
    ) -> ScenarioWorker {
        let configurations = scenario.senders.enumerated().map { place, sender in
            (
                encrypted: sender.configuration(configuration, login: logins[place], isEncrypted: true),
                clear: sender.configuration(configuration, login: logins[place], isEncrypted: false)
            )
        }
        return ScenarioWorker(
            scenario, configurations, worker: place, threads: threads,
            contents: ScenarioContents(scenario, run: run, date: date), on: loop, connector: connector, sent: sent)
    }
}
