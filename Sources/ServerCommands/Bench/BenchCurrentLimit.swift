import FanmailBasics
import SMTPLoad

/// What keeps a bench from being faster, as far as its last seconds tell.
struct BenchCurrentLimit: Equatable {
    let text: String
    /// Something else than what was asked for, or than the server.
    var isTrouble = true

    /// Milliseconds at the 99th percentile, beyond which the generator itself is too late.
    private static let lateness = 5.0

    init(text: String, isTrouble: Bool = true) { (self.text, self.isTrouble) = (text, isTrouble) }

    init(_ history: BenchHistory, isOpen: Bool, isPaused: Bool) {
        let progress = history.now
        let threads = counted(progress.threads, "thread")
        if isPaused {
            self.init(text: "you: it is paused")
        } else if progress.open == 0, progress.overdue == 0, progress.rate == 0, history.rate == 0 {
            self.init(text: "nothing: nothing is due", isTrouble: false)
        } else if progress.open == 0, progress.seconds > 1, history.rate == 0 {
            self.init(text: "the server: no connection is open")
        } else if history.cpuShare > 0.9 {
            self.init(text: "this generator: \(Int((history.cpuShare * 100).rounded())) % of \(threads)")
        } else if isOpen, let late = history.lateness.value(atPercentile: 99), late > Self.lateness {
            self.init(text: "this generator: it sends \(BenchSummary.time(late)) late")
        } else if isOpen, progress.overdue > 0 {
            let waiting = counted(progress.overdue, "transaction waits", "transactions wait")
            self.init(text: "the server, or too few connections: all are busy, and \(waiting)")
        } else if isOpen {
            self.init(text: "nothing: it keeps to the rate", isTrouble: false)
        } else {
            self.init(text: "the server: every connection waits for its replies", isTrouble: false)
        }
    }
}
