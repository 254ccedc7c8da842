import FanmailBasics
import FanmailDelivery
import GRDB
import Testing

@testable import ListStore

/// What runs learn of destinations outlives them, and what people ask of these reaches whoever is at work.
@Suite(.timeLimit(.minutes(10)))
struct DestinationMemoryTests {
    private let scratch: Scratch
    private let store: Store
    private let mailing: Int64
    private let journal: SQLiteJournal

    init() async throws {
        scratch = try Scratch()
        store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe(["u@a.example"], to: list)
        (mailing, journal) = try store.start([list], limit: 2)
    }

    private func status(_ name: String, window: Int = 8, _ change: (inout DestinationStatus) -> Void = { _ in })
        -> DestinationStatus
    {
        var status = DestinationStatus(name: name)
        status.window = window
        change(&status)
        return status
    }

    private func tell(_ statuses: DestinationStatus...) async throws {
        journal.store(statuses)
        try await journal.flush()
    }

    @Test("What was learned is there for the next run") func learned() async throws {
        #expect(await journal.remembered("mx.example") == nil)
        let until = Timestamp.now + .seconds(600)
        try await tell(
            status("mx.example", window: 12) {
                ($0.limit, $0.limitedUntil, $0.backOffs, $0.recipientLimit) = (.backOff, until, 2, 50)
                $0.lastReply = "421 4.7.0 come back later"
            })
        var expected = LearnedDestination(window: 12)
        (expected.backOffs, expected.backOffUntil, expected.recipientLimit) = (2, until, 50)
        expected.reason = "421 4.7.0 come back later"
        #expect(await journal.remembered("mx.example") == expected)
        // Once it takes something, the back-off is over.
        try await tell(status("mx.example", window: 3) { $0.recipientLimit = 50 })
        #expect(await journal.remembered("mx.example")?.backOffUntil == nil)
        #expect(await journal.remembered("mx.example")?.window == 3)
        #expect(try store.destinations().map { $0.state(at: .now) } == [.active])
        await journal.close()
        #expect(try store.destinations().map { $0.state(at: .now) } == [.idle])
    }

    @Test("The latest of what is told is written, however much is told meanwhile") func latest() async throws {
        for number in 1...200 { journal.store([status("mx.example", window: number), status("other.example")]) }
        // What was told while something was being written follows by itself.
        for _ in 0..<6000 {
            try await journal.flush()
            if await journal.remembered("mx.example")?.window == 200 { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(await journal.remembered("mx.example")?.window == 200)
        #expect(try store.destinations().map(\.name) == ["mx.example", "other.example"])
    }

    @Test("Whom a server names in a reply is not kept") func addresses() async throws {
        try await tell(status("mx.example") { $0.lastReply = "450 4.2.0 <ada@a.example>: slow down, ada@a.example" })
        #expect(try store.destinations()[0].lastReply == "450 4.2.0 <…> slow down, <…>")
        #expect(try store.texts("SELECT last_reply FROM destination_run") == ["450 4.2.0 <…> slow down, <…>"])
    }

    @Test("A pause reaches a run, and ends by hand or by itself") func pauses() async throws {
        try await tell(status("mx.example"), status("other.example"))
        let now = Timestamp.now
        try store.pauseDestinations(["mx.example"], until: now + .seconds(60), why: "they asked", now: now)
        #expect(
            try store.destinationRequests(at: now).pauses
                == ["mx.example": .init(until: now + .seconds(60), why: "they asked")])
        #expect(await journal.destinationRequests().pauses.keys.sorted() == ["mx.example"])
        #expect(try store.destinations(at: now).map { $0.state(at: now) } == [.paused, .active])
        let later = now + .seconds(61)
        #expect(try store.destinationRequests(at: later).pauses.isEmpty)
        #expect(try store.destinations(at: later).map { $0.state(at: later) } == [.active, .active])
        #expect(try store.resumeDestinations(["mx.example"], now: later).isEmpty)
        try store.pauseDestinations(["mx.example"], until: nil, why: "again", now: now)
        #expect(try store.destinationRequests(at: later).pauses["mx.example"]?.until == nil)
        #expect(try store.resumeDestinations(["mx.example", "other.example"], now: later) == ["mx.example"])
        #expect(try store.destinationRequests(at: later).pauses.isEmpty)
    }

    @Test("What a run tells does not end a pause") func pauseStays() async throws {
        try await tell(status("mx.example"))
        try store.pauseDestinations(["mx.example"], until: nil, why: "they asked")
        try await tell(status("mx.example", window: 2))
        #expect(try store.destinations()[0].pause?.why == "they asked")
    }

    @Test("A flush ends the back-off, and is counted, so that each run heeds it once") func flushes() async throws {
        try await tell(
            status("mx.example") { ($0.limit, $0.limitedUntil) = (.backOff, .now + .seconds(600)) })
        #expect(await journal.destinationRequests().flushes["mx.example"] == nil)
        let now = Timestamp.now
        try store.flushDestinations(["mx.example"], now: now)
        #expect(try store.destinationRequests(at: now).flushes["mx.example"] == 1)
        #expect(await journal.remembered("mx.example")?.backOffUntil == nil)
        try store.flushDestinations(["mx.example"], now: now)
        #expect(try store.destinationRequests(at: now).flushes["mx.example"] == 2)
        #expect(try store.destinationRequests(at: now + .seconds(90_000)).flushes.isEmpty)
    }

    @Test("The one destination without a name is called by the mailing's relay") func relay() async throws {
        try await tell(status("", window: 5))
        let name = try store.mailing(mailing).relay
        #expect(try store.destinations().map(\.name) == [name])
        #expect(await journal.remembered("")?.window == 5)
        try store.pauseDestinations([name], until: nil, why: "they asked")
        try store.flushDestinations([name])
        let requests = await journal.destinationRequests()
        #expect(requests.pauses[""]?.why == "they asked" && requests.flushes[""] == 1)
    }

    @Test("People name a destination, a domain, a provider, or a part of a name") func names() async throws {
        try await tell(
            status("(a|b).mail.example") { ($0.provider, $0.domains) = ("google", ["one.example", "two.example"]) },
            status("c.mail.example") { $0.provider = "google" }, status("mail.example"))
        func meant(_ word: String) throws -> [String] { try store.destinations(meantBy: word).map(\.name) }
        #expect(try meant("Mail.example") == ["mail.example"])
        #expect(try meant("two.example") == ["(a|b).mail.example"])
        #expect(try meant("Google") == ["(a|b).mail.example", "c.mail.example"])
        #expect(try meant("c.mail") == ["c.mail.example"])
        let several = try #require(throws: StoreFailure.self) { try meant("mail.ex") }
        #expect(several.message.contains("it may be (a|b).mail.example or c.mail.example, or one of 1 more"))
        let none = try #require(throws: StoreFailure.self) { try meant("elsewhere") }
        #expect(none.kind == .notFound)
    }

    @Test("The numbers of one mailing are told apart from those of others") func mailings() async throws {
        try await tell(status("mx.example") { ($0.accepted, $0.connections, $0.readyRecipients) = (10, 2, 7) })
        try store.execute("INSERT INTO destination (name, seen_at) VALUES ('other.example', 1)")
        #expect(try store.destinations(of: mailing).map(\.name) == ["mx.example"])
        #expect(try store.destinations().count == 2)
        #expect(throws: StoreFailure.self) { try store.destinations(of: 99) }
        let record = try store.destinations(of: mailing)[0]
        #expect(record.sum.accepted == 10 && record.sum.connections == 2 && record.sum.readyRecipients == 7)
        // Of a run that is over, what it had open is not.
        await journal.close()
        let over = try store.destinations()[0]
        #expect(over.sum.accepted == 10 && over.sum.connections == 0 && over.sum.readyRecipients == 0)
    }

    @Test("What no run has needed for long is forgotten; a pause is not") func forgotten() async throws {
        try await tell(status("old.example"), status("paused.example"), status("new.example"))
        try store.execute(
            """
            UPDATE destination SET seen_at = 1 WHERE name <> 'new.example';
            UPDATE destination_run SET at = 1 WHERE destination <> 'new.example'
            """)
        try store.pauseDestinations(["paused.example"], until: nil, why: "for good")
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        #expect(try store.destinations().map(\.name) == ["new.example", "paused.example"])
        #expect(try store.texts("SELECT destination FROM destination_run") == ["new.example"])
    }
}
