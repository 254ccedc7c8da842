import NIOCore

/// When the schedule of a run stands still, since somebody pauses it, and for how long it has.
///
/// Times of the schedule are those of the event loop's clock without the pauses.
struct Standstill {
    private var since: NIODeadline?
    /// In pauses that are over.
    private(set) var shift = TimeAmount.zero

    var isOn: Bool { since != nil }

    /// What was before the start of the run does not count.
    mutating func restart(at start: NIODeadline) {
        if isOn { since = start }
        shift = .zero
    }

    mutating func begin(at now: NIODeadline) { since = since ?? now }

    /// - Returns: how long it was.
    @discardableResult
    mutating func end(at now: NIODeadline) -> TimeAmount {
        guard let since else { return .zero }
        self.since = nil
        shift = shift + (now - since)
        return now - since
    }

    /// In all pauses up to now.
    func sum(at now: NIODeadline) -> TimeAmount { shift + (since.map { now - $0 } ?? .zero) }

    /// What time it is in the schedule.
    func planned(at now: NIODeadline) -> NIODeadline { now - sum(at: now) }
}
