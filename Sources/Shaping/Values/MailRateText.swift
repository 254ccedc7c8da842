package import FanmailBasics
package import FanmailSettings

/// Rates as a table has them, of a unit that is told apart: `100/s`, `10/minute`, `5000/day`.
package enum MailRateText {
    private static let most = 999_999_999

    package static func parse(
        _ text: some StringProtocol, of unit: MailRate.Unit
    ) throws(SettingSyntaxError) -> MailRate {
        let quoted = SettingSyntaxError.quoted(text)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let period = MailRate.Period(written: parts[1])
        else {
            throw SettingSyntaxError("\(quoted) is no rate; write so many /second, /minute, /hour or /day: 100/minute")
        }
        guard parts[0].utf8.count <= 9, let count = Int(parts[0]), count <= most else {
            throw SettingSyntaxError("\(quoted) is too high a rate; at most \(most)/second")
        }
        guard count > 0 else { throw SettingSyntaxError("\(quoted) would send nothing; write at least 1/day") }
        return MailRate(unit, Double(count), per: period)
    }

    package static func format(_ rate: MailRate) -> String {
        let isWhole = rate.count == rate.count.rounded() && rate.count < 1e15
        return "\(isWhole ? "\(Int64(rate.count))" : "\(rate.count)")/\(rate.period.rawValue)"
    }
}
