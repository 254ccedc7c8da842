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
        return try load(where: "number IN (\(numbers))", [], order: "number")
    }

    /// What was deferred and is due: whole envelopes, then recipients, regrouped.
    func cutDue(at now: Timestamp, limit: Int, envelopes: Int) throws -> [CutEnvelope] {
        let rows = try load(
            where: "not_before <= ?", [now.milliseconds], order: "not_before LIMIT \(envelopes)")
        try db.execute(
            sql: "UPDATE envelope SET not_before = NULL WHERE mailing = ? AND number IN (\(numbers(rows)))",
            arguments: [mailing])
        let page = rows.compactMap(\.envelope)
        return try page.isEmpty ? regroup(at: now, limit: limit, rows: envelopes * limit) : page
    }

    private func numbers(_ rows: [CutRow]) -> String {
        rows.map { String($0.number) }.joined(separator: ", ")
    }

    private func load(where condition: String, _ arguments: StatementArguments, order: String) throws -> [CutRow] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT e.id, number, e.list, attempt, is_retry,
                    iif(x.epoch = \(epoch), x.tries, 0), x.first_at, cut_at,
                    coalesce(not_before IS NOT NULL AND e.code >= 500, 0) FROM envelope e
                LEFT JOIN exception x ON is_retry AND x.mailing = e.mailing AND x.subscriber = first_subscriber
                WHERE e.mailing = \(mailing) AND state = 'cut' AND \(condition) ORDER BY \(order)
                """, arguments: arguments)
        return try rows.map { row in
            let envelope = CutEnvelope(
                id: row[0], number: row[1], list: row[2], reversePath: .null,
                recipients: RecipientBatch(), attempt: row[3], isRetry: row[4], departureMark: 0,
                tries: (row[5] ?? 0) + 1, firstOffered: Timestamp(row[6]), wasRefused: row[8])
            let cutAt = Timestamp(milliseconds: row[7])
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

    /// Reads the members anew: who left meanwhile, or is suppressed, is skipped.
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
        // Those who have a row of their own.
        var others: [Int64] = []
        for row in rows {
            let id: Int64 = row[0]
            guard let subscription = row[2] as Int64? else {
                let fate = try giveUp(
                    id, list: envelope.list, envelope: envelope.number, attempts: envelope.attempt - 1)
                if fate != .moved { others.append(id) }
                continue
            }
            if let suppressed = row[3] as String? {
                try writeSkipped(
                    id, list: envelope.list, reason: SuppressionSQL.skipped(suppressed), envelope: envelope.number)
                others.append(id)
                continue
            }
            batch.append(id: id, address: row[1] as String)
            if isIndividual(row[4], list: envelope.list) {
                recipient = RecipientDetails(
                    subscription: subscription, name: row[5], language: row[6], attributes: row[7])
            }
        }
        if batch.isEmpty {
            let json = JSONValue.array(others.map { .int($0) }).text
            try db.execute(
                sql: """
                    UPDATE envelope SET state = 'done', outcome = 'deferred', members = ?3, recipients = ?4,
                        exceptions = ?4, done_at = ?2, not_before = NULL WHERE id = ?1
                    """, arguments: [envelope.id, Timestamp.now.milliseconds, json, others.count])
            return nil
        }
        try writeMembers(batch.jsonIDs(), count: batch.count, mark: marks.departure, of: envelope.id)
        return CutEnvelope(
            id: envelope.id, number: envelope.number, list: envelope.list,
            reversePath: reversePath?(batch) ?? envelope.reversePath, recipients: batch, attempt: envelope.attempt,
            isRetry: envelope.isRetry, departureMark: marks.departure,
            suppressionMark: marks.suppression, recipient: recipient, tries: envelope.tries,
            firstOffered: envelope.firstOffered, wasRefused: envelope.wasRefused)
    }

    /// Cuts retry envelopes from the deferred recipients that are due, those first that have waited longest: of a page
    /// of them, in the order of the walk. In that order altogether, each page would have to sort all the rest.
    private func regroup(at now: Timestamp, limit: Int, rows: Int) throws -> [CutEnvelope] {
        let marks = try marks()
        let due = try Row.fetchAll(
            db,
            sql: """
                SELECT e.subscriber, s.address, e.list, e.attempts,
                    iif(e.epoch = \(epoch), e.tries, 0) AS tries, e.first_at, e.alone,
                    \(subscription(of: "e.subscriber", list: "e.list")), \(suppressed()), s.domain, s.name, s.language, s.attributes
                FROM (SELECT * FROM exception INDEXED BY exception_due
                    WHERE mailing = ?1 AND outcome = 'deferred' AND next_attempt_at <= ?2
                    ORDER BY next_attempt_at, subscriber LIMIT ?3) e
                CROSS JOIN subscriber s ON s.id = e.subscriber
                ORDER BY e.list, e.attempts, tries, s.domain, s.id
                """, arguments: [mailing, now.milliseconds, rows])
        let regroup = try db.cachedStatement(
            sql: """
                UPDATE exception SET next_attempt_at = NULL, envelope = ?2
                WHERE mailing = ?1 AND subscriber IN (SELECT value FROM json_each(?3))
                """)
        var envelopes: [CutEnvelope] = []
        var batch = RecipientBatch()
        var group: (list: Int64, attempts: Int, tries: Int) = (0, 0, 0)
        var firstOffered: Timestamp?
        var recipient: RecipientDetails?
        func close() throws {
            guard !batch.isEmpty else { return }
            let envelope = try insert(
                batch, list: group.list, attempt: group.attempts + 1, isRetry: true, marks, recipient: recipient,
                tries: group.tries + 1, firstOffered: firstOffered)
            let members = String(decoding: batch.jsonIDs(), as: UTF8.self)
            try regroup.execute(arguments: [mailing, envelope.number, members])
            envelopes.append(envelope)
            batch = RecipientBatch()
            firstOffered = nil
            recipient = nil
        }
        // Somebody is due now in another way.
        var isMore = false
        for row in due {
            guard let subscription = row[7] as Int64? else {
                let fate = try giveUp(row[0], list: row[2], envelope: nil, attempts: row[3], due: now)
                isMore = isMore || fate != .skipped
                continue
            }
            if let suppressed = row[8] as String? {
                try writeSkipped(row[0], list: row[2], reason: SuppressionSQL.skipped(suppressed), envelope: nil)
                continue
            }
            let next: (list: Int64, attempts: Int, tries: Int) = (row[2], row[3], row[4])
            let hasOwnMessage = isIndividual(row[9], list: next.list)
            let isIndividual = hasOwnMessage || row[6] || hasTurn(row[0], list: next.list)
            if isIndividual || next != group || batch.count == limit {
                try close()
                group = next
            }
            batch.append(id: row[0], address: row[1] as String)
            // Of many, the one who was offered last says how long they have been put off.
            firstOffered = [firstOffered, Timestamp(row[5])].compactMap(\.self).max()
            if hasOwnMessage {
                recipient = RecipientDetails(
                    subscription: subscription, name: row[10], language: row[11], attributes: row[12])
            }
            if isIndividual { try close() }
        }
        try close()
        return try envelopes.isEmpty && isMore ? self.regroup(at: now, limit: limit, rows: rows) : envelopes
    }

    /// The earliest next attempt of what is deferred.
    func nextDue() throws -> Timestamp? {
        let next = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(t) FROM (
                    SELECT min(not_before) AS t FROM envelope
                    WHERE mailing = ?1 AND not_before IS NOT NULL AND state = 'cut'
                    UNION ALL
                    SELECT min(next_attempt_at) FROM exception WHERE mailing = ?1 AND outcome = 'deferred')
                """, arguments: [mailing])
        return Timestamp(next)
    }
}
