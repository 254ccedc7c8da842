import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Why a copy has not gone yet, and until when.
@Suite(.timeLimit(.minutes(10)))
struct CopyHoldTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let mailing: Int64
    private let journal: SQLiteJournal

    init() async throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...3).map { "u\($0)@d\($0).example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 1)
    }

    private func holds(_ person: Int) throws -> [CopyHold] {
        try store.story(of: Mailbox(parsing: "u\(person)@d\(person).example"), in: mailing).holds
    }

    private func kinds(_ person: Int) throws -> [CopyHold.Kind] { try holds(person).map(\.kind) }

    @Test("Ahead of the walk, cut, with the server, and settled")
    func sending() async throws {
        #expect(try kinds(1) == [.walk])
        #expect(try store.latestMailing(of: Mailbox(parsing: "u1@d1.example")) == mailing)
        let envelopes = try await journal.everything()
        #expect(try kinds(1) == [.connection])
        #expect(await journal.armed(envelopes[0]) == .open)
        #expect(try kinds(1) == [.reply])
        journal.settle(.accepted(envelopes[0]))
        try await journal.flush()
        #expect(try kinds(1) == [])
        await journal.stop()
    }

    @Test("Deferred until a time, put back, and with its mailing paused since a time, by a process that is gone")
    func waiting() async throws {
        let next = Timestamp.now + .seconds(3600)
        let envelopes = try await journal.everything()
        for envelope in envelopes.prefix(1) {
            #expect(await journal.armed(envelope) == .open)
            journal.settle(.accepted(envelope, except: [.deferred(0, until: next)]))
        }
        try await journal.flush()
        #expect(try holds(1) == [CopyHold(kind: .nextAttempt, why: "451 4.3.0 Later", until: next)])
        let before = Timestamp.now
        try await journal.finish(.paused, reason: RunEnd.deferred.reason, bounces: .wait)
        let paused = try holds(1)
        #expect(paused.map(\.kind) == [.paused, .nextAttempt] && paused[0].why == "some recipients are deferred")
        let since = try #require(paused[0].since)
        #expect(abs(since.milliseconds - before.milliseconds) < 600_000)
        #expect(try kinds(2) == [.paused, .connection])
        try store.execute("UPDATE mailing SET reason = ?", [RunEnd.interrupted.reason])
        #expect(try kinds(2) == [.interrupted, .connection])
        try store.cancel(mailing)
        #expect(try kinds(2) == [])
    }

    @Test("A process that died leaves what it armed unknown, and the rest to be resumed")
    func abandoned() async throws {
        let envelopes = try await journal.everything()
        #expect(await journal.armed(envelopes[0]) == .open)
        store.abandon(mailing)
        #expect(try kinds(1) == [] && kinds(2) == [.interrupted, .connection])
        await journal.close()
    }

    @Test("Where it goes is paused by hand, or left alone; another domain's is not")
    func destinations() async throws {
        let until = Timestamp.now + .seconds(600)
        try store.execute(
            """
            INSERT INTO destination (name, domains, paused_at, paused_why) VALUES ('mx1', '["d1.example"]', 5, 'ask them');
            INSERT INTO destination (name, domains, back_off_until, last_reply)
                VALUES ('mx2', '["d2.example"]', \(until.milliseconds), '421 busy');
            INSERT INTO destination_run (mailing, destination, at, most, connections, ready_envelopes, ready_recipients,
                accepted, deferred, refused, rate, limited_by)
                SELECT \(mailing), name, 1, 1, 1, 1, 1, 1, 1, 1, 1.0, 'nothing' FROM destination;
            """)
        #expect(
            try holds(1) == [
                CopyHold(kind: .destinationPaused, why: "mx1: ask them", since: Timestamp(milliseconds: 5)),
                CopyHold(kind: .walk),
            ])
        #expect(
            try holds(2) == [
                CopyHold(kind: .destinationBackOff, why: "mx2: 421 busy", until: until), CopyHold(kind: .walk),
            ])
        #expect(try kinds(3) == [.walk])
        await journal.stop()
    }

    @Test("The rest of an experiment waits for the pick")
    func rest() async throws {
        await journal.stop()
        let (experiment, journals) = try store.startExperiment([list], [.people(1), .people(1)])
        for journal in journals { await journal.stop() }
        let rest = try #require(experiment.rest)
        let holds = (1...3).compactMap {
            try? store.story(of: Mailbox(parsing: "u\($0)@d\($0).example"), in: rest).holds
        }
        #expect(holds == [[CopyHold(kind: .pick), CopyHold(kind: .walk)]])
    }
}
