extension Int {
    /// `1,234,567`.
    package var grouped: String {
        let digits = Array(String(magnitude))
        let groups = stride(from: digits.count, to: 0, by: -3).reversed().map {
            String(digits[Swift.max(0, $0 - 3)..<$0])
        }
        return (self < 0 ? "-" : "") + groups.joined(separator: ",")
    }
}
