import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Who is in an audience was so when the mailing began, whatever is said of them while it is walked.
@Suite(.timeLimit(.minutes(10)))
struct AudienceFactsTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let other: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList("one")
        other = try store.makeList("other")
    }

    private func ask(_ address: String, _ list: ListRecord) throws {
        _ = try store.askToConfirm(Mailbox(parsing: address), name: nil, list: list, source: "test", by: nil)
    }

    private func confirm(_ address: String, _ list: ListRecord) throws {
        let token = try store.token(.confirm, for: Mailbox(parsing: address), list: list, lasting: .seconds(60))
        #expect(try store.redeem(token, source: "test").result == .confirmed)
    }

    // MARK: - Confirmations

    @Test("Who confirms one list while the other is still to be walked gets the copy that was theirs", arguments: 0...2)
    func confirmed(pages: Int) async throws {
        try store.subscribe(["u1@a.example"], to: list)
        try ask("pat@b.example", list)
        try store.subscribe(["pat@b.example", "u3@c.example"], to: other)
        let (mailing, journal) = try store.start([list, other], limit: 10)
        #expect(try store.totals(mailing).recipients == 3)
        var envelopes: [CutEnvelope] = []
        for _ in 0..<pages { envelopes += try await journal.cutNext() }
        try confirm("pat@b.example", list)
        #expect(try store.totals(mailing).recipients == 3)
        envelopes += try await journal.everything()
        #expect(envelopes.map(\.list) == [list.id, other.id])
        #expect(envelopes.map(\.recipients.ids) == [[1], [2, 4]])
        let totals = try await journal.totals()
        #expect(totals.recipients == 3 && totals.pending == 3)
        await journal.stop()
        // The next one is to those who have confirmed by now.
        let (_, next) = try store.start([list, other], limit: 10)
        #expect(try await next.everything().map(\.recipients.ids) == [[1, 2], [4]])
        await next.stop()
    }

    @Test(
        "Who never confirmed was in no audience, also when they decline while it is walked", arguments: [false, true])
    func declined(afterStart: Bool) async throws {
        try ask("pat@b.example", list)
        try store.subscribe(["pat@b.example"], to: other)
        let pat = try Mailbox(parsing: "pat@b.example")
        if !afterStart { _ = try store.unsubscribe(pat, list: list, source: "test") }
        let (mailing, journal) = try store.start([list, other])
        if afterStart { _ = try store.unsubscribe(pat, list: list, source: "test") }
        #expect(try await journal.everything().map(\.list) == [other.id])
        #expect(try await journal.totals().recipients == 1)
        #expect(try store.statuses(of: mailing).isEmpty)
        await journal.stop()
    }

    @Test("A mailing that is resumed later judges as it did when it began")
    func resumed() async throws {
        try ask("pat@b.example", list)
        try store.subscribe(["u1@a.example"], to: list)
        let (mailing, journal) = try store.start([list])
        await journal.stop()
        try confirm("pat@b.example", list)
        let next = try store.resume(mailing)
        #expect(try await next.everything().map(\.recipients.count) == [1])
        await next.stop()
    }

    // MARK: - Filters

    private func edit(_ number: Int, _ change: (inout PersonChange) -> Void) throws {
        var edit = PersonChange()
        change(&edit)
        #expect(try store.edit(Mailbox(parsing: "u\(number)@d\(number).example"), edit) != nil)
    }

    private func start(_ filter: String) throws -> (mailing: Int64, journal: SQLiteJournal) {
        try store.addSegment("some", filter: filter, to: list)
        var new = NewMailing(
            message: [1], messageID: "<m@x>", digest: "", sourceDigest: "", subject: "", author: "", relay: "r",
            lists: [list.id], maxRecipients: 1)
        new.segment = try store.segment(named: "some", of: list)
        return try store.begin(new, again: true)
    }

    /// A page is 250 of one: there are three, with odd numbers in the filter's.
    private func crowd() throws {
        try store.importSubscribers(into: list, source: "people.csv") { batch in
            var scanner = AddressScanner()
            for number in 1...1400 {
                Array("u\(number)@d\(number).example".utf8).withUnsafeBufferPointer {
                    #expect(scanner.scan($0) == nil)
                }
                try batch.add(
                    address: scanner.address, key: scanner.key, domain: scanner.domain,
                    name: UnsafeBufferPointer(start: nil, count: 0))
            }
        }
        try store.execute(
            """
            UPDATE subscriber SET tags = '["vip"]', language = 'de', name = 'Ada', attributes = '{"x":1}'
            WHERE CAST(substr(address, 2) AS INTEGER) % 2 = 1
            """)
    }

    @Test(
        "What people become while a segment is walked moves nobody in or out",
        arguments: ["tag = 'vip'", "language = 'de'", "name = 'Ada'", "attributes.x = 1", "not (tag = 'vip')"])
    func filtered(text: String) async throws {
        try crowd()
        let (mailing, journal) = try start(text)
        let expected = text.hasPrefix("not") ? 0 : 1
        #expect(try store.totals(mailing).pending == 700)
        var envelopes = try await journal.cutNext()
        // The next page is read already; the last one is not.
        for number in (1...1400).filter({ $0 % 7 == 0 }) {
            try edit(number) {
                if number % 2 == 1 {
                    ($0.removedTags, $0.language, $0.name, $0.unset) = (["vip"], "", "", ["x"])
                } else {
                    ($0.addedTags, $0.language, $0.name) = (["vip"], "de", "Ada")
                    $0.set = [("x", .integer(1))]
                }
            }
            // And once more, so that the earliest is not the latest.
            try edit(number) { $0.name = "Zoe" }
        }
        #expect(try store.totals(mailing).recipients == 700)
        store.abandon(mailing)
        await journal.stop()
        let next = try store.resume(mailing, limit: 1)
        envelopes = try await next.everything()
        let numbers = try envelopes.map {
            try #require(Int($0.recipients.address(at: 0).dropFirst().prefix { $0 != "@" }))
        }
        #expect(numbers.count == 700 && Set(numbers).count == 700)
        #expect(numbers.allSatisfy { $0 % 2 == expected })
        #expect(try await next.totals().recipients == 700)
        // Nobody needs the earlier values now.
        #expect(try store.numbers("SELECT count(*) FROM subscriber_before") == [0])
        await next.stop()
    }

    @Test("Two mailings at once judge by their own marks")
    func twoMarks() async throws {
        try store.subscribe(["u1@d1.example", "u2@d2.example"], to: list)
        try edit(1) { $0.addedTags = ["vip"] }
        let (_, first) = try start("tag = 'vip'")
        try edit(1) { $0.removedTags = ["vip"] }
        try edit(2) { $0.addedTags = ["vip"] }
        let (_, second) = try start("tag = 'vip'")
        try edit(2) { $0.removedTags = ["vip"] }
        try edit(2) { $0.name = "Bob" }
        #expect(try store.numbers("SELECT count(*) FROM subscriber_before") == [3])
        #expect(try await second.everything().map(\.recipients.ids) == [[2]])
        #expect(try await first.everything().map(\.recipients.ids) == [[1]])
        #expect(try store.numbers("SELECT count(*) FROM subscriber_before") == [0])
        for journal in [first, second] { await journal.stop() }
    }

    @Test("Nothing is kept unless a mailing to a segment is being cut, and nothing of somebody erased")
    func kept() async throws {
        func count() throws -> Int64 { try store.numbers("SELECT count(*) FROM subscriber_before")[0] }
        try store.subscribe(["u1@d1.example", "u2@d2.example"], to: list)
        let (_, plain) = try store.start([list])
        try edit(1) { $0.name = "Ada" }
        #expect(try count() == 0)
        let (mailing, journal) = try start("name = 'Ada' or name = 'Bob'")
        try edit(1) { $0.name = "Ada" }
        #expect(try count() == 0)
        try edit(1) { $0.name = "Zoe" }
        try edit(2) { $0.name = "Bob" }
        #expect(try count() == 2)
        _ = try store.erase(Mailbox(parsing: "u1@d1.example"), by: nil)
        #expect(try store.numbers("SELECT subscriber FROM subscriber_before") == [2])
        #expect(try store.statuses(of: mailing) == ["1 skipped erased 0"])
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        #expect(try count() == 1)
        try store.cancel(mailing)
        #expect(try count() == 0)
        try edit(2) { $0.name = "Zoe" }
        #expect(try count() == 0)
        await plain.stop()
    }

    // MARK: - The walk

    @Test("The walk, its counts and its conditions stay in the index of the audience", arguments: [false, true])
    func plan(isFiltered: Bool) throws {
        let marks = try store.pool.read { try AudienceMarks($0) }
        let audience = Audience(
            list: list.id, marks: marks, earlierLists: [],
            filter: isFiltered ? try Filter(parsing: "tag = 'vip'") : nil)
        let plan = try store.lines(
            """
            EXPLAIN QUERY PLAN SELECT s.subscriber, s.domain, s.address, s.ended FROM subscription s INDEXED BY audience
            WHERE \(audience.condition) AND (s.domain, s.subscriber) > ('a', 1)
            ORDER BY s.domain, s.subscriber LIMIT 100
            """.replacing(":filter0", with: "'vip'"))
        #expect(
            plan.contains { $0.contains("COVERING INDEX audience (list=? AND (domain,subscriber)>(?,?)") }, "\(plan)")
        #expect(
            !plan.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN b") || $0.contains("SCAN q") }, "\(plan)")
    }
}
