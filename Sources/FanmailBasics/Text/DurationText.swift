/// Durations as people write them: `500ms`, `30s`, `1m30s`, `2h`, `1d`.
package enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    /// The longest duration: 365 days.
    private static let limit: Int64 = 365 * 86_400_000

    /// Reads whole numbers with units, larger units first, each unit once; more than zero, at most 365 days.
    package static func parse(_ text: some StringProtocol) throws(SettingSyntaxError) -> Duration {
        let quoted = SettingSyntaxError.quoted(text)
        var rest = Array(text.utf8)[...]
        var milliseconds: Int64 = 0
        var nextUnit = 0
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            let name = rest.dropFirst(digits.count).prefix { (0x61...0x7A).contains($0) }
            guard !digits.isEmpty, !(name.isEmpty && milliseconds > 0) else { break }
            guard !name.isEmpty || digits.count < rest.count else {
                throw SettingSyntaxError("\(quoted) has no unit; write \(text)s, or another unit of ms, m, h, d")
            }
            guard let unit = units[nextUnit...].firstIndex(where: { name.elementsEqual($0.name.utf8) }) else { break }
            guard digits.count <= 11, let number = Int64(String(decoding: digits, as: UTF8.self)),
                number <= limit / units[unit].milliseconds,
                milliseconds + number * units[unit].milliseconds <= limit
            else { throw SettingSyntaxError("\(quoted) is too long a duration; at most 365d") }
            milliseconds += number * units[unit].milliseconds
            nextUnit = unit + 1
            rest = rest.dropFirst(digits.count + name.count)
            if rest.isEmpty {
                guard milliseconds > 0 else {
                    throw SettingSyntaxError("\(quoted) is no time at all; write at least 1ms")
                }
                return .milliseconds(milliseconds)
            }
        }
        throw SettingSyntaxError(
            "\(quoted) is not a duration; write a number and a unit of ms, s, m, h, d, such as 30s or 1m30s")
    }

    /// The shortest text that ``parse(_:)`` reads as this duration, to the millisecond; `0s` for none.
    package static func format(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        var rest = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        var result = ""
        for unit in units where rest >= unit.milliseconds {
            result += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return result.isEmpty ? "0s" : result
    }
}
