import GRDB
import SMTPCore

/// The statements of the journal's hot path, prepared once on the writer's connection.
struct JournalStatements {
    let begin: SQLStatement
    let commit: SQLStatement
    let rollback: SQLStatement
    let owner: SQLStatement
    let marks: SQLStatement
    let cut: SQLStatement
    let cutWaiting: SQLStatement
    let rewriteWaiting: SQLStatement
    let cursor: SQLStatement
    let arm: SQLStatement
    let done: SQLStatement
    let putBack: SQLStatement
    let putBackMembers: SQLStatement
    let recipientStatus: SQLStatement
    let bounce: SQLStatement
    let departed: SQLStatement
    let leftSince: SQLStatement
    let suppressed: SQLStatement

    init(_ connection: WritingConnection) throws {
        begin = try SQLStatement(connection, "BEGIN IMMEDIATE")
        commit = try SQLStatement(connection, "COMMIT")
        rollback = try SQLStatement(connection, "ROLLBACK")
        owner = try SQLStatement(
            connection,
            """
            SELECT epoch, cancel_requested, (SELECT max(number) FROM envelope WHERE mailing = ?1) FROM mailing WHERE id = ?1
            """)
        marks = try SQLStatement(
            connection,
            "SELECT (SELECT coalesce(max(id), 0) FROM departure), (SELECT coalesce(max(id), 0) FROM suppression)")
        cut = try SQLStatement(
            connection,
            """
            INSERT INTO envelope (mailing, number, list, state, recipients, attempt, is_retry, cut_at, departure_mark,
                first_domain, first_subscriber, last_domain, last_subscriber, members)
            VALUES (?1, ?2, ?3, 'cut', ?4, 1, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
        cutWaiting = try SQLStatement(
            connection,
            """
            INSERT INTO envelope (state, is_retry, mailing, number, list, cut_at, departure_mark, \(WaitingEnvelope.columns))
            VALUES ('cut', 0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
                ?22)
            """)
        rewriteWaiting = try SQLStatement(
            connection,
            """
            UPDATE envelope SET state = 'cut', put_back = 0, exceptions = 0, (\(WaitingEnvelope.columns))
                = (?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
            WHERE id = ?1 AND state <> 'done'
            """)
        cursor = try SQLStatement(
            connection,
            """
            UPDATE mailing_list SET cursor_domain = ?3, cursor_subscriber = ?4, done = ?5
            WHERE mailing = ?1 AND position = ?2
            """)
        arm = try SQLStatement(
            connection,
            "UPDATE envelope SET state = 'armed', armed_at = ?2, epoch = ?3 WHERE id = ?1 AND state = 'cut'")
        done = try SQLStatement(
            connection,
            """
            UPDATE envelope SET state = 'done', outcome = ?2, exceptions = ?3, code = ?4, status = ?5, text = ?6,
                relay = ?7, done_at = ?8, not_before = NULL, replies = NULL
            WHERE id = ?1 AND state <> 'done'
            """)
        putBack = try SQLStatement(
            connection,
            """
            UPDATE envelope SET state = 'cut', attempt = attempt + ?2, not_before = ?3, relay = ?7, put_back = 1,
                tries = ?8, epoch = ?9, first_at = ?10,
                code = iif(?4 IS NULL AND attempt > 1, code, ?4), status = iif(?4 IS NULL AND attempt > 1, status, ?5),
                text = iif(?4 IS NULL AND attempt > 1, text, ?6), replies = iif(?4 IS NULL, replies, NULL)
            WHERE id = ?1 AND state <> 'done'
            """)
        putBackMembers = try SQLStatement(
            connection,
            "UPDATE envelope SET members = ?2, recipients = ?3, exceptions = 0, departure_mark = ?4 WHERE id = ?1")
        recipientStatus = try SQLStatement(
            connection,
            """
            INSERT INTO exception (mailing, subscriber, list, envelope, outcome, reason, code, status, text, relay,
                attempts, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            ON CONFLICT (mailing, subscriber) DO UPDATE SET list = excluded.list, envelope = excluded.envelope,
                outcome = excluded.outcome, reason = excluded.reason, code = excluded.code, status = excluded.status,
                text = excluded.text, relay = excluded.relay, attempts = excluded.attempts, at = excluded.at
            """)
        bounce = try SQLStatement(
            connection,
            """
            INSERT INTO bounce (at, mailing, list, subscriber, recipient, code, status, text, relay, kind, effect, class,
                rule, provider)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """)
        departed = try SQLStatement(connection, "SELECT subscriber FROM departure WHERE id > ?1 AND list = ?2")
        leftSince = try SQLStatement(
            connection,
            """
            SELECT EXISTS (SELECT 1 FROM departure d WHERE d.id > ?1 AND d.list = ?2
                AND d.subscriber IN (SELECT value FROM json_each((SELECT members FROM envelope WHERE id = ?3))))
            """)
        suppressed = try SQLStatement(
            connection,
            """
            SELECT EXISTS (SELECT 1 FROM json_each((SELECT members FROM envelope WHERE id = ?1)) j
                JOIN subscriber s ON s.id = j.value
                WHERE \(SuppressionSQL.reason(key: "s.address_key", domain: "s.domain", now: "?2")) IS NOT NULL)
            """)
    }
}

extension RecipientBatch {
    /// The ids as a JSON array, built by hand: this is done for every envelope.
    func jsonIDs(without excepted: Set<Int> = []) -> [UInt8] {
        // Of each a comma and at most 20 digits.
        [UInt8](unsafeUninitializedCapacity: ids.count * 21 + 2) { json, count in
            json[0] = UInt8(ascii: "[")
            count = 1
            for (index, id) in ids.enumerated() where excepted.isEmpty || !excepted.contains(index) {
                if count > 1 {
                    json[count] = UInt8(ascii: ",")
                    count += 1
                }
                count = json.writeDecimal(UInt64(id), at: count)
            }
            json[count] = UInt8(ascii: "]")
            count += 1
        }
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// - Returns: the place behind it.
    fileprivate func writeDecimal(_ value: UInt64, at start: Int) -> Int {
        var (rest, end) = (value, start + 1)
        while rest >= 10 { (rest, end) = (rest / 10, end + 1) }
        rest = value
        for place in (start..<end).reversed() {
            self[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return end
    }
}
