import FanmailBasics
import GRDB

/// Recipients who wait together for their next attempt: an envelope that is cut for it already.
struct WaitingEnvelope {
    struct Member {
        let subscriber: Int64
        let domain: String
        let reply: KeptReply
    }

    /// In the order of the walk, by domain and id.
    var members: [Member]
    /// The number of the next attempt.
    let attempt: Int
    /// The attempts so far of the owner that is named by `epoch`.
    var tries = 0
    var epoch: Int64 = 0
    /// When they were first offered; nil where they were not.
    var firstOffered: Timestamp?
    let notBefore: Timestamp
    var relay: String?
    /// It is merged with no other.
    var isIndividual = false

    /// What ``bind(to:at:)`` binds, and ``arguments`` are, in this order.
    static let columns = """
        recipients, attempt, code, status, text, relay, not_before, first_domain, first_subscriber, last_domain,
        last_subscriber, members, first_at, tries, epoch, alone, replies
        """

    func bind(to statement: SQLStatement, at place: Int32) {
        let (common, first, last) = (members.first?.reply, members.first, members.last)
        statement.bind(Int64(members.count), at: place)
        statement.bind(Int64(attempt), at: place + 1)
        statement.bind(common?.code, at: place + 2)
        statement.bind(common?.status, at: place + 3)
        statement.bind(common?.text, at: place + 4)
        statement.bind(relay, at: place + 5)
        statement.bind(notBefore.milliseconds, at: place + 6)
        statement.bind(first?.domain, at: place + 7)
        statement.bind(first?.subscriber, at: place + 8)
        statement.bind(last?.domain, at: place + 9)
        statement.bind(last?.subscriber, at: place + 10)
        statement.bind(ids, at: place + 11)
        statement.bind(firstOffered?.milliseconds, at: place + 12)
        statement.bind(Int64(tries), at: place + 13)
        statement.bind(epoch, at: place + 14)
        statement.bind(isIndividual ? 1 : 0, at: place + 15)
        statement.bind(replies, at: place + 16)
    }

    /// The same beyond the hot path.
    var arguments: StatementArguments {
        let (common, first, last) = (members.first?.reply, members.first, members.last)
        return [
            members.count, attempt, common?.code, common?.status, common?.text, relay, notBefore.milliseconds,
            first?.domain, first?.subscriber, last?.domain, last?.subscriber, ids, firstOffered?.milliseconds, tries,
            epoch, isIndividual, replies,
        ]
    }

    private var ids: String { JSONValue.array(members.map { .int($0.subscriber) }).text }

    /// The replies of those to whom something else was said than to the first; nil where that is nobody.
    private var replies: String? {
        guard let common = members.first?.reply else { return nil }
        let others = members.filter { $0.reply != common }
        return others.isEmpty ? nil : JSONValue.object(others.map { ("\($0.subscriber)", $0.reply.json) }).text
    }
}
