/// What was sent against what a sink has recorded: nothing lost, nothing doubled, nothing altered.
public struct Reconciliation: Sendable, Codable {
    /// Recipients of transactions that were accepted.
    public private(set) var accepted = 0
    /// Accepted, and not in the record.
    public private(set) var lost: [String] = []
    /// More than once in the record.
    public private(set) var doubled: [String] = []
    /// In the record with another digest than the message that was sent.
    public private(set) var altered: [String] = []
    /// In the record, though the sender was told that they were refused, or nothing of it was sent.
    public private(set) var unexpected: [String] = []
    /// Whose outcome the sender does not know, and how many of them are in the record.
    public private(set) var unknown = 0
    public private(set) var unknownTaken = 0
    /// Copies in the record that are no part of what was sent.
    public private(set) var foreign = 0

    public var isClean: Bool { lost.isEmpty && doubled.isEmpty && altered.isEmpty && unexpected.isEmpty }

    private struct Expected {
        var digest: String
        var outcome: SentTransaction.Outcome
        var copies = 0
        var isAltered = false
    }

    private var expected: [String: Expected] = [:]

    private enum CodingKeys: String, CodingKey {
        case accepted, lost, doubled, altered, unexpected, unknown, unknownTaken, foreign
    }

    public init() {}

    public mutating func sent(_ transaction: SentTransaction) {
        let exceptions = Set(transaction.exceptions)
        for (index, recipient) in transaction.recipients.enumerated() {
            let outcome = exceptions.contains(index) ? .refused : transaction.outcome
            expected[recipient] = Expected(digest: transaction.digest, outcome: outcome)
        }
    }

    /// After everything that was sent.
    public mutating func recorded(_ forwardPath: String, digest: String) {
        guard var copy = expected[forwardPath] else {
            foreign += 1
            return
        }
        copy.copies += 1
        if copy.digest != digest { copy.isAltered = true }
        expected[forwardPath] = copy
    }

    /// Draws the sums.
    public mutating func finish() {
        for (recipient, copy) in expected.sorted(by: { $0.key < $1.key }) {
            switch copy.outcome {
            case .accepted:
                accepted += 1
                if copy.copies == 0 { lost.append(recipient) }
            case .unknown:
                unknown += 1
                if copy.copies > 0 { unknownTaken += 1 }
            case .refused, .unsent: if copy.copies > 0 { unexpected.append(recipient) }
            }
            if copy.copies > 1 { doubled.append(recipient) }
            if copy.isAltered { altered.append(recipient) }
        }
        expected.removeAll()
    }
}
