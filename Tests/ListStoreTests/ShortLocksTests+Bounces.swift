import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import Testing

@testable import ListStore

/// What bounces make a list write, however many they are.
extension ShortLocksTests {
    /// Open probes: their letters are written down, or their time is over.
    func bounceWork(_ operation: Operation) throws -> () async throws -> Void {
        let isOver = operation == .probesSettling
        let store = store
        // So quick that fewer fit one transaction.
        if isOver { try grow(to: 40_000) }
        try store.execute(
            """
            INSERT INTO bounce_probe (at, list, subscriber, subscription, bounce, days, until)
            SELECT 1, list, subscriber, id, id, 7, ? FROM subscription WHERE id <= ?
            """, [isOver ? 2 : nil, isOver ? 40_000 : 300])
        return {
            if isOver {
                try store.settleProbes()
                #expect(try store.texts("SELECT DISTINCT outcome FROM bounce_probe") == ["passed"])
                return
            }
            var last: Int64 = 0
            while let end = try store.probesToWrite(after: last).last {
                for probe in try store.probesToWrite(after: last) { _ = try store.queue(probe, message: [0x61]) }
                last = end.id
            }
            #expect(try store.waitingNotices() == 300)
        }
    }

    /// `FANMAIL_DEFERRED=1000000` tells how long it takes at that size.
    @Test("Owners of a mailing of which much came back: whoever writes meanwhile is kept from nothing")
    func ownerWarnings() async throws {
        let wanted = ProcessInfo.processInfo.environment["FANMAIL_DEFERRED"].flatMap { Int($0) }
        let count = wanted ?? 40_000
        try grow(to: count)
        let mailing = try await paused()
        try store.execute(
            """
            INSERT INTO envelope (mailing, number, list, state, outcome, recipients, attempt, is_retry, cut_at, done_at,
                departure_mark, members)
            SELECT ?, id / 100 + 1, ?, 'done', 'accepted', count(*), 1, 0, 1, 1, 0, json_group_array(id)
            FROM subscriber GROUP BY id / 100
            """, [mailing, list.id])
        try store.execute(
            """
            INSERT INTO bounce (at, mailing, list, subscriber, recipient, kind, effect, class, provider, code)
            SELECT 1, ?, ?, id, address, 'hard', 'ended', 'address-unknown', domain, 550 FROM subscriber WHERE id % 10 < 3
            """, [mailing, list.id])
        var watches: [Watch] = []
        while watches.count < 4, !watches.contains(where: { $0.isShort }) {
            let (store, owner) = (store, list.definition.owner)
            try store.execute("DELETE FROM bounce_warning")
            watches.append(
                try await watched(writes: true) {
                    let warning = try #require(try store.ownerWarnings(of: mailing).first)
                    #expect(warning.recipients == count && warning.bounces == count * 3 / 10)
                    #expect(try store.queue(warning, to: owner, message: [0x61]) != nil)
                })
            if wanted != nil { print("owner warnings: \(watches)") }
        }
        #expect(watches.contains { $0.isShort }, "\(watches)")
    }
}
