import NIOCore

extension NIODeadline {
    /// How many have passed up to a later moment; none where it is no later one.
    func microseconds(until later: NIODeadline) -> UInt64 { UInt64(max(0, (later - self).nanoseconds / 1000)) }
}
