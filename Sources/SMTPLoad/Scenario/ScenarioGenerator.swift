public import FanmailBasics
import NIOCore
import NIOPosix
public import SMTPClient
public import SMTPProtocol

/// Plays a ``Scenario``.
public enum ScenarioGenerator {
    /// - Parameters:
    ///   - configuration: what all connections have in common.
    ///   - logins: who logs in, of each sender that has a user.
    ///   - run: names the run in the ids of its messages.
    ///   - date: of its messages.
    ///   - stop: ends the run before its time.
    ///   - watch: called four times a second with how far it is, until all is done.
    /// - Returns: what was measured; `scenario` has it by phases, senders and targets.
    /// - Throws: `SMTPFailure` when no server can be reached.
    public static func run(
        _ scenario: Scenario, configuration: SMTPConfiguration, logins: [Int: Login] = [:], run: String = "run",
        date: Timestamp = .now, stop: LoadStop = LoadStop(), watch: (@Sendable (LoadProgress) -> Void)? = nil
    ) async throws -> LoadReport {
        let threads = max(1, min(scenario.threads, scenario.connections))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let configurations = scenario.senders.enumerated().map { place, sender in
            (
                encrypted: sender.configuration(configuration, login: logins[place], isEncrypted: true),
                clear: sender.configuration(configuration, login: logins[place], isEncrypted: false)
            )
        }
        let contents = ScenarioContents(scenario, run: run, date: date)
        let workers = Array(group.makeIterator()).prefix(threads).enumerated().map { number, loop in
            ScenarioWorker(
                scenario, configurations, worker: number, threads: threads, contents: contents, on: loop)
        }
        let result: Result<LoadReport, any Error>
        do {
            result = .success(try await play(scenario, workers, configuration, run, stop, watch))
        } catch {
            result = .failure(error)
        }
        try? await group.shutdownGracefully()
        return try result.get()
    }

    private static func play(
        _ scenario: Scenario, _ workers: [ScenarioWorker], _ configuration: SMTPConfiguration, _ run: String,
        _ stop: LoadStop, _ watch: (@Sendable (LoadProgress) -> Void)?
    ) async throws -> LoadReport {
        let mark = LoadMark()
        let line = StartLine(count: workers.count) { mark.set() }
        stop.whenAsked { for worker in workers { Task { await worker.stop() } } }
        defer { stop.forget() }
        let watching = watch.map { watch in Task { await show(scenario, workers, mark, watch) } }
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for worker in workers {
                    tasks.addTask(executorPreference: worker.executor) { try await worker.run(ready: line) }
                }
                // The others do not play on by themselves.
                var failure: (any Error)?
                while let result = await tasks.nextResult() {
                    guard case .failure(let error) = result else { continue }
                    failure = failure ?? error
                    for worker in workers { await worker.stop() }
                }
                if let failure { throw failure }
            }
        } catch {
            watching?.cancel()
            await watching?.value
            throw error
        }
        mark.stop()
        watching?.cancel()
        await watching?.value
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask(executorPreference: worker.executor) { await worker.quitAll() } }
        }
        var report = await report(scenario, workers, configuration, run, mark.elapsed)
        if stop.isAsked { report.isInterrupted = true }
        (report.startedAt, report.machine) = (mark.moment.rfc3339, .here)
        report.settings = [
            .init("phases", "\(scenario.phases.count)"), .init("senders", "\(scenario.senders.count)"),
            .init("connections", "at most \(scenario.connections)"), .init("seed", "\(scenario.seed)"),
        ]
        return report
    }

    private static func show(
        _ scenario: Scenario, _ workers: [ScenarioWorker], _ mark: LoadMark,
        _ watch: @Sendable (LoadProgress) -> Void
    ) async {
        while (try? await Task.sleep(for: .milliseconds(250))) != nil {
            var sum = LoadProgress()
            for worker in workers { sum.add(await worker.progress) }
            guard sum.hasBegun, !Task.isCancelled else { continue }
            let elapsed = mark.elapsed
            (sum.seconds, sum.cpuSeconds, sum.threads) = (elapsed.wall, elapsed.cpu, workers.count)
            sum.left = max(0, scenario.duration / .seconds(1) - elapsed.wall)
            watch(sum)
        }
    }
}
