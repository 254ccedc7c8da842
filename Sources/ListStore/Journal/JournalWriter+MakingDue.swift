package import FanmailBasics
package import FanmailDelivery
import GRDB

extension JournalWriter {
    /// Where in the order of what waits somebody was.
    struct WaitingPlace: Sendable {
        var notBefore: Int64
        var id: Int64
    }

    /// Makes some of what waits due that goes by one of these routes.
    ///
    /// - Returns: the place behind what was looked at; nil when that was all.
    func makeDue(
        at now: Timestamp, of routes: Set<DeliveryRoute>, behind place: WaitingPlace
    ) throws -> WaitingPlace? {
        let (db, limit) = (try db, 500)
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, not_before, list, first_domain FROM envelope INDEXED BY envelope_put_back
                    WHERE mailing = ?1 AND not_before IS NOT NULL AND (not_before, id) > (?2, ?3)
                    ORDER BY not_before, id LIMIT ?4
                    """), arguments: [mailing, place.notBefore, place.id, limit])
        for row in rows where routes.contains(routing?(row[3] ?? "", row[2]) ?? .only) {
            try db.cachedStatement(sql: "UPDATE envelope SET not_before = ?1 WHERE id = ?2 AND state = 'cut'")
                .execute(arguments: [now.milliseconds, row[0] as Int64])
        }
        guard rows.count == limit, let last = rows.last else { return nil }
        return WaitingPlace(notBefore: last[1], id: last[0])
    }
}

extension SQLiteJournal {
    package func makeDue(at now: Timestamp, of routes: Set<DeliveryRoute>) async throws(JournalFailure) {
        var place: JournalWriter.WaitingPlace? = .init(notBefore: now.milliseconds, id: .max)
        while let behind = place {
            place = try await perform("retry") { try $0.makeDue(at: now, of: routes, behind: behind) }
        }
    }
}
