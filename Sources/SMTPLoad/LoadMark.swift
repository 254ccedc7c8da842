import NIOCore
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Wall and CPU time since a moment.
final class LoadMark: Sendable {
    private let start = Mutex<(time: NIODeadline, cpu: Double)?>(nil)

    func set() { start.withLock { $0 = (.now(), Self.cpu) } }

    /// In seconds.
    var elapsed: (wall: Double, cpu: Double) {
        start.withLock { start in
            guard let start else { return (0, 0) }
            return (Double((NIODeadline.now() - start.time).nanoseconds) / 1e9, Self.cpu - start.cpu)
        }
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
