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

    /// Of one message to one recipient.
    private struct Tally {
        /// How often by outcome: a transaction may name an address twice, and the server take it once.
        var accepted: UInt32 = 0
        var unknown: UInt32 = 0
        /// Refused or unsent.
        var none: UInt32 = 0
        var copies: UInt32 = 0

        mutating func note(_ outcome: SentTransaction.Outcome) {
            switch outcome {
            case .accepted: accepted += 1
            case .unknown: unknown += 1
            case .refused, .unsent: none += 1
            }
        }
    }

    private struct Expected {
        let digest: String
        var tally = Tally()
        /// Of further messages that have the same id, by their digests: those of files may, or have none.
        var others: [String: Tally] = [:]
        /// Copies with no digest of these.
        var altered: UInt32 = 0

        mutating func change(_ digest: String, _ body: (inout Tally) -> Void) {
            if digest == self.digest { body(&tally) } else { body(&others[digest, default: Tally()]) }
        }

        func has(_ digest: String) -> Bool { digest == self.digest || others[digest] != nil }

        var all: [Tally] { [tally] + others.values }
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
            expected[copy, default: Expected(digest: transaction.digest)].change(transaction.digest) {
                $0.note(outcome)
            }
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
        if known.has(digest) { known.change(digest) { $0.copies += 1 } } else { known.altered += 1 }
        expected[copy] = known
    }

    /// Draws the sums.
    public mutating func finish() {
        for (key, copy) in expected.sorted(by: { $0.key < $1.key }) { finish(copy, key.recipient) }
        expected.removeAll()
    }

    private mutating func finish(_ copy: Expected, _ recipient: String) {
        func add(_ count: Int, to list: inout [String]) { list += Array(repeating: recipient, count: max(0, count)) }
        // Of copies that belong to no message by their digest; each may stand for one that is missing.
        var (more, missing, possible, none) = (Int(copy.altered), 0, 0, 0)
        for tally in copy.all {
            accepted += Int(tally.accepted)
            unknown += Int(tally.unknown)
            var rest = Int(tally.copies) - Int(tally.accepted)
            missing += max(0, -rest)
            rest = max(0, rest)
            let taken = min(rest, Int(tally.unknown))
            let refused = min(rest - taken, Int(tally.none))
            unknownTaken += taken
            add(refused, to: &unexpected)
            add(rest - taken - refused, to: &doubled)
            possible += Int(tally.unknown) - taken
            none += Int(tally.none) - refused
        }
        add(missing - more, to: &lost)
        more = max(0, more - missing)
        unknownTaken += min(more, possible)
        more = max(0, more - possible)
        add(min(more, none), to: &unexpected)
        add(more - none, to: &doubled)
        if copy.altered > 0 { altered.append(recipient) }
    }
}
