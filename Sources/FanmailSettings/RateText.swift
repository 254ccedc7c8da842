package import FanmailBasics

/// A limit of pace as people write it: `500/s`, `600/m`, `10000/h`, `50000/d` in recipients, `100 messages/s`,
/// `20 connections/minute`; several with commas between.
package struct RateText: Sendable, Hashable {
    package enum Unit: String, Sendable, CaseIterable {
        case recipients, messages, connections
    }

    package enum Period: String, Sendable, CaseIterable {
        case second, minute, hour, day

        var short: String { String(rawValue.prefix(1)) }
    }

    package let unit: Unit
    /// 1 to 999,999,999.
    package let count: Int
    package let period: Period

    package init(_ unit: Unit, _ count: Int, per period: Period) {
        self.unit = unit
        self.count = count
        self.period = period
    }

    /// So many recipients.
    package init(_ count: Int, per period: Period) { self.init(.recipients, count, per: period) }

    /// Several limits, of which all hold; `none` for none.
    package static func list(_ text: some StringProtocol) throws(SettingSyntaxError) -> [Self] {
        if text == "none" { return [] }
        var rates: [Self] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let rate = try Self(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
            if let other = rates.first(where: { ($0.unit, $0.period) == (rate.unit, rate.period) }) {
                throw SettingSyntaxError("\(other.text) and \(rate.text) limit the same; write the lower one")
            }
            rates.append(rate)
        }
        return rates
    }

    /// One of them.
    package init(_ text: some StringProtocol) throws(SettingSyntaxError) {
        let quoted = SettingSyntaxError.quoted(text)
        let usage = "\(quoted) is not a rate; write recipients per s, m, h or d, such as 500/s, or none"
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let words = parts[0].split(separator: " ", omittingEmptySubsequences: false)
        let digits = words[0]
        guard parts.count <= 2, words.count <= 2, !digits.isEmpty,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw SettingSyntaxError(usage) }
        let unit = words.count == 1 ? .recipients : Unit(rawValue: String(words[1]))
        guard let unit else { throw SettingSyntaxError(usage) }
        guard parts.count == 2 else {
            throw SettingSyntaxError("\(quoted) has no unit; write \(text)/s, \(text)/m, \(text)/h or \(text)/d")
        }
        guard let period = Period.allCases.first(where: { $0.short == parts[1] || $0.rawValue == parts[1] }) else {
            throw SettingSyntaxError(usage)
        }
        guard digits.utf8.count <= 9, let count = Int(digits) else {
            throw SettingSyntaxError("\(quoted) is too high a rate; at most 999999999/s, or none")
        }
        guard count > 0 else {
            throw SettingSyntaxError("\(quoted) would send nothing; write at least 1/d, or none for no limit")
        }
        self.init(unit, count, per: period)
    }

    /// As it may be written.
    package var text: String {
        unit == .recipients ? "\(count)/\(period.short)" : "\(count) \(unit.rawValue)/\(period.short)"
    }

    /// Several; `none` for none.
    package static func format(_ rates: [Self]) -> String {
        rates.isEmpty ? "none" : rates.map(\.text).joined(separator: ", ")
    }

    /// Recipients per second, in the unit that makes it a whole number; `none` for none.
    package static func format(_ recipientsPerSecond: Double?) -> String {
        guard let rate = recipientsPerSecond else { return "none" }
        for (unit, seconds) in [("s", 1.0), ("m", 60), ("h", 3600), ("d", 86_400)] {
            let number = rate * seconds
            if number.rounded() >= 1, number <= 1e15, abs(number - number.rounded()) < 1e-6 {
                return "\(Int64(number.rounded()))/\(unit)"
            }
        }
        return "\(rate)/s"
    }
}
