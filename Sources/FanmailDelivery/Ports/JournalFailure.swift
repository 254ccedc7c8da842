public import FanmailBasics

/// Why the journal could not do what was asked.
public struct JournalFailure: ExplainedError, Equatable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ name: String) { description = name }

        /// Somebody among the members left after the envelope was cut.
        public static let membersChanged = Self("membersChanged")
        /// Another process owns the mailing now.
        public static let notOwner = Self("notOwner")
        /// The mailing was cancelled.
        public static let cancelled = Self("cancelled")
        /// The database could not be written or read: disk full, I/O error, locked beyond patience.
        public static let storage = Self("storage")
    }

    public let kind: Kind
    /// What and why.
    public let explanation: Explanation

    /// The disk, or whoever holds the database, may let it be done another time.
    public var isTransient: Bool { kind == .storage }

    private init(_ kind: Kind, _ what: String) {
        self.kind = kind
        explanation = Explanation(what)
    }

    package static let membersChanged = Self(.membersChanged, "the members of an envelope changed")
    package static let notOwner = Self(.notOwner, "another process took the mailing over")
    package static let cancelled = Self(.cancelled, "cancelled")

    /// - Parameter what: a line for a person, with its place.
    package static func storage(_ what: String) -> Self { Self(.storage, what) }
}
