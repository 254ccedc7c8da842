/// What is wrong with a header section.
public struct HeaderFailure: Error, Sendable, Equatable {
    /// From 1.
    public let line: Int
    /// A clause for a person.
    public let message: String

    init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }
}
