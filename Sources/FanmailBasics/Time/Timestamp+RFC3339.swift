extension Timestamp {
    /// UTC, such as `2026-11-23T09:00:00Z`; with milliseconds where there are any: `2026-11-23T09:00:00.123Z`.
    public var rfc3339: String {
        let fields = TimestampFields(self)
        let pad = TimestampFields.padded
        let fraction = fields.millisecond == 0 ? "" : ".\(pad(fields.millisecond, 3))"
        return "\(pad(fields.year, 4))-\(pad(fields.month, 2))-\(pad(fields.day, 2))"
            + "T\(pad(fields.hour, 2)):\(pad(fields.minute, 2)):\(pad(fields.second, 2))\(fraction)Z"
    }

    /// Reads `date-time` of RFC 3339, 5.6, with any offset; what is finer than a millisecond is cut off.
    public init?(rfc3339 text: some StringProtocol) {
        var bytes = Array(text.utf8.prefix(64))[...]
        func number(_ digits: Int, in range: ClosedRange<Int64>) -> Int64? {
            guard bytes.count >= digits, bytes.prefix(digits).allSatisfy(\.isDigit) else { return nil }
            let value = bytes.prefix(digits).reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
            bytes.removeFirst(digits)
            return range.contains(value) ? value : nil
        }
        func take(_ characters: String) -> UInt8? {
            guard let first = bytes.first, characters.utf8.contains(first) else { return nil }
            bytes.removeFirst()
            return first
        }
        guard let year = number(4, in: 0...9999), take("-") != nil,
            let month = number(2, in: 1...12), take("-") != nil,
            let day = number(2, in: 1...Self.days(in: month, of: year)), take("Tt ") != nil,
            let hour = number(2, in: 0...23), take(":") != nil,
            let minute = number(2, in: 0...59), take(":") != nil,
            let second = number(2, in: 0...60)
        else { return nil }
        var fields = TimestampFields(year: year, month: month, day: day)
        (fields.hour, fields.minute, fields.second) = (hour, minute, second)
        if take(".") != nil {
            let digits = bytes.prefix(while: \.isDigit)
            guard !digits.isEmpty else { return nil }
            fields.millisecond = (0..<3).reduce(0) { value, place in
                value * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0)
            }
            bytes.removeFirst(digits.count)
        }
        var offset: Int64 = 0
        if take("Zz") == nil {
            guard let sign = take("+-"), let hours = number(2, in: 0...23), take(":") != nil,
                let minutes = number(2, in: 0...59)
            else { return nil }
            offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60_000 : 60_000)
        }
        guard bytes.isEmpty else { return nil }
        self.init(milliseconds: fields.timestamp.milliseconds - offset)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
