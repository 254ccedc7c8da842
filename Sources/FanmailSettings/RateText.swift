package import FanmailBasics

/// Rates as people write them: `500/s`, `600/m`, `10000/h`, in recipients.
package enum RateText {
    /// Recipients per second.
    package static func parse(_ text: some StringProtocol) throws(SettingSyntaxError) -> Double {
        let quoted = SettingSyntaxError.quoted(text)
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let digits = parts[0]
        guard parts.count <= 2, !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw SettingSyntaxError("\(quoted) is not a rate; write recipients per s, m or h, such as 500/s, or none")
        }
        guard parts.count == 2 else {
            throw SettingSyntaxError("\(quoted) has no unit; write \(text)/s, \(text)/m or \(text)/h")
        }
        let seconds: Double
        switch String(decoding: parts[1], as: UTF8.self) {
        case "s": seconds = 1
        case "m": seconds = 60
        case "h": seconds = 3600
        default:
            throw SettingSyntaxError("\(quoted) is not a rate; write recipients per s, m or h, such as 500/s, or none")
        }
        guard digits.count <= 9, let number = Double(String(decoding: digits, as: UTF8.self)) else {
            throw SettingSyntaxError("\(quoted) is too high a rate; at most 999999999/s, or none")
        }
        guard number > 0 else {
            throw SettingSyntaxError("\(quoted) would send nothing; write at least 1/h, or none for no limit")
        }
        return number / seconds
    }

    /// The rate in the unit that makes it a whole number; `none` for none.
    package static func format(_ recipientsPerSecond: Double?) -> String {
        guard let rate = recipientsPerSecond else { return "none" }
        for (unit, seconds) in [("s", 1.0), ("m", 60), ("h", 3600)] {
            let number = rate * seconds
            if number.rounded() >= 1, number <= 1e15, abs(number - number.rounded()) < 1e-6 {
                return "\(Int64(number.rounded()))/\(unit)"
            }
        }
        return "\(rate)/s"
    }
}
