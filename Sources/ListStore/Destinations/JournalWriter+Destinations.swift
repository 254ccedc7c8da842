import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB

extension JournalWriter {
    /// How exactly it is noted when a run was at a destination.
    private static let hour: Int64 = 3_600_000

    /// Writes where a run stands at some of its destinations; what is learned, only where that is something else.
    func write(_ told: [String: DestinationStatus]) throws {
        let (db, now) = (try db, Timestamp.now.milliseconds)
        for status in told.values {
            let reply = status.lastReply.map(Self.withoutAddresses)
            try db.cachedStatement(
                sql: """
                    INSERT INTO destination_run (mailing, destination, at, most, connections, ready_envelopes,
                        ready_recipients, accepted, deferred, refused, rate, last_reply, limited_by, limited_until)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                    ON CONFLICT (mailing, destination) DO UPDATE SET (at, most, connections, ready_envelopes,
                        ready_recipients, accepted, deferred, refused, rate, last_reply, limited_by, limited_until)
                        = (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                    """
            ).execute(arguments: [
                mailing, status.name, now, status.window, status.connections, status.readyEnvelopes,
                status.readyRecipients, status.accepted, status.deferred, status.refused, status.rate, reply,
                status.limit.rawValue, status.limitedUntil?.milliseconds,
            ])
            let until = status.limit == .backOff ? status.limitedUntil?.milliseconds : nil
            let domains =
                status.domains.isEmpty
                ? nil
                : JSONValue.array(status.domains.prefix(DestinationStatus.domainsTold).map { .string($0) }).text
            try db.cachedStatement(
                sql: """
                    INSERT INTO destination (name, provider, domains, connections, back_offs, back_off_until, last_reply,
                        recipient_limit, seen_at)
                    VALUES (?1, ?2, coalesce(?3, '[]'), ?4, ?5, ?6, ?7, ?8, ?9)
                    ON CONFLICT (name) DO UPDATE SET provider = coalesce(?2, provider), domains = coalesce(?3, domains),
                        connections = ?4, back_offs = ?5, back_off_until = ?6, last_reply = ?7, recipient_limit = ?8,
                        seen_at = ?9
                    WHERE (provider, domains, connections, back_offs, back_off_until, last_reply, recipient_limit, seen_at)
                        IS NOT (coalesce(?2, provider), coalesce(?3, domains), ?4, ?5, ?6, ?7, ?8, ?9)
                    """
            ).execute(arguments: [
                status.name, status.provider, domains, max(1, status.window), status.backOffs, until, reply,
                status.recipientLimit, now / Self.hour * Self.hour,
            ])
        }
    }

    /// A server may name whoever it speaks of, who may want to be forgotten one day.
    private static func withoutAddresses(_ reply: String) -> String {
        guard reply.contains("@") else { return reply }
        return reply.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.contains("@") ? "<…>" : String(word)
        }.joined(separator: " ")
    }

    /// Some of what no run has needed for long: destinations that nobody has paused, and where mailings stood there.
    ///
    /// - Returns: whether there may be more.
    func forgetDestinations() throws -> Bool {
        let (db, limit) = (try db, 200)
        let before = Timestamp.now.milliseconds - Store.destinationMemory
        try db.execute(
            sql: """
                DELETE FROM destination WHERE name IN (SELECT name FROM destination INDEXED BY destination_seen
                    WHERE seen_at < ?1 AND paused_at IS NULL LIMIT ?2)
                """, arguments: [before, limit])
        let destinations = db.changesCount
        try db.execute(
            sql: """
                DELETE FROM destination_run WHERE (mailing, destination) IN (
                    SELECT mailing, destination FROM destination_run INDEXED BY destination_run_at WHERE at < ?1 LIMIT ?2)
                """, arguments: [before, limit])
        return destinations == limit || db.changesCount == limit
    }
}
