extension Timestamp {
    /// The value of a `Date` field (RFC 5322, 3.3), in UTC: `Mon, 23 Nov 2026 09:00:00 +0000`.
    public var rfc5322Date: String {
        let fields = TimestampFields(self)
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let pad = TimestampFields.padded
        return "\(weekdays[fields.weekday]), \(pad(fields.day, 2)) \(months[Int(fields.month) - 1]) "
            + "\(pad(fields.year, 4)) \(pad(fields.hour, 2)):\(pad(fields.minute, 2)):\(pad(fields.second, 2)) +0000"
    }
}
