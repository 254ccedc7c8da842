import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// Who is deferred goes over to an envelope that waits.
struct PartitionTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let soon = Settlement.at + .seconds(60)

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...12).map { "u\($0)@\($0 < 7 ? "a" : "b").example" }, to: list)
    }

    private func deferred(_ index: Int, _ text: String, until next: Timestamp) -> Settlement.RecipientStatus {
        .init(
            index: index, outcome: .deferred, reply: Reply(code: 450, status: nil, text: text), nextAttempt: next,
            charged: true)
    }

    private func arm(_ envelopes: [CutEnvelope], _ journal: SQLiteJournal) async {
        for envelope in envelopes { #expect(await journal.armed(envelope) == .open) }
    }

    private func said(_ mailing: Int64) throws -> [String] {
        try store.texts(
            "SELECT subscriber || ' ' || text FROM recipient_outcome WHERE outcome = 'deferred' ORDER BY subscriber")
    }

    @Test("What each was told is kept through splitting, merging, and a take-over; common words once")
    func replies() async throws {
        let (mailing, journal) = try store.start([list], limit: 4)
        let page = try await journal.everything()
        await arm(page, journal)
        for envelope in page {
            let statuses = [0, 2, 3].map { index in
                let id = envelope.recipients.ids[index]
                return deferred(index, id.isMultiple(of: 2) ? "<u\(id)>: \"later\"" : "Greylisted", until: soon)
            }
            journal.settle(.accepted(envelope, except: statuses))
        }
        try await journal.flush()
        try store.expectPartition()
        #expect(
            try store.envelopes(of: mailing) == [
                "1 done accepted 1 [2]", "2 done accepted 1 [6]", "3 done accepted 1 [10]", "4 cut 2 [1,3,4]",
                "5 cut 2 [5,7,8]", "6 cut 2 [9,11,12]",
            ])
        let expected = [1, 3, 4, 5, 7, 8, 9, 11, 12].map {
            $0 % 2 == 0 ? "\($0) <u\($0)>: \"later\"" : "\($0) Greylisted"
        }
        #expect(try said(mailing) == expected)
        #expect(
            try store.lines("SELECT text, replies FROM envelope WHERE number = 4")
                == ["Greylisted {\"4\":[450,null,\"<u4>: \\\"later\\\"\"]}"])
        let story = try store.story(of: Mailbox(parsing: "u12@b.example"), in: mailing)
        #expect(story.outcome.text == "<u12>: \"later\"" && story.outcome.code == 450 && story.nextAttempt == soon)
        var told: [String: String] = [:]
        try store.outcomes(of: mailing, outcome: .deferred, limit: nil) { told[$0.address] = $0.text }
        #expect(told["u4@a.example"] == "<u4>: \"later\"" && told["u5@a.example"] == "Greylisted")

        // Larger ones would fit: three are merged into two, and one of them split off again when less fits.
        journal.limitRecipients(to: 2)
        let pairs = try await journal.cutDue(at: soon)
        #expect(pairs.map(\.recipients.ids) == [[1, 3], [4], [5, 7], [8], [9, 11], [12]])
        #expect(try said(mailing) == expected)
        try store.expectPartition()
        await journal.stop()

        let next = try store.resume(mailing, limit: 100)
        #expect(try said(mailing) == expected)
        // Those in hand go on as they are.
        let inHand = try await next.everything().map(\.recipients.ids).sorted { $0[0] < $1[0] }
        #expect(inHand == pairs.map(\.recipients.ids))
        await next.stop()
    }

    @Test("Small ones are merged in the order of the walk, up to the limit, and none that is to be alone")
    func merging() async throws {
        let (mailing, journal) = try store.start([list], limit: 3)
        let page = try await journal.everything()
        await arm(page, journal)
        for envelope in page.reversed() {
            journal.settle(.accepted(envelope, except: [deferred(1, "later", until: soon)]))
        }
        try await journal.flush()
        #expect(try await journal.cutDue(at: soon).map(\.recipients.ids) == [[2, 5, 8], [11]])
        #expect(try store.numbers("SELECT count(*) FROM envelope WHERE mailing = ?", [mailing]) == [6])
        try store.expectPartition()
        await journal.stop()
        let (_, second) = try store.start([list], limit: 3)
        let first = try #require(try await second.cutNext().first)
        await arm([first], second)
        let alone = [0, 1, 2].map {
            Settlement.RecipientStatus(
                index: $0, outcome: .deferred, reply: .noSuchUser, nextAttempt: soon, charged: true, isIndividual: true)
        }
        second.settle(Settlement(first, .done(.refused, nil), except: alone))
        #expect(try await second.cutDue(at: soon).map(\.recipients.ids) == [[1], [2], [3]])
        try store.expectPartition()
        await second.stop()
    }

    @Test("Of whoever waits longer, nobody waits longer for company")
    func firstOffers() async throws {
        let (_, journal) = try store.start([list], limit: 1)
        let page = try await journal.everything()
        await arm(page, journal)
        let hours = [0, 0, 5, 5, 9]
        for (envelope, hour) in zip(page, hours) {
            let at = Settlement.at + .seconds(hour * 3600)
            journal.settle(
                Settlement(
                    envelope: envelope, verdict: .done(.refused, nil), statuses: [deferred(0, "later", until: soon)],
                    relay: "relay.example", at: at))
        }
        try await journal.flush()
        journal.limitRecipients(to: 100)
        let due = try await journal.cutDue(at: soon)
        #expect(due.map(\.firstOffered) == hours.map { Settlement.at + .seconds($0 * 3600) })
        await journal.stop()
    }

    @Test("What is due while an earlier owner's are handed out still is handed out once")
    func onceInHand() async throws {
        let (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.everything()
        await arm(Array(page.prefix(2)), journal)
        for envelope in page.prefix(2) {
            journal.settle(.accepted(envelope, except: [deferred(0, "later", until: soon)]))
        }
        await journal.stop()
        let next = try store.resume(mailing)
        let due = try await next.cutDue(at: .now)
        #expect(due.map(\.recipients.ids) == [[1, 3]])
        let rest = try await next.everything()
        #expect(rest.map(\.recipients.ids) == [[5, 6], [7, 8], [9, 10], [11, 12]])
        #expect(try await next.cutDue(at: .now).isEmpty)
        await next.stop()
    }

    @Test("A former owner and the new one give out no number twice")
    func numbers() async throws {
        let (mailing, former) = try store.start([list], limit: 2)
        let page = try await former.cutNext()
        await arm(page, former)
        store.abandon(mailing)
        let next = try Store.open(path: scratch.path, create: false).resume(mailing)
        former.settle(.accepted(page[0], except: [deferred(0, "later", until: soon)]))
        _ = await Verdict.of { try await former.flush() }
        // The new owner cuts for somebody, behind it.
        former.settle(.accepted(page[1], except: [deferred(0, "later", until: soon)]))
        _ = await Verdict.of { try await former.flush() }
        let due = try await next.cutDue(at: .now)
        #expect(due.map(\.recipients.ids) == [[1, 3]])
        await arm(due, next)
        next.settle(.accepted(due[0], except: [deferred(0, "later", until: soon)]))
        former.settle(.accepted(page[2], except: [deferred(0, "later", until: soon)]))
        _ = await Verdict.of { try await former.flush() }
        try await next.flush()
        try store.expectPartition()
        #expect(try await next.totals().deferred == 2)
        await next.stop()
        await former.close()
    }

    @Test("An erasure takes whoever waits out at once, with what servers said of them")
    func erased() async throws {
        let (mailing, journal) = try store.start([list], limit: 4)
        let first = try #require(try await journal.cutNext().first)
        await arm([first], journal)
        journal.settle(
            .accepted(
                first,
                except: [
                    deferred(0, "later", until: .never), deferred(1, "<u2@a.example>: later", until: .never),
                    deferred(2, "as u2@a.example", until: .never),
                ]))
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        _ = try store.erase(Mailbox(parsing: "u2@a.example"), by: nil)
        #expect(
            try store.lines("SELECT subscriber, outcome, text FROM recipient_outcome WHERE subscriber < 4 ORDER BY 1")
                == ["1 deferred later", "2 skipped erased", "3 deferred"])
        try store.expectPartition()
        let totals = try store.totals(mailing)
        #expect([totals.deferred, totals.skipped, totals.accepted, totals.recipients] == [2, 1, 1, 12])
        #expect(try store.numbers("SELECT count(*) FROM envelope WHERE replies LIKE '%u2@a%'") == [0])
        let next = try store.resume(mailing, limit: 4)
        #expect(try await next.cutDue(at: .now).map(\.recipients.ids) == [[1, 3]])
        try store.expectPartition()
        await next.stop()
    }
}
