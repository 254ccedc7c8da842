import FanmailBasics
import SMTPClient
import SMTPSink
import Testing

@testable import SMTPLoad

@Suite("A hand on a run", .timeLimit(.minutes(10)), .serialized)
struct LoadControlTests {
    @Test("steps by tenths within bounds, and keeps what was changed") func steps() {
        let control = LoadControl()
        #expect(control.changes == nil && control.factor == 1 && !control.isPaused)
        control.step(2)
        control.step(-1)
        control.pause(true)
        control.pause(true)
        control.pause(false)
        #expect(control.factor == 1.1)
        #expect(control.changes?.map(\.factor) == [1.2, 1.1, 0, 1.1])
        for _ in 0..<100 { control.step(1) }
        #expect(control.factor == 5)
        for _ in 0..<100 { control.step(-1) }
        #expect(control.factor == 0.1)
        for _ in 0..<1000 { control.step(1); control.step(-1) }
        #expect(control.changes?.count == 1000)
    }

    @Test("The rate changes from the next arrival on, and the schedule keeps its end") func arrivals() {
        var arrivals = Arrivals([.init(from: 100, to: 100, duration: .seconds(10))], isPoisson: false, seed: 1)
        var times: [Double] = []
        while let time = arrivals.next() {
            times.append(time)
            arrivals.factor = time < 4.999 ? 1 : 2
        }
        #expect((1495...1501).contains(times.count) && (times.last ?? 0) <= 10.001 && times == times.sorted())
        #expect((499...501).contains(times.count { $0 <= 5.0001 }))
    }

    /// - Parameters:
    ///   - control: as it is when the run begins: a machine that is busy may look at a run for the first time when it is
    ///     nearly over.
    ///   - act: told how far the run is; waits for nothing.
    private func run(
        _ control: LoadControl, _ change: (inout LoadPlan) -> Void,
        _ act: @escaping @Sendable (LoadProgress) -> Void = { _ in }
    ) async throws -> (report: LoadReport, messages: Int) {
        let sink = try await SinkServer.start(SinkConfiguration())
        var plan = LoadPlan(
            relay: try Relay("smtp://127.0.0.1:\(sink.port)"), configuration: .init(hostname: "bench.example"))
        plan.connections = 2
        change(&plan)
        do {
            let report = try await LoadGenerator.run(plan, control: control) { act($0) }
            let messages = sink.counts.messages
            await sink.stop()
            return (report, messages)
        } catch {
            await sink.stop()
            throw error
        }
    }

    @Test("A pause reaches every event loop, and the report tells it", arguments: [1, 2])
    func pause(threads: Int) async throws {
        let control = LoadControl()
        control.pause(true)
        let (report, messages) = try await run(control) {
            $0.pace = .open([.init(from: 200, to: 200, duration: .milliseconds(250))], isPoisson: false)
            $0.threads = threads
        } _: { progress in
            if progress.paused > 0.2 { control.pause(false) }
        }
        #expect(messages == 50 && report.transactions == 50 && report.changes?.map(\.factor) == [0, 1])
    }

    @Test("Several generators begin at one time") func together() async throws {
        let moment = Timestamp.now + .milliseconds(300)
        let sink = try await SinkServer.start(SinkConfiguration())
        var plan = LoadPlan(
            relay: try Relay("smtp://127.0.0.1:\(sink.port)"), configuration: .init(hostname: "bench.example"))
        // As long that they overlap, however late one of them is let begin.
        plan.pace = .open([.init(from: 5, to: 5, duration: .seconds(2))], isPoisson: false)
        async let one = LoadGenerator.run(plan, at: moment)
        async let two = LoadGenerator.run(plan, at: moment)
        let starts = try await [one, two].map { Timestamp(rfc3339: $0.startedAt ?? "") }
        await sink.stop()
        #expect(starts.allSatisfy { $0.map { $0 >= moment } ?? false })
        let report = try await LoadReport(joining: [one, two])
        #expect(report.transactions == 20)
    }
}
