/// Why a list file, a configuration or a file of subscribers cannot be used: one line for a person.
public struct InputFailure: ExplainedError, Hashable {
    /// What is wrong, for a program to tell apart. There may be more kinds one day.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ name: String) { description = name }

        /// The content cannot be used.
        public static let input = Self("input")
        /// There is no such file.
        public static let notFound = Self("notFound")
        /// The file is there and cannot be read.
        public static let unreadable = Self("unreadable")
        /// A setting, wherever it comes from, cannot be used.
        public static let configuration = Self("configuration")
        /// What was asked for in words of its own, such as a flag, cannot be used.
        public static let usage = Self("usage")
    }

    public let kind: Kind
    /// Its place: `lists/announce.toml:4`, the name of a variable or a flag.
    public let explanation: Explanation

    package init(_ kind: Kind, _ place: String, _ what: String, remedy: Remedy? = nil) {
        self.kind = kind
        explanation = Explanation(what, at: place, remedy: remedy)
    }
}
