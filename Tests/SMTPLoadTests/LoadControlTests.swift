import FanmailBasics
import NIOConcurrencyHelpers
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

    @Test("What is due in a pause comes when it is over, one after the other, and is not late", arguments: [1, 2])
    func pause(threads: Int) async throws {
        let (control, last) = (LoadControl(), NIOLockedValueBox(0.0))
        control.pause(true)
        let (report, messages) = try await run(control) {
            $0.pace = .open([.init(from: 200, to: 200, duration: .seconds(1))], isPoisson: false)
            $0.threads = threads
        } _: { progress in
            last.withLockedValue { $0 = progress.paused }
            if progress.seconds > 3 { control.pause(false) }
        }
        #expect(messages == 200 && report.transactions == 200)
        // The schedule stood still for a second at least; nothing that was due meanwhile carries that in its latency.
        #expect(report.changes?.map(\.factor) == [0, 1])
        #expect(report.transaction.p50 < 2500 && report.generator.sendError.p50 < 2500)
        #expect(last.withLockedValue { $0 } > 2.5)
    }

    @Test("A closed loop that is paused goes on for the time that it had left") func closed() async throws {
        let (control, last) = (LoadControl(), NIOLockedValueBox(0.0))
        control.pause(true)
        let (report, messages) = try await run(control) {
            $0.duration = .seconds(1)
        } _: { progress in
            last.withLockedValue { $0 = progress.seconds }
            if progress.seconds > 1 { control.pause(false) }
        }
        #expect(last.withLockedValue { $0 } > 1 && report.transactions == messages && messages > 0)
        #expect(report.changes?.count == 2)
    }

    @Test("Twice the rate is twice as many, and the report says so") func faster() async throws {
        let control = LoadControl()
        control.step(10)
        let (report, messages) = try await run(control) {
            $0.pace = .open([.init(from: 100, to: 100, duration: .seconds(2))], isPoisson: false)
        }
        #expect(messages == 400)
        #expect(report.changes?.map(\.factor) == [2])
    }

    @Test("Several generators begin at one time") func together() async throws {
        let moment = Timestamp.now + .milliseconds(700)
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
