import FanmailBasics
import FanmailDelivery
import GRDB

/// What waited and is due. Small envelopes are merged then, in the order of the walk, and those are split that have more
/// members than a server takes.
extension JournalWriter {
    /// Members of a page, each of whom is looked up.
    private static let mostMembers = 2000
    /// Envelopes of a page.
    private static let mostEnvelopes = 2000

    /// An envelope that waits, without its members.
    private struct DueRow {
        /// What envelopes have in common that are merged.
        struct Kind: Hashable {
            let list: Int64
            let attempt: Int
            let tries: Int
            /// When they were first offered, to the hour: who waits longest is not made to wait longer by others.
            let hour: Int64?
            let route: DeliveryRoute
        }

        let id: Int64
        let number: Int64
        let kind: Kind
        let recipients: Int
        let firstDomain: String
        let firstSubscriber: Int64
        let firstOffered: Timestamp?
        let notBefore: Timestamp
        let relay: String?
        let departureMark: Int64
        /// It stays as it is.
        let isWhole: Bool
        let isIndividual: Bool
    }

    /// Hands out what is due, what has waited longest first; empty when nothing is.
    ///
    /// - Parameters:
    ///   - limit: the most members of an envelope.
    ///   - ways: where that is less.
    func cutDue(at now: Timestamp, limit: Int, ways: RouteLimits = .none) throws -> [CutEnvelope] {
        while true {
            let due = try dueRows(at: now, envelopes: max(1, min(Self.mostEnvelopes, limit * 100)))
            guard !due.isEmpty else { return [] }
            let ids = try repack(due, limit: limit, ways).map(String.init).joined(separator: ", ")
            let rows = try load(
                where: "id IN (\(ids))", order: "list, attempt, tries, first_domain, first_subscriber, number")
            try db.execute(
                sql: """
                    UPDATE envelope SET not_before = NULL, tries = iif(epoch = ?1, tries, 0), epoch = ?1
                    WHERE id IN (\(ids)) AND state = 'cut'
                    """, arguments: [epoch])
            let page = rows.compactMap(\.envelope)
            if !page.isEmpty { return page }
        }
    }

    /// The earliest next attempt of what waits.
    func nextDue() throws -> Timestamp? {
        let next = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(not_before) FROM envelope INDEXED BY envelope_put_back
                WHERE mailing = ? AND not_before IS NOT NULL
                """, arguments: [mailing])
        return Timestamp(next)
    }

    private func dueRows(at now: Timestamp, envelopes: Int) throws -> [DueRow] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, number, list, attempt, iif(epoch = ?3, tries, 0), first_at, recipients, first_domain,
                    first_subscriber, put_back, alone, not_before, relay, departure_mark
                FROM envelope INDEXED BY envelope_put_back
                WHERE mailing = ?1 AND not_before <= ?2 ORDER BY not_before LIMIT ?4
                """, arguments: [mailing, now.milliseconds, epoch, envelopes])
        var due: [DueRow] = []
        var members = 0
        while let row = try rows.next() {
            members += row[6]
            if !due.isEmpty, members > Self.mostMembers { break }
            let first: Int64? = row[5]
            let (list, domain, subscriber): (Int64, String, Int64) = (row[2], row[7] ?? "", row[8] ?? 0)
            due.append(
                DueRow(
                    id: row[0], number: row[1],
                    kind: DueRow.Kind(
                        list: list, attempt: row[3], tries: row[4], hour: first.map { $0 / 3_600_000 },
                        route: routing?(domain, list) ?? .only),
                    recipients: row[6], firstDomain: domain, firstSubscriber: subscriber,
                    firstOffered: Timestamp(first), notBefore: Timestamp(milliseconds: row[11]), relay: row[12],
                    departureMark: row[13], isWhole: row[9],
                    isIndividual: row[10] || isIndividual(domain, list: list) || hasTurn(subscriber, list: list)))
        }
        return due
    }

    /// Merges and splits.
    ///
    /// - Returns: the ids of the envelopes that there are now.
    private func repack(_ due: [DueRow], limit common: Int, _ ways: RouteLimits) throws -> [Int64] {
        var ids = due.filter { $0.isWhole || $0.isIndividual }.map(\.id)
        for (kind, rows) in Dictionary(grouping: due.filter { !$0.isWhole && !$0.isIndividual }, by: \.kind) {
            let limit = ways.limit(of: kind.route, common)
            let inOrder = rows.sorted { ($0.firstDomain, $0.firstSubscriber) < ($1.firstDomain, $1.firstSubscriber) }
            var pile: [DueRow] = []
            var members = 0
            for row in inOrder {
                if !pile.isEmpty, members + row.recipients > limit {
                    ids += try merge(pile, members: members, limit: limit)
                    (pile, members) = ([], 0)
                }
                pile.append(row)
                members += row.recipients
            }
            ids += try merge(pile, members: members, limit: limit)
        }
        return ids
    }

    /// The one with the highest number stays, so that no number, and no id, is ever given out twice.
    private func merge(_ pile: [DueRow], members: Int, limit: Int) throws -> [Int64] {
        guard let last = pile.max(by: { $0.number < $1.number }) else { return [] }
        if pile.count == 1, members <= limit { return [last.id] }
        let all = try self.members(of: pile.map(\.id))
        let pieces = stride(from: 0, to: all.count, by: limit).map { Array(all[$0..<min($0 + limit, all.count)]) }
        let others = pile.map(\.id).filter { $0 != last.id }
        if !others.isEmpty {
            try db.execute(sql: "DELETE FROM envelope WHERE id IN (\(others.map(String.init).joined(separator: ", ")))")
        }
        var ids = [last.id]
        for (place, piece) in pieces.enumerated() {
            let waiting = WaitingEnvelope(
                members: piece, attempt: last.kind.attempt, tries: last.kind.tries, epoch: epoch,
                firstOffered: pile.compactMap(\.firstOffered).max(), notBefore: last.notBefore, relay: last.relay)
            if place == 0 {
                try rewrite(waiting, over: last.id)
            } else {
                try cut(waiting, list: last.kind.list, mark: last.departureMark)
                ids.append(statements.cutWaiting.lastInsertedID)
            }
        }
        return ids
    }

    /// The members of some envelopes, in the order of the walk, with what they were told last.
    private func members(of envelopes: [Int64]) throws -> [WaitingEnvelope.Member] {
        let ids = envelopes.map(String.init).joined(separator: ", ")
        var common: [Int64: KeptReply] = [:]
        var own: [Int64: KeptReply] = [:]
        let said = try Row.fetchAll(
            db, sql: "SELECT id, code, status, text, replies FROM envelope WHERE id IN (\(ids))")
        for row in said {
            common[row[0]] = KeptReply(code: row[1], status: row[2], text: row[3])
            guard let replies = row[4] as String?, case .object(let others) = try JSONValue(parsing: replies) else {
                continue
            }
            for (member, reply) in others { if let id = Int64(member) { own[id] = KeptReply(json: reply) } }
        }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT s.id, s.domain, e.id FROM envelope e CROSS JOIN json_each(e.members) j
                CROSS JOIN subscriber s ON s.id = j.value WHERE e.id IN (\(ids)) ORDER BY s.domain, s.id
                """
        ).map {
            let (subscriber, domain): (Int64, String) = ($0[0], $0[1])
            return WaitingEnvelope.Member(
                subscriber: subscriber, domain: domain, reply: own[subscriber] ?? common[$0[2]] ?? KeptReply(nil))
        }
    }
}
