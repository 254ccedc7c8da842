import SMTPCore

extension Reply {
    /// As they are counted: `550 5.1.1`.
    var codes: String { status.map { "\(code) \($0)" } ?? "\(code)" }
}
