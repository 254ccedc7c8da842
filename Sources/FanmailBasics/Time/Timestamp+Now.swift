#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Timestamp {
    /// The machine's wall clock.
    public static var now: Timestamp { Timestamp(milliseconds: microsecondsNow / 1000) }

    /// The same, in microseconds since 1970.
    package static var microsecondsNow: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
