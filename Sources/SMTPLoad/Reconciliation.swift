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
        /// Of further messages that have the same id: those of files may, or have none.
        var others: Set<String> = []
        /// How often by outcome: a transaction may name an address twice, and the server take it once.
        var accepted: UInt32 = 0
        var unknown: UInt32 = 0
        /// Refused or unsent.
        var none: UInt32 = 0
        var copies: UInt32 = 0
        var isAltered = false

        mutating func note(_ digest: String, _ outcome: SentTransaction.Outcome) {
            if digest != self.digest { others.insert(digest) }
            switch outcome {
            case .accepted: accepted += 1
            case .unknown: unknown += 1
            case .refused, .unsent: none += 1
            }
        }

        func has(_ digest: String) -> Bool { digest == self.digest || others.contains(digest) }
    }

    private struct Copy: Hashable, Comparable {
        let id, recipient: String

        static func < (left: Copy, right: Copy) -> Bool {
            (left.recipient, left.id) < (right.recipient, right.id)
        }
    }

    private var expected: [Copy: Expected] = [:]

    private enum CodingKeys: String, CodingKey {
        case accepted, lost, doubled, altered, unexpected, unknown, unknownTaken, foreign
    }

    public init() {}

    public mutating func sent(_ transaction: SentTransaction) {
        let exceptions = Set(transaction.exceptions)
        for (index, recipient) in transaction.recipients.enumerated() {
            let outcome = exceptions.contains(index) ? .refused : transaction.outcome
            let copy = Copy(id: transaction.id, recipient: recipient)
            expected[copy, default: Expected(digest: transaction.digest)].note(transaction.digest, outcome)
        }
    }

    /// After everything that was sent. A copy belongs to the transaction whose id its Message-ID has; those of other runs
    /// into the same server are ``foreign``.
    public mutating func recorded(_ forwardPath: String, messageID: String?, digest: String) {
        let id = messageID.map { $0.drop { $0 == "<" }.prefix { $0 != "@" } } ?? ""
        let copy = Copy(id: String(id), recipient: forwardPath)
        guard var known = expected[copy] else {
            foreign += 1
            return
        }
        known.copies += 1
        if !known.has(digest) { known.isAltered = true }
        expected[copy] = known
    }

    /// Draws the sums.
    public mutating func finish() {
        for (key, copy) in expected.sorted(by: { $0.key < $1.key }) {
            let recipient = key.recipient
            accepted += Int(copy.accepted)
            unknown += Int(copy.unknown)
            if copy.copies < copy.accepted {
                lost.append(recipient)
            } else {
                let (more, possible) = (copy.copies - copy.accepted, copy.unknown)
                unknownTaken += Int(min(more, possible))
                if more > possible, copy.none > 0 { unexpected.append(recipient) }
                if more > possible + copy.none { doubled.append(recipient) }
            }
            if copy.isAltered { altered.append(recipient) }
        }
        expected.removeAll()
    }
}
