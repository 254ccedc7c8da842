/// When something ends, as people write it: `2027-01-31`, `2027-01-31T12:00:00Z`, or from now on `90d`.
package enum ExpiryText {
    /// A day alone means its beginning, in UTC.
    package static func parse(_ text: some StringProtocol, now: Timestamp = .now) throws(SettingSyntaxError)
        -> Timestamp
    {
        let end: Timestamp
        if let moment = moment(text) {
            end = moment
        } else if let duration = try? DurationText.parse(text) {
            end = now + duration
        } else {
            throw SettingSyntaxError(
                "\(SettingSyntaxError.quoted(text)) is no moment; write one such as 2027-01-31 or 90d")
        }
        guard end > now else { throw SettingSyntaxError("\(SettingSyntaxError.quoted(text)) is in the past") }
        return end
    }

    /// A day or a moment of RFC 3339.
    package static func moment(_ text: some StringProtocol) -> Timestamp? {
        Timestamp(rfc3339: text.utf8.count == 10 ? "\(text)T00:00:00Z" : "\(text)")
    }
}
