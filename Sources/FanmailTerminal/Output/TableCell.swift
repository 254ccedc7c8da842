package import FanmailBasics

/// What stands in a cell of a table.
package protocol TableCell: Sendable {
    /// How it may be written: whole first, the shortest last.
    ///
    /// - Parameter clock: for somebody at a terminal; nil for a program.
    func forms(_ clock: LocalClock?) -> [String]
    /// Whether it is never cut, because a part of it would say something else.
    static var isFirm: Bool { get }
}

extension String: TableCell {
    package func forms(_ clock: LocalClock?) -> [String] { [self] }
    package static var isFirm: Bool { false }
}

extension Int: TableCell {
    package func forms(_ clock: LocalClock?) -> [String] { [String(self)] }
    package static var isFirm: Bool { true }
}

extension Int64: TableCell {
    package func forms(_ clock: LocalClock?) -> [String] { [String(self)] }
    package static var isFirm: Bool { true }
}

/// To the minute and to the day where there is no room; for a program a time of ISO 8601, to the millisecond.
extension Timestamp: TableCell {
    package func forms(_ clock: LocalClock?) -> [String] {
        if let clock { return clock.forms(self) }
        let whole = rfc3339
        return [whole, whole.prefix(16) + "Z", String(whole.prefix(10))]
    }
    package static var isFirm: Bool { true }
}
