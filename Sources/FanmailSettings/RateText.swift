package import FanmailBasics

/// Limits of pace as people write them: `500/s`, `600/m`, `10000/h`, `50000/d` in recipients, `100 messages/s`,
/// `20 connections/minute`; several with commas between.
package enum RateText {
    /// Several limits, of which all hold; `none` for none.
    package static func list(_ text: some StringProtocol) throws(SettingSyntaxError) -> [MailRate] {
        if text == "none" { return [] }
        var rates: [MailRate] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let rate = try rate(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
            if let other = rates.first(where: { ($0.unit, $0.period) == (rate.unit, rate.period) }) {
                throw SettingSyntaxError("\(format(other)) and \(format(rate)) limit the same; write the lower one")
            }
            rates.append(rate)
        }
        return rates
    }

    /// One of them; so many recipients where nothing else is written.
    private static func rate(_ text: String) throws(SettingSyntaxError) -> MailRate {
        let quoted = SettingSyntaxError.quoted(text)
        let usage = "\(quoted) is not a rate; write recipients per s, m, h or d, such as 500/s, or none"
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let words = parts[0].split(separator: " ", omittingEmptySubsequences: false)
        let digits = words[0]
        guard parts.count <= 2, words.count <= 2, !digits.isEmpty,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw SettingSyntaxError(usage) }
        let unit = words.count == 1 ? .recipients : MailRate.Unit(rawValue: String(words[1]))
        guard let unit else { throw SettingSyntaxError(usage) }
        guard parts.count == 2 else {
            throw SettingSyntaxError("\(quoted) has no unit; write \(text)/s, \(text)/m, \(text)/h or \(text)/d")
        }
        guard let period = MailRate.Period(written: parts[1]) else { throw SettingSyntaxError(usage) }
        guard digits.utf8.count <= 9, let count = Int(digits) else {
            throw SettingSyntaxError("\(quoted) is too high a rate; at most 999999999/s, or none")
        }
        guard count > 0 else {
            throw SettingSyntaxError("\(quoted) would send nothing; write at least 1/d, or none for no limit")
        }
        return MailRate(unit, Double(count), per: period)
    }

    /// As it may be written; of one that was learned, the nearest whole number.
    package static func format(_ rate: MailRate) -> String {
        let count = max(1, Int(rate.count.rounded()))
        return rate.unit == .recipients
            ? "\(count)/\(rate.period.letter)" : "\(count) \(rate.unit.rawValue)/\(rate.period.letter)"
    }

    /// Several; `none` for none.
    package static func format(_ rates: [MailRate]) -> String {
        rates.isEmpty ? "none" : rates.map { format($0) }.joined(separator: ", ")
    }

    /// Recipients per second, in the unit that makes it a whole number; `none` for none.
    package static func format(_ recipientsPerSecond: Double?) -> String {
        guard let rate = recipientsPerSecond else { return "none" }
        for period in MailRate.Period.allCases {
            let number = rate * (period.duration / .seconds(1))
            if number.rounded() >= 1, number <= 1e15, abs(number - number.rounded()) < 1e-6 {
                return "\(Int64(number.rounded()))/\(period.letter)"
            }
        }
        return "\(rate)/s"
    }
}

extension MailRate.Period {
    var letter: String { String(rawValue.prefix(1)) }

    /// A word, such as `minute`, or its first letter.
    package init?(written text: some StringProtocol) {
        guard let period = Self.allCases.first(where: { $0.letter == text || $0.rawValue == text }) else { return nil }
        self = period
    }
}
