import FanmailBasics
import NIOCore
import NIOPosix

/// What every run is, whatever its workers send: they begin together, follow one hand, are looked at meanwhile, and end
/// together.
struct LoadRun<Worker: LoadActor>: Sendable {
    let workers: [Worker]
    let stop: LoadStop
    let control: LoadControl
    let mark = LoadMark()

    /// - Parameters:
    ///   - moment: before it nobody begins.
    ///   - begin: called once, when all begin.
    ///   - thresholds: which end the run when they are lost.
    ///   - watch: called four times a second with how far it is, and when all is done.
    ///   - work: a worker's own part, with its place among them; it waits at the line until all are there.
    func perform(
        at moment: Timestamp?, begin: @escaping @Sendable () -> Void = {}, endingBy thresholds: [Threshold] = [],
        watch: (@Sendable (LoadProgress) -> Void)?,
        _ work: @escaping @Sendable (Worker, Int, StartLine) async throws -> Void
    ) async throws {
        let line = StartLine(
            count: workers.count, notBefore: moment,
            begin: { [mark] in
                mark.set()
                begin()
            })
        stop.whenAsked { [workers] in for worker in workers { Task { await worker.stop() } } }
        defer { stop.forget() }
        control.whenChanged(clock: { [mark] in mark.elapsed.wall }) { [workers, control] in
            for worker in workers { Task { await worker.follow(control) } }
        }
        defer { control.forget() }
        // What is wanted already holds from the first transaction on.
        for worker in workers { await worker.follow(control) }
        let watching =
            watch == nil && thresholds.isEmpty ? nil : Task { await self.watch(thresholds, watch) }
        do {
            try await all(line, work)
        } catch {
            watching?.cancel()
            await watching?.value
            throw error
        }
        mark.stop()
        watching?.cancel()
        await watching?.value
        // The end of it too.
        if let watch { watch(await progress) }
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask(executorPreference: worker.executor) { await worker.quit() } }
        }
    }

    private func all(
        _ line: StartLine, _ work: @escaping @Sendable (Worker, Int, StartLine) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (place, worker) in workers.enumerated() {
                // Also what belongs to no actor runs there: between replies no other thread has to wake.
                tasks.addTask(executorPreference: worker.executor) { try await work(worker, place, line) }
            }
            var failure: (any Error)?
            while let result = await tasks.nextResult() {
                guard case .failure(let error) = result else { continue }
                failure = failure ?? error
                // The others would go on to the end of a run that has no report.
                for worker in workers { await worker.stop() }
            }
            if let failure { throw failure }
        }
    }

    private func watch(_ thresholds: [Threshold], _ show: (@Sendable (LoadProgress) -> Void)?) async {
        var isLost = false
        while (try? await Task.sleep(for: .milliseconds(250))) != nil {
            let sum = await progress
            guard sum.hasBegun, !Task.isCancelled else { continue }
            show?(sum)
            if !isLost, thresholds.contains(where: { $0.isLost(sum) }) {
                isLost = true
                for worker in workers { await worker.stop() }
            }
        }
    }

    /// Of all workers.
    private var progress: LoadProgress {
        get async {
            var sum = LoadProgress()
            for worker in workers { sum.add(await worker.progress) }
            let elapsed = mark.elapsed
            (sum.seconds, sum.cpuSeconds, sum.threads) = (elapsed.wall, elapsed.cpu, workers.count)
            return sum
        }
    }

    /// What the workers have measured.
    var statistics: LoadStatistics {
        get async {
            var sum = LoadStatistics()
            for worker in workers { sum.add(await worker.statistics) }
            return sum
        }
    }

    /// Asked for, or because a threshold is lost.
    var isInterrupted: Bool {
        get async {
            for worker in workers where await worker.isStopped { return true }
            return stop.isAsked
        }
    }
}

/// So many event loops, for as long as something is done with them.
func withEventLoops<Value: Sendable>(
    _ count: Int, _ body: ([any EventLoop]) async throws -> Value
) async throws -> Value {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: count)
    let result: Result<Value, any Error>
    do { result = .success(try await body(Array(group.makeIterator()))) } catch { result = .failure(error) }
    try? await group.shutdownGracefully()
    return try result.get()
}
