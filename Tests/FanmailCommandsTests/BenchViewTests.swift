import SMTPLoad
import Testing

@testable import FanmailCommands

@Suite("The line that is redrawn while a bench runs")
struct BenchViewTests {
    @Test("It tells the rate of the last second, and draws the others as bars")
    func rates() {
        var progress = LoadProgress()
        progress.seconds = 3.4
        progress.accepted = 500
        let text = BenchView.text(progress, rates: [400, 0, 100, 100, 200, 200])
        #expect(text == "3 s  150 transactions/s  500 accepted  █▁▃▃▅▅")
    }

    @Test("Trouble is told when there is some")
    func trouble() {
        var progress = LoadProgress()
        progress.notAccepted = 3
        progress.overdue = 7
        progress.connectionFailures = 2
        progress.p99 = 12.34
        #expect(
            BenchView.text(progress, rates: [])
                == "0 s  0 transactions/s  p99 12.3 ms  0 accepted  3 not  7 overdue  2 connections failed  ")
    }
}
