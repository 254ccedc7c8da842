public import FanmailBasics

/// Why a message cannot be sent: one clause for a person, what is wrong and what to do.
public struct CompositionFailure: ExplainedError, Equatable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ name: String) { description = name }

        /// The message is malformed.
        public static let message = Self("message")
        /// It names no list.
        public static let noList = Self("noList")
        /// It went through this list, or was sent by a machine: sending it could go round in a circle.
        public static let loop = Self("loop")
        /// There is no such file.
        public static let noFile = Self("noFile")
    }

    public let kind: Kind
    /// The line of the message, from 1, if it is in one.
    public let line: Int?
    /// What and why, and what helps; a file of the letter's own stands in front of what is said of it.
    public let explanation: Explanation
    /// The same line, without the remedy.
    public var reason: String { what }

    /// What nobody foresaw.
    package init(unexpected error: any Error) { self.init("\(error)") }

    /// Of the message as a whole.
    init(_ reason: String) { self.init(.message, line: nil, reason) }

    init(_ kind: Kind = .message, line: Int? = nil, _ reason: String, remedy: Remedy? = nil) {
        self.kind = kind
        self.line = line
        explanation = Explanation(reason, remedy: remedy)
    }
}
