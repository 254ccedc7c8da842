package import FanmailBasics
import Foundation

/// Shows moments in the time of this place, to somebody at a terminal: that of `TZ`, else of the system.
package struct LocalClock: Sendable {
    /// What the zone's time is called, in winter and in summer: `CET/CEST`.
    package let zone: String

    package init(now: Timestamp = .now) {
        tzset()
        let halfYear: Int64 = 182 * 86_400_000
        var names: [String] = []
        for moment in [now.milliseconds, now.milliseconds + halfYear] {
            let name = Self.name(Self.fields(moment))
            if !names.contains(name) { names.append(name) }
        }
        zone = names.sorted().joined(separator: "/")
    }

    /// A moment for a line of its own, with the zone: `2026-11-27 17:38:41 CET`.
    package func line(_ moment: Timestamp) -> String {
        let fields = Self.fields(moment.milliseconds)
        return "\(Self.whole(fields)) \(Self.name(fields))"
    }

    /// For a column whose heading tells the zone: to the second, to the minute, to the day.
    package func forms(_ moment: Timestamp) -> [String] {
        let fields = Self.fields(moment.milliseconds)
        let whole = Self.whole(fields)
        // The hour that a clock shows twice in autumn says which one it is.
        let name = Self.isShownTwice(moment, fields) ? " \(Self.name(fields))" : ""
        return [whole + name, whole.prefix(16) + name, String(whole.prefix(10))]
    }

    /// To the minute, and without the day where that is today's: `17:52 CET`.
    package func minute(_ moment: Timestamp, now: Timestamp = .now) -> String {
        let fields = Self.fields(moment.milliseconds)
        let (whole, name) = (Self.whole(fields), Self.name(fields))
        let today = Self.whole(Self.fields(now.milliseconds)).prefix(10)
        return "\(whole.hasPrefix(today) ? whole.dropFirst(11).prefix(5) : whole.prefix(16)) \(name)"
    }

    private static func fields(_ milliseconds: Int64) -> tm {
        var seconds = time_t(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
        var fields = tm()
        localtime_r(&seconds, &fields)
        return fields
    }

    private static func whole(_ fields: tm) -> String {
        func pad(_ value: Int32, _ width: Int = 2) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(fields.tm_year + 1900, 4))-\(pad(fields.tm_mon + 1))-\(pad(fields.tm_mday)) "
            + "\(pad(fields.tm_hour)):\(pad(fields.tm_min)):\(pad(fields.tm_sec))"
    }

    private static func name(_ fields: tm) -> String {
        fields.tm_zone.map { String(cString: $0) } ?? "UTC"
    }

    private static func isShownTwice(_ moment: Timestamp, _ fields: tm) -> Bool {
        [Int64(-3_600_000), 3_600_000].contains { step in
            let other = Self.fields(moment.milliseconds + step)
            return other.tm_gmtoff != fields.tm_gmtoff && other.tm_hour == fields.tm_hour
                && other.tm_min == fields.tm_min
        }
    }
}

extension Terminal {
    /// Of standard output: nil where a program reads it, which gets UTC as RFC 3339 has it.
    package static let clock: LocalClock? = isOutputTerminal ? LocalClock() : nil
    /// Of standard error.
    package static let errorClock: LocalClock? = isErrorTerminal ? LocalClock() : nil
}

extension Timestamp {
    /// For a line on standard output.
    package var shown: String { Terminal.clock?.line(self) ?? rfc3339 }
    /// For a line on standard error.
    package var said: String { Terminal.errorClock?.line(self) ?? rfc3339 }
}
