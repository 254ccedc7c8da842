import FanmailBasics

/// What is wrong with a field of addresses.
public struct AddressListFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// A clause for a person; what it quotes of the field is escaped.
    public let reason: String
    /// A name without quotes may be the reason, such as that of `Bob, Smith <bob@example.org>`.
    let mayBeName: Bool

    public var description: String { reason }

    init(_ reason: String, mayBeName: Bool = false) {
        self.reason = reason.escapedForTerminal
        self.mayBeName = mayBeName
    }
}
