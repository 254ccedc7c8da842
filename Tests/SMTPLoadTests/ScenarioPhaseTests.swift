import SMTPClient
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("The phases of a scenario")
struct ScenarioPhaseTests {
    private func moments(_ phase: ScenarioPhase) -> [Double] {
        var arrivals = phase.arrivals(seed: 1)
        var moments: [Double] = []
        while let moment = arrivals?.next(moments.count) { moments.append(moment) }
        return moments
    }

    private func phase(_ kind: ScenarioPhase.Kind, _ rates: [(Double, Double)], seconds: Double = 3) -> ScenarioPhase {
        var phase = ScenarioPhase(name: "p", kind: kind, duration: .seconds(seconds))
        phase.steps = rates.map {
            .init(from: $0.0, to: $0.1, duration: .seconds(seconds) / rates.count)
        }
        return phase
    }

    @Test("Of each kind as many begin as are expected") func counts() {
        for phase in [
            phase(.steady, [(100, 100)]), phase(.ramp, [(0, 100)]), phase(.spike, [(10, 10), (200, 200), (10, 10)]),
            phase(.pause, []),
        ] {
            #expect(moments(phase).count == phase.expectedTransactions, "\(phase.kind)")
            #expect(moments(phase).allSatisfy { $0 < 3.000001 })
        }
        #expect(phase(.spike, [(10, 10), (200, 200), (10, 10)]).expectedTransactions == 220)
        #expect(phase(.closed, []).expectedTransactions == nil && phase(.closed, []).arrivals(seed: 1) == nil)
    }

    @Test("The rate at a time is that of its step") func rates() {
        let spike = phase(.spike, [(10, 10), (200, 200), (10, 10)])
        #expect([0, 1.5, 2.5].map { spike.rate(at: $0) } == [10, 200, 10])
        #expect(phase(.ramp, [(0, 100)]).rate(at: 1.5) == 50 && phase(.closed, []).rate(at: 1) == nil)
    }

    @Test("Faster is shorter, at the same rate") func hastened() {
        var one = phase(.steady, [(100, 100)])
        one.hasten(by: 3)
        #expect(one.duration == .seconds(1) && one.expectedTransactions == 100)
    }

    @Test("A replay keeps to the times between messages, whatever their order") func replay() throws {
        let contents = try ["a", "b", "c"].map { try EncodedContent(Array("Subject: \($0)\r\n\r\n".utf8)) }
        var phase = ScenarioPhase(name: "r", kind: .replay, duration: .seconds(30))
        phase.messages = ScenarioMessages(contents, moments: [120, 100, 110])
        #expect(moments(phase) == [0, 10, 20] && phase.messages?.contents.map(\.size) == [14, 14, 14])
        #expect(phase.messages?.contents[0].bytes == contents[1].bytes)
        phase.hasten(by: 10)
        #expect(moments(phase) == [0, 1, 2] && phase.duration == .seconds(3))
    }
}
