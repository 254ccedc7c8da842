import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore

/// What was cut before: by an earlier owner, or put back, or deferred.
extension JournalWriter {
    /// A row that was cut before: its number, and the envelope unless nobody of it is left.
    struct CutRow: Sendable {
        let number: Int64
        let envelope: CutEnvelope?
    }

    /// Envelopes that an earlier owner cut and never armed, in order.
    func cutRows(_ numbers: [Int64]) throws -> [CutRow] {
        let numbers = numbers.map(String.init).joined(separator: ", ")
        return try load(where: "number IN (\(numbers))", order: "number")
    }

    func load(where condition: String, order: String) throws -> [CutRow] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, number, list, attempt, iif(epoch = \(epoch), tries, 0), first_at, cut_at,
                    coalesce(put_back AND not_before IS NOT NULL AND code >= 500, 0) FROM envelope
                WHERE mailing = \(mailing) AND state = 'cut' AND \(condition) ORDER BY \(order)
                """)
        return try rows.map { row in
            let attempt: Int = row[3]
            let firstOffered = Timestamp(row[5] as Int64?)
            let envelope = CutEnvelope(
                id: row[0], number: row[1], list: row[2], reversePath: .null,
                recipients: RecipientBatch(), attempt: attempt, isRetry: attempt > 1 || firstOffered != nil,
                departureMark: 0, tries: row[4] + 1, firstOffered: firstOffered, wasRefused: row[7])
            let cutAt = Timestamp(milliseconds: row[6])
            return try CutRow(
                number: row[1],
                envelope: readMembersAgain(envelope) {
                    self.reversePath(of: envelope.list, envelope: envelope.id, $0, cutAt: cutAt)
                })
        }
    }

    /// A column: the spell by which a subscriber belongs to the audience, NULL when it is over.
    private func subscription(of subscriber: String, list: String) -> String {
        let isActiveStill = lists.first?.audience.marks.isActiveStill("x") ?? "0"
        return """
            (SELECT x.id FROM subscription x
                WHERE x.subscriber = \(subscriber) AND x.list = \(list) AND \(isActiveStill))
            """
    }

    /// The column that says why a subscriber `s` is suppressed.
    private func suppressed() throws -> String {
        try SuppressionSQL.isEmpty(db)
            ? "NULL" : SuppressionSQL.reason(key: "s.address_key", domain: "s.domain")
    }

    /// Reads the members anew: who left meanwhile, or is suppressed, is skipped. Who is reached in another way than the first,
    /// since routes were changed between two runs, goes over to an envelope that is due.
    ///
    /// - Parameter reversePath: that of those who are left; nil for the envelope's.
    func readMembersAgain(
        _ envelope: CutEnvelope, reversePath: ((RecipientBatch) -> ReversePath)? = nil
    ) throws -> CutEnvelope? {
        let marks = try marks()
        var batch = RecipientBatch()
        var recipient: RecipientDetails?
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT s.id, s.address,
                    \(subscription(of: "s.id", list: "?2")), \(suppressed()), s.domain, s.name, s.language, s.attributes
                FROM envelope e JOIN json_each(e.members) j JOIN subscriber s ON s.id = j.value
                WHERE e.id = ?1 ORDER BY j.id
                """, arguments: [envelope.id, envelope.list])
        var route: DeliveryRoute?
        var elsewhere: [DeliveryRoute: [WaitingEnvelope.Member]] = [:]
        // Those who have a row of their own now.
        var others: [Int64] = []
        for row in rows {
            let id: Int64 = row[0]
            guard let subscription = row[2] as Int64? else {
                let fate = try giveUp(
                    id, list: envelope.list, envelope: envelope.number, attempts: envelope.attempt - 1,
                    firstOffered: envelope.firstOffered)
                if fate == .skipped || fate == .joined { others.append(id) }
                continue
            }
            if let suppressed = row[3] as String? {
                try writeSkipped(
                    id, list: envelope.list, reason: SuppressionSQL.skipped(suppressed), envelope: envelope.number)
                others.append(id)
                continue
            }
            if let routing {
                let own = routing(row[4], envelope.list)
                if own != route ?? own {
                    elsewhere[own, default: []].append(.init(subscriber: id, domain: row[4], reply: KeptReply(nil)))
                    continue
                }
                route = own
            }
            batch.append(id: id, address: row[1] as String)
            if isIndividual(row[4], list: envelope.list) {
                recipient = RecipientDetails(
                    subscription: subscription, name: row[5], language: row[6], attributes: row[7])
            }
        }
        for (_, members) in elsewhere {
            try cut(
                WaitingEnvelope(
                    members: members, attempt: envelope.attempt, tries: envelope.tries - 1, epoch: epoch,
                    firstOffered: envelope.firstOffered, notBefore: .now), list: envelope.list, mark: marks.departure)
        }
        if batch.isEmpty {
            let json = JSONValue.array(others.map { .int($0) }).text
            try db.execute(
                sql: """
                    UPDATE envelope SET state = 'done', outcome = 'deferred', members = ?3, recipients = ?4,
                        exceptions = ?4, done_at = ?2, not_before = NULL, replies = NULL WHERE id = ?1
                    """, arguments: [envelope.id, Timestamp.now.milliseconds, json, others.count])
            return nil
        }
        try writeMembers(batch.jsonIDs(), count: batch.count, mark: marks.departure, of: envelope.id)
        return CutEnvelope(
            id: envelope.id, number: envelope.number, list: envelope.list,
            reversePath: reversePath?(batch) ?? envelope.reversePath, recipients: batch, attempt: envelope.attempt,
            isRetry: envelope.isRetry, departureMark: marks.departure,
            suppressionMark: marks.suppression, recipient: recipient, tries: envelope.tries,
            firstOffered: envelope.firstOffered, wasRefused: envelope.wasRefused, route: route ?? .only)
    }
}
