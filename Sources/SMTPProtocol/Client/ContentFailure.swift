public import FanmailBasics

/// Why a message cannot be sent as it is.
public struct ContentFailure: ExplainedError, Equatable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        /// The kind's name.
        public let description: String

        /// One more kind, by its name.
        public init(_ name: String) { description = name }

        /// LF without CR before it (RFC 5321, 2.3.8); smuggles commands past some servers.
        public static let bareLineFeed = Self("bareLineFeed")
        /// CR without LF behind it (RFC 5321, 2.3.8).
        public static let bareCarriageReturn = Self("bareCarriageReturn")
        /// NUL (RFC 5322, 4).
        public static let nul = Self("nul")
        /// Over 998 octets without CRLF (RFC 5322, 2.1.1).
        public static let longLine = Self("longLine")
    }

    /// What is wrong.
    public let kind: Kind
    /// Where it begins: the octets before it.
    public let offset: Int
    /// Where, what and what is right.
    public let explanation: Explanation

    private init(_ kind: Kind, _ offset: Int, _ what: String) {
        self.kind = kind
        self.offset = offset
        explanation = Explanation(what, at: "octet \(offset)")
    }

    static func bareLineFeed(offset: Int) -> Self {
        Self(.bareLineFeed, offset, "a line feed without a carriage return before it; end lines in CRLF")
    }

    static func bareCarriageReturn(offset: Int) -> Self {
        Self(.bareCarriageReturn, offset, "a carriage return without a line feed behind it; end lines in CRLF")
    }

    static func nul(offset: Int) -> Self {
        Self(.nul, offset, "a NUL, which no message may hold; encode the part")
    }

    static func longLine(offset: Int) -> Self {
        Self(.longLine, offset, "a line goes on here beyond 998 octets; break it, or encode the part")
    }
}
