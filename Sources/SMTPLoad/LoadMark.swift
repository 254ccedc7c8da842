import FanmailBasics
import NIOCore
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Wall and CPU time since a moment, up to another.
final class LoadMark: Sendable {
    private typealias Moment = (time: NIODeadline, cpu: Double)

    private let moments = Mutex<(start: Moment?, end: Moment?)>((nil, nil))

    func set() { moments.withLock { $0.start = (.now(), Self.cpu) } }

    /// What comes behind it does not count.
    func stop() { moments.withLock { $0.end = (.now(), Self.cpu) } }

    /// In seconds.
    var elapsed: (wall: Double, cpu: Double) {
        moments.withLock { moments in
            guard let start = moments.start else { return (0, 0) }
            let end = moments.end ?? (.now(), Self.cpu)
            return (Double((end.time - start.time).nanoseconds) / 1e9, end.cpu - start.cpu)
        }
    }

    /// By the clock of the machine.
    var moment: Timestamp {
        let since = moments.withLock { $0.start?.time } ?? .now()
        return .now + .nanoseconds((since - .now()).nanoseconds)
    }

    /// User and system time of this process.
    private static var cpu: Double {
        var usage = rusage()
        #if canImport(Glibc)
            let who = RUSAGE_SELF.rawValue
        #else
            let who = RUSAGE_SELF
        #endif
        getrusage(numericCast(who), &usage)
        let (user, system) = (usage.ru_utime, usage.ru_stime)
        return Double(user.tv_sec + system.tv_sec) + Double(user.tv_usec + system.tv_usec) / 1e6
    }
}
