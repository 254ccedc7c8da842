import FanmailBasics

/// What stands in a cell of a table.
protocol TableCell {
    /// How it may be written: whole first, the shortest last.
    var forms: [String] { get }
    /// Whether it is never cut, because a part of it would say something else.
    static var isFirm: Bool { get }
}

extension String: TableCell {
    var forms: [String] { [self] }
    static var isFirm: Bool { false }
}

extension Int: TableCell {
    var forms: [String] { [String(self)] }
    static var isFirm: Bool { true }
}

extension Int64: TableCell {
    var forms: [String] { [String(self)] }
    static var isFirm: Bool { true }
}

/// To the millisecond, to the minute, to the day: each is a time of ISO 8601.
extension Timestamp: TableCell {
    var forms: [String] {
        let whole = rfc3339
        return [whole, whole.prefix(16) + "Z", String(whole.prefix(10))]
    }
    static var isFirm: Bool { true }
}
