import FanmailBasics
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import SMTPClient
import SMTPCore
import SMTPProtocol

@testable import SMTPLoad

/// A server of the test's own, without a network, by a clock that is moved by hand: minutes are played in a moment.
final class PlayedServer: Sendable {
    struct Behaviour: Sendable {
        /// How long the n-th transaction takes, from 0 on.
        var service: @Sendable (Int) -> TimeAmount = { _ in .milliseconds(10) }
        /// When it is away, in seconds.
        var away: [Range<Double>] = []
        /// When it answers nobody, in seconds.
        var stalls: [Range<Double>] = []
        /// Connections that it takes at once.
        var limit = Int.max
        /// How long it takes until it has answered EHLO; who is one too many hears that at once.
        var opening = TimeAmount.zero
        /// How long the reply to QUIT takes.
        var quit = TimeAmount.zero
        /// It closes a connection on which nothing happens for so long.
        var patience = TimeAmount.hours(24)
        /// It ends a connection after so many transactions.
        var most = Int.max
        /// Of which transactions it says nothing, until their client waits no longer.
        var silent: Set<Int> = []
        /// Transactions that one of its connections may have under way.
        var lanes = 2
    }

    private struct State {
        var transactions = 0
        var open = 0
        var mostOpen = 0
        var attempts: [NIODeadline] = []
        var quits: [NIODeadline] = []
    }

    private struct Hangs: Error {}

    private let behaviour: Behaviour
    private let state = NIOLockedValueBox(State())

    init(_ behaviour: Behaviour) { self.behaviour = behaviour }

    /// Taken, and how it met connections.
    var transactions: Int { state.withLockedValue { $0.transactions } }
    var attempts: [NIODeadline] { state.withLockedValue { $0.attempts } }
    var quits: [NIODeadline] { state.withLockedValue { $0.quits } }

    private func isAway(at time: NIODeadline) -> Bool {
        let seconds = Double(time.uptimeNanoseconds) / 1e9
        return behaviour.away.contains { $0.contains(seconds) }
    }

    private func stallEnd(at time: NIODeadline) -> NIODeadline? {
        let seconds = Double(time.uptimeNanoseconds) / 1e9
        let stall = behaviour.stalls.first { $0.contains(seconds) }
        return stall.map { .uptimeNanoseconds(UInt64($0.upperBound * 1e9)) }
    }

    private func connect(_ loop: any EventLoop) async throws(SMTPFailure) -> Connection {
        state.withLockedValue { $0.attempts.append(loop.now) }
        guard !isAway(at: loop.now) else { throw SMTPFailure(.refused, "played: Connection refused") }
        let isFull = state.withLockedValue { state in
            guard state.open < behaviour.limit else { return true }
            state.open += 1
            return false
        }
        guard !isFull else { throw SMTPFailure(.reply, "played: 421 4.7.0 too many connections") }
        if behaviour.opening > .zero { await pass(behaviour.opening, on: loop) }
        return Connection(server: self, loop: loop)
    }

    private func pass(_ time: TimeAmount, on loop: any EventLoop) async {
        await withCheckedContinuation { waiter in
            _ = loop.scheduleTask(in: time) { waiter.resume() }
        }
    }

    private final class Connection: LoadConnection {
        var lanes: Int { server.behaviour.lanes }
        let steps: [OpeningStep] = []
        private let server: PlayedServer
        private let loop: any EventLoop
        /// When something happened last.
        private let used: NIOLockedValueBox<NIODeadline>
        private let taken = NIOLockedValueBox(0)

        init(server: PlayedServer, loop: any EventLoop) {
            self.server = server
            self.loop = loop
            used = NIOLockedValueBox(loop.now)
        }

        func send(_ transaction: MailTransaction) async -> TransactionResult {
            let loop = loop
            var lost = TransactionResult(ending: .unsent(SMTPFailure(.closed, "played: closed")))
            lost.connectionIsOver = true
            let idle = loop.now - used.withLockedValue { $0 }
            let place = taken.withLockedValue { taken in
                taken += 1
                return taken
            }
            guard !server.isAway(at: loop.now), idle < server.behaviour.patience, place <= server.behaviour.most else {
                return lost
            }
            let number = server.state.withLockedValue { state in
                state.transactions += 1
                return state.transactions - 1
            }
            guard !server.behaviour.silent.contains(number) else {
                lost.ending = .unsent(SMTPFailure(.timedOut, "played: no answer"))
                return lost
            }
            let time = server.behaviour.service(number)
            await server.pass(time, on: loop)
            if let end = server.stallEnd(at: loop.now) { await server.pass(end - loop.now, on: loop) }
            used.withLockedValue { $0 = loop.now }
            guard !server.isAway(at: loop.now) else {
                lost.ending = .unknown(SMTPFailure(.closed, "played: closed"))
                return lost
            }
            return .accepted("taken")
        }

        func abandon() async { end() }

        func quit() async {
            if server.behaviour.quit > .zero { await server.pass(server.behaviour.quit, on: loop) }
            end()
        }

        private func end() {
            server.state.withLockedValue { state in
                state.open -= 1
                state.quits.append(loop.now)
            }
        }
    }

    /// What somebody does by hand, and when, in seconds from the beginning.
    struct Act: Sendable {
        let time: Double
        let act: @Sendable (LoadControl, LoadStop) -> Void

        static func pause(_ isPaused: Bool, at time: Double) -> Act {
            Act(time: time) { control, _ in control.pause(isPaused) }
        }
        static func step(_ tenths: Int, at time: Double) -> Act {
            Act(time: time) { control, _ in control.step(tenths) }
        }
        static func stop(at time: Double) -> Act { Act(time: time) { _, stop in stop.ask() } }
    }

    /// Runs a plan against it to its end, with one worker, all on a thread of its own.
    func play(
        _ acts: [Act] = [], _ change: (inout LoadPlan) -> Void
    ) async throws -> (report: LoadReport, statistics: LoadStatistics) {
        var plan = LoadPlan(relay: try Relay("smtp://played.example"), configuration: .init(hostname: "b.example"))
        change(&plan)
        let statistics = try await apart { [plan] in
            try self.played(
                acts,
                of: { loop, connector in
                    try LoadWorker(
                        plan, worker: 0, sender: .null, limit: plan.transactions, on: loop, connector: connector,
                        sent: nil)
                }
            ) { worker, line in
                var arrivals: Arrivals?
                if case .open(let steps, let isPoisson) = plan.pace {
                    arrivals = Arrivals(steps, isPoisson: isPoisson, seed: plan.seed)
                }
                try await worker.run(connections: plan.connections, arrivals: arrivals, ready: line)
                return await worker.statistics
            }
        }
        return (LoadGenerator.report(plan, 1, statistics, nil, (statistics.span / .seconds(1), 0)), statistics)
    }

    /// The same of a scenario of ordinary and slow senders.
    func play(_ scenario: Scenario, _ acts: [Act] = []) async throws -> LoadReport {
        let configuration = SMTPConfiguration(hostname: "b.example")
        return try await apart {
            try self.played(
                acts,
                of: { loop, connector in
                    ScenarioGenerator.worker(
                        scenario, configuration, date: Timestamp(milliseconds: 0), on: loop, connector: connector)
                }
            ) { worker, line in
                try await worker.run(line: line)
                return await ScenarioGenerator.report(
                    scenario, [worker], configuration, "run", (1, 0), isByHand: !acts.isEmpty)
            }
        }
    }

    private func apart<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { waiter in
            Thread.detachNewThread { waiter.resume(with: Result { try body() }) }
        }
    }

    private func played<Worker: LoadActor, Value: Sendable>(
        _ acts: [Act], of make: (any EventLoop, @escaping LoadConnector) throws -> Worker,
        _ run: @escaping @Sendable (Worker, StartLine) async throws -> Value
    ) throws -> Value {
        let embedded = EmbeddedEventLoop()
        let loop: any EventLoop = embedded
        let worker = try make(loop) { _, _, loop async throws(SMTPFailure) in try await self.connect(loop) }
        let (control, stop) = (LoadControl(), LoadStop())
        for act in acts {
            _ = loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(act.time * 1e9))) {
                act.act(control, stop)
                Task(executorPreference: worker.executor) {
                    if stop.isAsked { await worker.stop() } else { await worker.follow(control) }
                }
            }
        }
        let line = StartLine(count: 1, clock: { loop.now })
        let result = NIOLockedValueBox<Result<Value, any Error>?>(nil)
        // The start line too runs on the played loop: nothing waits for another thread.
        Task(executorPreference: worker.executor) {
            do {
                let value = try await run(worker, line)
                await worker.quit()
                result.withLockedValue { $0 = .success(value) }
            } catch {
                result.withLockedValue { $0 = .failure(error) }
            }
        }
        for _ in 0..<10_000 {
            embedded.advanceTime(by: .seconds(3600))
            if let result = result.withLockedValue({ $0 }) { return try result.get() }
        }
        throw Hangs()
    }
}
