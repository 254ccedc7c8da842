public import FanmailBasics

/// Why something could not be done: where, what, and what helps; with the exit status that says the kind (sysexits.h).
public struct FanmailFailure: ExplainedError, Equatable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String
        /// As documented for the command line.
        public let exitStatus: Int32

        public init(_ name: String, exitStatus: Int32) {
            description = name
            self.exitStatus = exitStatus
        }

        /// What was asked for is nothing that can be asked.
        public static let usage = Self("usage", exitStatus: 64)
        /// What was given cannot be used.
        public static let unusableInput = Self("unusableInput", exitStatus: 65)
        /// There is no such file, list, subscriber or mailing.
        public static let noInput = Self("noInput", exitStatus: 66)
        /// Somebody was refused.
        public static let refusals = Self("refusals", exitStatus: 67)
        /// No relay.
        public static let unavailable = Self("unavailable", exitStatus: 69)
        /// The disk is full, or cannot be read or written.
        public static let disk = Self("disk", exitStatus: 74)
        /// Another process has what is needed.
        public static let tryLater = Self("tryLater", exitStatus: 75)
        /// A setting cannot be used.
        public static let configuration = Self("configuration", exitStatus: 78)
    }

    public let kind: Kind
    /// Where, what and why, and what helps.
    public let explanation: Explanation
    /// One line: where, what, why, and what to do.
    public var message: String { explanation.description }

    /// - Parameter what: what, why, and what to do where no remedy of ``Remedy`` says it; with its place, unless that is
    ///   given apart.
    public init(_ kind: Kind, at place: String? = nil, _ what: String, remedy: Remedy? = nil) {
        self.init(kind, Explanation(what, at: place, remedy: remedy))
    }

    package init(_ kind: Kind, _ explanation: Explanation) {
        self.kind = kind
        self.explanation = explanation
    }

    /// The relay is down, the disk is full, or another process has what is needed.
    public var isTransient: Bool { [.unavailable, .disk, .tryLater].contains(kind) }

    public var exitStatus: Int32 { kind.exitStatus }
}
