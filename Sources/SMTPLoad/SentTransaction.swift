/// A transaction of a run, as its sender knows it: what ``Reconciliation`` compares with a record.
public struct SentTransaction: Sendable, Codable, Equatable {
    public enum Outcome: String, Sendable, Codable {
        case accepted, refused, unsent, unknown
    }

    /// What stands before the `@` in its Message-ID.
    public var id: String
    /// Of the message, as the sink's record has it.
    public var digest: String
    public var recipients: [String]
    /// Of those without an exception.
    public var outcome: Outcome
    /// Places of the recipients that were not accepted.
    public var exceptions: [Int]
}
