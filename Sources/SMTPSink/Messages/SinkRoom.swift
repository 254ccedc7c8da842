/// How much is kept; the oldest goes where there is more.
public struct SinkRoom: Sendable, Equatable {
    /// Messages.
    public var messages: Int
    /// Octets of them with their envelopes; the newest is kept however long its envelope is.
    public var octets: Int

    /// 1,000 messages of together 100 MB, unless something else is said.
    public init(messages: Int = 1_000, octets: Int = 100_000_000) {
        self.messages = messages
        self.octets = octets
    }

    /// Whether so much is too much.
    package func isExceeded(by count: Int, _ octets: Int) -> Bool { count > messages || octets > self.octets }
}
