extension Double {
    /// A rate for people: with a decimal below ten, with commas from a thousand on.
    package var shown: String {
        guard self.isFinite, abs(self) < 1e15 else { return "\(self)" }
        if self > 0, self < 9.95 { return "\((self * 10).rounded() / 10)" }
        return Int(self.rounded()).grouped
    }
}
