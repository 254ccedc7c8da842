/// Why a list file, a configuration or a file of subscribers cannot be used: one line for a person.
public struct InputFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// The content cannot be used.
        case input
        /// There is no such file.
        case notFound
        /// The file is there and cannot be read.
        case unreadable
        /// A setting, wherever it comes from, cannot be used.
        case configuration
        /// A flag on the command line cannot be used.
        case usage
    }

    public let kind: Kind
    /// Where: `lists/announce.toml:4`, `FANMAIL_RATE`, `--rate`. Safe to show.
    public let place: String
    /// Why, and what to do. Safe to show.
    public let message: String

    package init(_ kind: Kind, _ place: String, _ message: String) {
        self.kind = kind
        self.place = place.escapedForTerminal
        self.message = message.escapedForTerminal
    }

    public var description: String { "\(place): \(message)" }
}
