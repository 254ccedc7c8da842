import FanmailDelivery
import Testing

@testable import ListCommands

@Suite("The line of progress")
struct ProgressLineTests {
    @Test("tells how far, how fast, how long still, and what went wrong") func whole() {
        var progress = RunProgress()
        progress.accepted = 2500
        progress.connections = 1
        #expect(
            ProgressLine.text(progress, of: 10_000, rate: 500)
                == "2500 of 10000 (25 %)  500/s  15 s to go  1 connection")
        progress.accepted = 2496
        progress.refused = 3
        progress.deferred = 2
        progress.unknown = 1
        progress.connections = 10
        #expect(
            ProgressLine.text(progress, of: nil, rate: 0.2)
                == "2500  0/s  10 connections  3 refused  2 deferred  1 unknown")
    }

    @Test("promises no end while nothing moves") func stalled() {
        var progress = RunProgress()
        progress.accepted = 5
        #expect(!ProgressLine.text(progress, of: 10, rate: 0).contains("to go"))
    }

    @Test("counts what this run does, not what an earlier one did") func resumed() {
        var pace = ProgressPace()
        let start = ContinuousClock.now
        #expect(pace.rate(at: start, settled: 5000) == 0)
        #expect(pace.rate(at: start + .seconds(1), settled: 5100) == 100)
        #expect(abs(pace.rate(at: start + .seconds(2), settled: 5300) - 130) < 0.001)
        #expect(abs(pace.rate(at: start + .seconds(2), settled: 5300) - 130) < 0.001)
    }
}
