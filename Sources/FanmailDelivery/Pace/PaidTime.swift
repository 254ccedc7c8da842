package import FanmailBasics

/// A moment up to which a budget is used, without rounding: tokens are added one by one for years, and none is lost.
package struct PaidTime: Sendable, Hashable, Comparable {
    /// Since 1970.
    package let microseconds: Int64
    /// Beyond those, in parts of ``MailRate/parts``.
    package let rest: Int64

    package init(microseconds: Int64, rest: Int64 = 0) {
        self.microseconds = microseconds
        self.rest = rest
    }

    /// Later by what so many take at that rate.
    package func adding(_ count: Int, at rate: MailRate) -> Self {
        let parts = Int128(rate.parts)
        // A rest of another rate is less than a microsecond of this one, too.
        let sum = Int128(count) * Int128(rate.microseconds) + Int128(min(rest, rate.parts - 1))
        let quotient = sum >= 0 ? sum / parts : (sum - parts + 1) / parts
        return Self(
            microseconds: Int64(clamping: Int128(microseconds) + quotient), rest: Int64(sum - quotient * parts))
    }

    /// How many fit between this moment and that one.
    package func count(until end: Int64, at rate: MailRate) -> Int {
        guard end > microseconds else { return 0 }
        let length = (Int128(end) - Int128(microseconds)) * Int128(rate.parts) - Int128(min(rest, rate.parts - 1))
        return Int(clamping: max(0, length) / Int128(rate.microseconds))
    }

    /// The first microsecond at which it is over.
    package var end: Int64 { rest == 0 ? microseconds : microseconds + 1 }

    package static func < (one: Self, other: Self) -> Bool {
        (one.microseconds, one.rest) < (other.microseconds, other.rest)
    }
}

extension MailRate {
    /// Thousandths of one are told apart.
    private static let precision: Int64 = 1000

    /// How many thousandths in ``microseconds``.
    package var parts: Int64 { max(1, Int64((min(count, 1e12) * Double(Self.precision)).rounded())) }

    /// The period, in thousandths of a microsecond.
    package var microseconds: Int64 { period.duration.components.seconds * 1_000_000 * Self.precision }
}
