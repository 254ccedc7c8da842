package import FanmailBasics

/// A moment as people and systems write it, UTC where nothing else is said: ISO 8601, `2025-03-01 10:00:00 +0000 UTC`,
/// `01.03.2025 10:00`, `03/15/2025 2:30 PM`, `1 March 2025`, the generalized time of LDAP (RFC 4517, 3.3.13), RFC 5322, or
/// seconds or milliseconds since 1970.
package struct WrittenMoment: Equatable, Sendable {
    /// What comes first in 03/04/2025.
    package enum DayOrder: String, Hashable, Sendable, CaseIterable {
        case dayFirst = "day-first"
        case monthFirst = "month-first"
    }

    package let timestamp: Timestamp
    /// Nothing but a day is said, which begins then.
    package let isDay: Bool

    /// nil where the text is none, or may be two: 03/04/2025 without an order.
    package init?(_ text: UnsafeBufferPointer<UInt8>, order: DayOrder? = nil) {
        guard text.count <= 64 else { return nil }
        var scanner = MomentScanner(text: text, order: order)
        guard let fields = scanner.scan() else { return nil }
        timestamp = Timestamp(milliseconds: fields)
        isDay = scanner.isDay
    }

    package init?(_ text: String, order: DayOrder? = nil) {
        var text = text
        guard let moment = text.withUTF8({ WrittenMoment($0, order: order) }) else { return nil }
        self = moment
    }
}
