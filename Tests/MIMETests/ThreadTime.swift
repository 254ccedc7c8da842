import Foundation

/// The processor time of the thread that asks: what else the machine does is not in it.
enum ThreadTime {
    /// The least of three runs, in seconds.
    static func least(_ work: () -> Void) -> Double {
        (0..<3).map { _ in
            let start = now
            work()
            return now - start
        }.min() ?? 0
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
