/// What is wrong with a header section.
public struct HeaderFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// A clause for a person.
    public let message: String

    public var description: String { "line \(line): \(message)" }

    init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }
}
