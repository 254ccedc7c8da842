import MailCore

/// What is wrong with a field of addresses.
public struct AddressListFailure: Error, Sendable, Equatable {
    /// A clause for a person; what it quotes of the field is escaped.
    public let reason: String

    init(_ reason: String) { self.reason = reason.escapedForTerminal }
}
