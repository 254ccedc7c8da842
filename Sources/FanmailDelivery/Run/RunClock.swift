package import FanmailBasics

/// Time as an argument: a run never asks the machine, so that a test moves the hands itself.
package protocol RunClock: Sendable {
    /// Monotonic: for rates, pauses and durations.
    var elapsed: Duration { get }
    /// The wall clock: for what is written down, and for next attempts.
    var now: Timestamp { get }
    /// Returns early, without an error, when the task is cancelled.
    func sleep(for duration: Duration) async
}

/// The machine's own clocks.
package struct SystemRunClock: RunClock {
    private let start = ContinuousClock.now

    package init() {}

    package var elapsed: Duration { start.duration(to: .now) }

    package var now: Timestamp { .now }

    package func sleep(for duration: Duration) async {
        try? await Task.sleep(for: duration)
    }
}
