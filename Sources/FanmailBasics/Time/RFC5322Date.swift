/// The value of a `Date` field (RFC 5322, 3.3 and 4.3), obsolete years and zones among it.
public struct RFC5322Date: Sendable, Equatable {
    public let timestamp: Timestamp
    /// The day of the week, if one is named, is that of the date.
    public let hasRightWeekday: Bool

    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    /// Hours from UTC (4.3).
    private static let zones = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7,
        "pdt": -7,
        "pst": -8,
    ]

    /// - Parameter text: unfolded.
    /// - Returns: nil when it is no date, or one that no calendar has.
    public init?(_ text: String) {
        guard text.utf8.count <= 200, let plain = Self.withoutComments(text) else { return nil }
        var words = plain.replacing(",", with: " , ").split { $0 == " " || $0 == "\t" }
        var weekday: Int?
        if words.count > 1, words[1] == "," {
            guard let named = Self.weekdays.firstIndex(of: words[0].lowercased()) else { return nil }
            weekday = named
            words.removeFirst(2)
        }
        // A time with blanks around its colons is obsolete.
        let rest = words.joined(separator: " ").replacing(" :", with: ":").replacing(": ", with: ":").split(
            separator: " ")
        guard rest.count == 5, let day = Self.number(rest[0], digits: 1...2),
            let month = Self.months.firstIndex(of: rest[1].lowercased()),
            var year = Self.number(rest[2], digits: 2...4), let minutes = Self.zone(rest[4])
        else { return nil }
        switch rest[2].count {
        case 2: year += year < 50 ? 2000 : 1900
        case 3: year += 1900
        default: break
        }
        let time = rest[3].split(separator: ":", omittingEmptySubsequences: false).map {
            Self.number($0, digits: 1...2)
        }
        guard (2...3).contains(time.count), let hour = time[0], let minute = time[1],
            let second = time.count == 3 ? time[2] : 0, hour < 24, minute < 60, second <= 60, year >= 1900
        else { return nil }
        var fields = TimestampFields(year: year, month: Int64(month) + 1, day: day)
        // A day that the month does not have would be one of the next.
        let normal = TimestampFields(fields.timestamp)
        guard day >= 1, normal.day == day, normal.month == fields.month else { return nil }
        hasRightWeekday = weekday.map { $0 == normal.weekday } ?? true
        (fields.hour, fields.minute, fields.second) = (hour, minute, second)
        timestamp = Timestamp(milliseconds: fields.timestamp.milliseconds - minutes * 60_000)
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// In minutes.
    private static func zone(_ text: Substring) -> Int64? {
        if let hours = zones[text.lowercased()] { return Int64(hours) * 60 }
        guard text.utf8.count == 5, let sign = text.first, sign == "+" || sign == "-",
            let value = number(text.dropFirst(), digits: 4...4), value % 100 < 60, value / 100 < 24
        else { return nil }
        return (value / 100 * 60 + value % 100) * (sign == "-" ? -1 : 1)
    }

    /// Nil when one is not closed.
    private static func withoutComments(_ text: String) -> String? {
        var plain = ""
        var depth = 0
        for character in text.unicodeScalars {
            switch character {
            case "(": depth += 1
            case ")":
                guard depth > 0 else { return nil }
                depth -= 1
            case _ where depth == 0: plain.unicodeScalars.append(character)
            default: break
            }
        }
        return depth == 0 ? plain : nil
    }
}
