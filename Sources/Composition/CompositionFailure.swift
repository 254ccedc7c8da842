import FanmailBasics

/// Why a message cannot be sent: one clause for a person, what is wrong and what to do.
public struct CompositionFailure: Error, Sendable, Equatable {
    public enum Kind: Sendable {
        /// The message is malformed.
        case message
        /// It names no list.
        case noList
        /// It went through this list, or was sent by a machine: sending it could go round in a circle.
        case loop
    }

    public let kind: Kind
    /// The line of the message, from 1, if it is in one.
    public let line: Int?
    /// What it quotes of the message is escaped.
    public let reason: String

    /// What nobody foresaw.
    package init(unexpected error: any Error) { self.init("\(error)") }

    /// Of the message as a whole.
    init(_ reason: String) { self.init(.message, line: nil, reason) }

    init(_ kind: Kind = .message, line: Int? = nil, _ reason: String) {
        self.kind = kind
        self.line = line
        self.reason = reason.escapedForTerminal
    }
}
