import FanmailBasics

extension String {
    /// With blanks behind it up to so many columns of the screen, and one at least.
    package func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - columns))
    }
}
