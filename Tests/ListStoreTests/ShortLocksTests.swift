import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import Synchronization
import Testing

@testable import ListStore

/// Whatever is written at length is written in short transactions: whoever else wants to write gets their turn.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ShortLocksTests {
    enum Operation: String, CaseIterable, Sendable {
        case takeOver, takeOverPutBack, resendUnknown, retries, bounces, cancelling, undoing, undoingSeen, restoring
        case suppressing, removing, resendEnvelopes, reopenEnvelopes, probing, probesSettling
    }

    static let count = 5_000
    private let scratch: Scratch
    let store: Store
    let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(Self.count))
            INSERT INTO subscriber (address, address_key, domain, created_at)
            SELECT 'u' || i || '@d' || (i % 7) || '.example', 'u' || i || '@d' || (i % 7) || '.example',
                'd' || (i % 7) || '.example', 1 FROM n
            """)
        try store.execute(
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
            SELECT \(list.id), id, domain, address, 'active', 1, 'test' FROM subscriber
            """)
    }

    /// A mailing that was walked to its end and is paused.
    func paused() async throws -> Int64 {
        let (mailing, journal) = try store.start([list], limit: 100)
        try store.execute("UPDATE mailing_list SET done = 1")
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        return mailing
    }

    /// Makes the list as long as that.
    func grow(to count: Int) throws {
        try store.execute(
            """
            WITH RECURSIVE n (i) AS (SELECT \(Self.count + 1) UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
            INSERT INTO subscriber (address, address_key, domain, created_at)
            SELECT 'u' || i || '@d.example', 'u' || i || '@d.example', 'd.example', 1 FROM n WHERE i <= \(count)
            """)
        try store.execute(
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source)
            SELECT \(list.id), id, domain, address, 'active', 1, 'test' FROM subscriber WHERE id > \(Self.count)
            """)
    }

    private func insertStatuses(_ mailing: Int64, _ outcome: Outcome) throws {
        try store.execute(
            """
            INSERT INTO exception (mailing, subscriber, list, outcome, text, attempts, at)
            SELECT ?, id, ?, ?, '451 ' || address, 1, 1 FROM subscriber
            """, [mailing, list.id, outcome.rawValue])
    }

    /// Everybody is deferred, each in an envelope of their own: there are no more of them, whatever servers say.
    private func insertWaiting(_ mailing: Int64, until next: Timestamp) throws {
        try store.execute(
            """
            INSERT INTO envelope (mailing, number, list, state, recipients, attempt, is_retry, code, text, cut_at, not_before,
                departure_mark, first_domain, first_subscriber, last_domain, last_subscriber, members, first_at)
            SELECT ?, id, ?, 'cut', 1, 2, 0, 451, '451 ' || address, 1, ?, 0, domain, id, domain, id, '[' || id || ']', 1
            FROM subscriber
            """, [mailing, list.id, next.milliseconds])
    }

    /// What somebody else with a connection of their own saw while the closure ran.
    struct Watch {
        /// How often they got the lock,
        var turns = 0
        /// how long it was out of their reach at most,
        var longest = Duration.zero
        /// and how long all of it took.
        var whole = Duration.zero

        /// They got it again and again; two turns are taken before it begins.
        var isShort: Bool { turns > 5 }
    }

    /// - Parameter writes: as a mailing does that runs meanwhile; otherwise the lock is taken and given back.
    func watched(writes: Bool, _ body: () async throws -> Void) async throws -> Watch {
        try store.execute("CREATE TABLE IF NOT EXISTS turn (number INTEGER)")
        let other = try DatabaseQueue(path: scratch.path)
        let isOver = Mutex(false)
        let result = Mutex<Watch?>(nil)
        let (began, clock) = (DispatchSemaphore(value: 0), ContinuousClock())
        Thread.detachNewThread {
            var watch = Watch()
            var last = clock.now
            while !isOver.withLock({ $0 }) {
                let got = try? other.writeWithoutTransaction { db in
                    try db.execute(sql: "BEGIN IMMEDIATE")
                    if writes { try db.execute(sql: "UPDATE turn SET number = number + 1") }
                    if writes, db.changesCount == 0 { try db.execute(sql: "INSERT INTO turn VALUES (1)") }
                    try db.execute(sql: "COMMIT")
                    return true
                }
                if got == true {
                    watch.longest = max(watch.longest, last.duration(to: clock.now))
                    watch.turns += 1
                    last = clock.now
                    if watch.turns == 2 { began.signal() }
                }
                usleep(got == true ? 1000 : 100)
            }
            watch.longest = max(watch.longest, last.duration(to: clock.now))
            result.withLock { $0 = watch }
        }
        while began.wait(timeout: .now()) == .timedOut { try await Task.sleep(for: .milliseconds(1)) }
        let begin = clock.now
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        let whole = begin.duration(to: clock.now)
        isOver.withLock { $0 = true }
        while true {
            if var watch = result.withLock({ $0 }) {
                try outcome.get()
                watch.whole = whole
                return watch
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// A machine that is busy with something else only makes turns fewer: one try of several in which somebody else got
    /// theirs shows that the lock is not held from beginning to end. Where it is, it is so in each of them.
    @Test("Somebody else who wants to write gets their turn again and again", arguments: Operation.allCases)
    func turns(operation: Operation) async throws {
        var watches: [Watch] = []
        while watches.count < 4, !watches.contains(where: { $0.isShort }) {
            let place = watches.isEmpty ? self : try Self()
            let work = try await place.prepare(operation)
            watches.append(try await place.watched(writes: true, work))
        }
        #expect(watches.contains { $0.isShort }, "\(operation): \(watches)")
    }

    private func prepare(_ operation: Operation) async throws -> () async throws -> Void {
        let (store, list) = (store, list)
        switch operation {
        case .takeOver:
            try grow(to: 20_000)
            let mailing = try await paused()
            try insertWaiting(mailing, until: .never)
            return { await (try store.resume(mailing)).close() }
        case .takeOverPutBack:
            let mailing = try await paused()
            try store.execute(
                """
                INSERT INTO envelope (mailing, number, list, state, recipients, attempt, is_retry, cut_at, not_before,
                    departure_mark, members) SELECT ?, id, ?, 'cut', 1, 2, 0, 1, ?, 0, '[' || id || ']' FROM subscriber
                """, [mailing, list.id, Timestamp.never.milliseconds])
            return { await (try store.resume(mailing)).close() }
        case .resendUnknown:
            try grow(to: 20_000)
            let mailing = try await paused()
            try insertStatuses(mailing, .unknown)
            return { await (try store.resume(mailing, resendUnknown: true)).close() }
        case .resendEnvelopes, .reopenEnvelopes:
            // Of those that are unfolded fewer than the rows between two looks at the clock.
            let count = 40_000
            try grow(to: count)
            let mailing = try await paused()
            let isUnknown = operation == .resendEnvelopes
            try store.execute(
                """
                INSERT INTO envelope (mailing, number, list, state, outcome, recipients, attempt, is_retry, cut_at,
                    done_at, departure_mark, members)
                SELECT ?1, id / ?4 + 1, ?2, 'done', ?3, count(*), 1, 0, 1, 1, 0, json_group_array(id)
                FROM subscriber GROUP BY id / ?4
                """, [mailing, list.id, isUnknown ? "unknown" : "refused", isUnknown ? 4 : 1000])
            return {
                // Only this part of a take-over: the others have turns of their own.
                try isUnknown ? store.putBackUnknown(mailing) : store.unfoldRefused(mailing)
            }
        case .retries:
            let mailing = try await paused()
            try insertWaiting(mailing, until: Settlement.at)
            let journal = try store.resume(mailing, limit: 100)
            return {
                var seen = 0
                while true {
                    let page = try await journal.cutDue(at: .now)
                    if page.isEmpty { break }
                    seen += page.reduce(0) { $0 + $1.recipients.count }
                }
                #expect(seen == Self.count)
                await journal.close()
            }
        case .bounces:
            let mailing = try await paused()
            try store.execute(
                """
                INSERT INTO bounce (at, mailing, list, subscriber, recipient, kind, effect, class)
                SELECT 1, ?, ?, id, address, 'hard', 'pending', 'address-unknown' FROM subscriber
                """, [mailing, list.id])
            let journal = try store.resume(mailing)
            return {
                try await journal.finish(.finished, reason: nil, bounces: .apply)
                #expect(try store.counts(of: list) == [.bounced: Self.count])
                #expect(try store.numbers("SELECT count(*) FROM bounce WHERE effect = 'ended'") == [Int64(Self.count)])
            }
        case .cancelling:
            // So quick that fewer fit one transaction.
            let count = 40_000
            try grow(to: count)
            let mailing = try await paused()
            try insertWaiting(mailing, until: .never)
            try store.execute(
                """
                INSERT INTO bounce (at, mailing, list, subscriber, recipient, kind, effect)
                SELECT 1, ?, ?, id, address, 'hard', 'pending' FROM subscriber
                """, [mailing, list.id])
            return {
                try store.cancel(mailing)
                #expect(try store.totals(mailing).skipped == count)
                #expect(try store.numbers("SELECT count(*) FROM bounce WHERE effect = 'held'") == [Int64(count)])
            }
        case .undoing, .undoingSeen:
            let batch = try imported()
            let isSeen = operation == .undoingSeen
            if isSeen { _ = try await paused() }
            return {
                let undo = try store.undo(batch, by: nil)
                #expect(isSeen ? undo.ended == Self.count : undo.removed == Self.count)
                #expect(undo.forgotten == (isSeen ? 0 : Self.count))
                #expect(try store.counts(of: list)[.active] == Self.count)
            }
        case .restoring:
            var options = ImportOptions()
            (options.endsOthers, options.endLimit) = (true, 1)
            let batch = try #require(
                try store.importSubscribers(into: list, source: "test", options: options) { _ in }.batch)
            return {
                let restored = try store.undo(batch, by: nil).restored
                #expect(restored == Self.count)
                let counts = try store.counts(of: list)
                #expect(counts[.active] == Self.count)
            }
        case .suppressing:
            let records = (0..<Self.count).map {
                SuppressionRecord(form: .domain("d\($0).example"), reason: "test", source: nil)
            }
            return {
                let added = try store.suppress(records)
                #expect(added == Self.count)
            }
        case .probing, .probesSettling: return try bounceWork(operation)
        case .removing:
            return {
                try store.removeList(named: list.name)
                #expect(try store.lists().isEmpty)
                #expect(try store.numbers("SELECT count(*) FROM subscription") == [0])
                #expect(try store.numbers("SELECT count(*) FROM list") == [0])
            }
        }
    }

    func imported() throws -> Int64 {
        let result = try store.importSubscribers(into: list, source: "test") { batch in
            var scanner = AddressScanner()
            for person in 0..<Self.count {
                _ = Array("p\(person)@b.example".utf8).withUnsafeBufferPointer { scanner.scan($0) }
                try [].withUnsafeBufferPointer {
                    try batch.add(address: scanner.address, key: scanner.key, domain: scanner.domain, name: $0)
                }
            }
        }
        return try #require(result.batch)
    }

    /// `FANMAIL_DEFERRED=1000000` tells what it costs at that size: seconds, the longest wait, and memory.
    @Test("Everybody deferred, resumed three times: nobody waits for long, and each time costs the same")
    func deferredThreeTimes() async throws {
        let wanted = ProcessInfo.processInfo.environment["FANMAIL_DEFERRED"].flatMap { Int($0) }
        let count = wanted ?? Self.count
        try grow(to: count)
        let mailing = try await paused()
        try insertWaiting(mailing, until: .never)
        let store = store
        var watches: [Watch] = []
        for round in 1...3 {
            var (seen, most) = (0, 0)
            let watch = try await watched(writes: false) {
                let journal = try store.resume(mailing, limit: 100)
                while let due = try await journal.nextDue(), due < .never {
                    for envelope in try await journal.cutDue(at: .now) {
                        seen += envelope.recipients.count
                        let all = envelope.recipients.ids.indices.map {
                            Settlement.RecipientStatus.deferred($0, until: nil)
                        }
                        journal.settle(Settlement(envelope, .done(.refused, nil), except: all))
                    }
                    most = max(most, Self.resident)
                }
                try await journal.finish(.paused, reason: nil, bounces: .apply)
            }
            #expect(seen == count)
            let deferred = try store.totals(mailing).deferred
            #expect(deferred == count)
            watches.append(watch)
            if wanted != nil { print("round \(round): \(watch), \(most >> 20) MB") }
        }
        // What else the machine does makes some of them worse, and none better.
        #expect(watches.contains { $0.isShort }, "\(watches)")
        #expect(min(watches[1].whole, watches[2].whole) < watches[0].whole * 4, "\(watches)")
    }

    /// Octets of memory that the process has.
    private static var resident: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    @Test("A reply's text is kept up to 512 octets, wherever it is kept")
    func longReplies() async throws {
        let (_, journal) = try store.start([list], limit: 2)
        let long = Reply(code: 550, text: String(repeating: "é", count: 30_000))
        for envelope in try await journal.cutNext().prefix(3) {
            #expect(await journal.armed(envelope) == .open)
            let status = Settlement.RecipientStatus(
                index: 0, outcome: .refused, reply: long, nextAttempt: nil, charged: true)
            journal.settle(Settlement(envelope, .done(.refused, long), except: [status]))
        }
        try await journal.flush()
        for table in ["exception", "bounce", "envelope"] {
            #expect(try store.numbers("SELECT max(length(CAST(text AS BLOB))) FROM \(table)") == [512])
        }
        await journal.stop()
    }
}
