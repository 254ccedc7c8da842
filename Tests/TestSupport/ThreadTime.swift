import FanmailBasics

/// The processor time of the thread that asks: what else the machine does is not in it.
package enum ThreadTime {
    /// The least of three runs, in seconds.
    package static func least(_ work: () throws -> Void) rethrows -> Double {
        try (0..<3).map { _ in
            let start = now
            try work()
            return now - start
        }.min() ?? 0
    }

    private static var now: Double { ProcessorTime.ofThread / .seconds(1) }
}
