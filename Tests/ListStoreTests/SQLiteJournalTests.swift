import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

@Suite(.timeLimit(.minutes(10)))
struct SQLiteJournalTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
    }

    private func subscribe(_ count: Int) throws {
        try store.subscribe((1...count).map { "u\($0)@a.example" }, to: list)
    }

    private func leave(_ address: String) throws {
        _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
    }

    @Test("What is handed out is cut on disk, with its members and the cursor")
    func cutIsDurable() async throws {
        try subscribe(5)
        let (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        #expect(page.map(\.recipients.ids) == [[1, 2], [3, 4], [5]])
        #expect(page.map(\.number) == [1, 2, 3])
        #expect(page.allSatisfy { $0.attempt == 1 && !$0.isRetry && $0.list == list.id })
        #expect(page.allSatisfy { $0.reversePath == list.definition.reversePath })
        #expect(page[1].recipients.address(at: 1) == "u4@a.example")
        #expect(try store.envelopes(of: mailing) == ["1 cut 1 [1,2]", "2 cut 1 [3,4]", "3 cut 1 [5]"])
        #expect(
            try store.lines("SELECT cursor_domain, cursor_subscriber, done FROM mailing_list") == ["a.example 5 1"])
        #expect(try await journal.cutNext().isEmpty)
        #expect(try store.totals(mailing).pending == 5)
        await journal.stop()
    }

    @Test("Lists are walked in the order of the message, and envelopes never mix them")
    func severalLists() async throws {
        let other = try store.makeList("other")
        try store.subscribe(["z@z.example", "u1@a.example"], to: other)
        try subscribe(3)
        let (mailing, journal) = try store.start([other, list], limit: 100)
        let envelopes = try await journal.everything()
        #expect(envelopes.map(\.list) == [other.id, list.id])
        #expect(envelopes.map { $0.recipients.count } == [2, 2])
        #expect(try store.mailing(mailing).lists == ["other", "announce"])
        await journal.stop()
    }

    /// The heart of the matter: when the gate opens, another connection can already see the arm.
    @Test("A gate opens only once the arm is on disk, with what was settled before it")
    func armBeforeContent() async throws {
        try subscribe(4)
        let (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        #expect(try store.envelopes(of: mailing) == ["1 armed 1 [1,2]", "2 cut 1 [3,4]"])

        let path = scratch.path
        let seen: [String] = await withCheckedContinuation { continuation in
            let gate = ContentGate()
            gate.whenDecided { _ in
                let states = try? DatabaseQueue(path: path).read {
                    try String.fetchAll($0, sql: "SELECT state FROM envelope ORDER BY number")
                }
                continuation.resume(returning: states ?? [])
            }
            journal.settle(.accepted(page[0]))
            journal.arm(page[1], gate: gate)
        }
        #expect(seen == ["done", "armed"])
        // What is armed and not settled may be out.
        let totals = try await journal.totals()
        #expect(totals.accepted == 2)
        #expect(totals.unknown == 2)
        await journal.stop()
    }

    @Test("An envelope is armed once; neither a second arm nor one behind its end opens a gate")
    func armedOnce() async throws {
        try subscribe(2)
        let (_, journal) = try store.start([list], limit: 2)
        let envelope = try await journal.cutNext()[0]
        #expect(await journal.armed(envelope) == .open)
        #expect(await journal.armed(envelope) == .notOwner)
        journal.settle(.accepted(envelope))
        #expect(await journal.armed(envelope) == .notOwner)
        await journal.stop()
    }

    @Test("Envelopes that are armed at the same moment are each answered for themselves")
    func manyArms() async throws {
        try subscribe(40)
        let (mailing, journal) = try store.start([list], limit: 1)
        let page = try await journal.everything()
        try leave("u7@a.example")
        let verdicts = await withTaskGroup(of: (Int, Verdict).self) { group in
            for (index, envelope) in page.enumerated() {
                group.addTask { (index, await journal.armed(envelope)) }
            }
            return await group.reduce(into: [Int: Verdict]()) { $0[$1.0] = $1.1 }
        }
        #expect(verdicts.filter { $0.value != .open } == [6: .membersChanged])
        #expect(try store.numbers("SELECT number FROM envelope WHERE state = 'cut'") == [7])
        #expect(try store.mailing(mailing).isOwned)
        await journal.stop()
    }

    @Test("When somebody left since the cut, the members are read again, and only they are skipped")
    func membersChanged() async throws {
        try subscribe(4)
        let other = try store.makeList("other")
        try store.subscribe(["u3@a.example"], to: other)
        let (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        try leave("u2@a.example")
        _ = try store.unsubscribe(Mailbox(parsing: "u3@a.example"), list: other, source: "test")

        // Leaving another list changes nothing here.
        #expect(await journal.armed(page[1]) == .open)
        #expect(await journal.armed(page[0]) == .membersChanged)
        #expect(try store.envelopes(of: mailing)[0] == "1 cut 1 [1,2]")
        let again = try #require(try await journal.readMembersAgain(page[0]))
        #expect(again.recipients.ids == [1])
        #expect(await journal.armed(again) == .open)
        #expect(try store.envelopes(of: mailing)[0] == "1 armed 1 [1]")
        #expect(try store.statuses(of: mailing) == ["2 skipped left 0"])
        await journal.stop()
    }

    @Test("An envelope whose members have all left is done, and everybody skipped")
    func everybodyLeft() async throws {
        try subscribe(2)
        let (mailing, journal) = try store.start([list], limit: 2)
        let envelope = try await journal.cutNext()[0]
        try leave("u1@a.example")
        try leave("u2@a.example")
        #expect(try await journal.readMembersAgain(envelope) == nil)
        #expect(await journal.armed(envelope) == .membersChanged)
        let totals = try await journal.totals()
        #expect(totals.skipped == 2)
        #expect(totals.recipients == 2)
        #expect(try store.statuses(of: mailing) == ["1 skipped left 0", "2 skipped left 0"])
        await journal.stop()
    }

    @Test("A cancelled mailing arms nothing more")
    func cancelled() async throws {
        try subscribe(4)
        let (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        #expect(await journal.requested() == nil)
        try store.cancel(mailing)
        #expect(await journal.requested() == .cancel)
        #expect(await journal.armed(page[0]) == .cancelled)
        try await journal.finish(.cancelled, reason: "cancelled", bounces: .hold)
        let totals = try store.totals(mailing)
        #expect(totals.skipped == 4)
        #expect(totals.pending == 0)
        #expect(throws: StoreFailure.self) { try store.resume(mailing) }
    }

    @Test(
        "Envelopes hold no more recipients than a learned limit, once the pages behind it are read",
        arguments: [(3, [3, 3, 3, 3, 3, 3, 2]), (8, [8, 8, 4]), (100, [10, 10])])
    func learnedLimit(limit: Int, expected: [Int]) async throws {
        try subscribe(20)
        let (_, journal) = try store.start([list], limit: 10)
        journal.limitRecipients(to: 1)
        journal.limitRecipients(to: limit)
        let envelopes = try await journal.everything()
        #expect(envelopes.map(\.recipients.count) == expected)
        await journal.stop()
    }

    @Test("The same message goes to a list once, unless that is asked for")
    func sameMessage() async throws {
        let other = try store.makeList("other")
        let (first, journal) = try store.start([list], message: "one")
        await journal.stop()
        let failure = try #require(throws: StoreFailure.self) { try store.start([other, list], message: "one") }
        #expect(failure.kind == .conflict)
        #expect(failure.message.contains("as mailing \(first)"))
        #expect(try store.numbers("SELECT count(*) FROM mailing") == [1])
        await (try store.start([other], message: "one")).journal.stop()
        await (try store.start([list], message: "one", again: true)).journal.stop()
        #expect(try store.numbers("SELECT count(*) FROM mailing") == [3])
    }
}
