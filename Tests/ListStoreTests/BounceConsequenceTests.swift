import Bounces
import FanmailBasics
import FanmailDelivery
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// What bounces do to subscriptions, and that it can be taken back.
@Suite(.timeLimit(.minutes(10)))
struct BounceConsequenceTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private static func day(_ day: Double) -> Timestamp {
        Timestamp(milliseconds: Timestamp.now.milliseconds + Int64(day * 86_400_000))
    }

    private static func verdict(_ failureClass: FailureClass, hard: Bool) -> FailureVerdict {
        FailureVerdict(failureClass: failureClass, isHard: hard, status: nil, rule: "test")
    }

    /// A report about the first subscriber of a list, of no mailing that is known.
    private func note(
        _ list: ListRecord, _ failureClass: FailureClass = .addressUnknown, hard: Bool = true, confidence: Int = 80,
        subscriber: Int64 = 1, mailing: Int64? = nil, digest: String? = nil
    ) -> BounceNote {
        BounceNote(
            mailing: mailing, list: list.id, subscriber: subscriber, recipient: "u\(subscriber)@a.example", code: 550,
            status: "5.1.1", text: "no", verdict: Self.verdict(failureClass, hard: hard),
            attribution: BounceAttribution("envelope", confidence: confidence), server: "mx.a.example", digest: digest)
    }

    private func states() throws -> [String] {
        try store.texts("SELECT state FROM subscription ORDER BY id")
    }

    /// A list with subscribers u1 to u*n* at a.example.
    private func list(_ count: Int = 1, _ policy: BouncePolicy = .scored) throws -> ListRecord {
        let list = try store.makeList(bounce: policy)
        try store.subscribe((1...count).map { "u\($0)@a.example" }, to: list)
        return list
    }

    @Test("A year of one address: full now and then, then dead")
    func year() throws {
        let list = try list()
        // Full on a day of each month: stale each time.
        for month in 0..<6 {
            let record = try #require(
                try store.log(note(list, .full, hard: false), now: Self.day(Double(month) * 30 + 1)))
            #expect(record.effect == .none && record.score == 50)
        }
        // Somebody else's DMARC, a hundred times.
        for day in 0..<100 {
            let record = try #require(try store.log(note(list, .authentication), now: Self.day(200 + Double(day))))
            #expect(record.effect == .none && record.score == nil)
        }
        // Dead, day by day.
        for day in 0..<4 {
            let record = try #require(try store.log(note(list), now: Self.day(320 + Double(day))))
            #expect(record.effect == .none && record.score == (day + 1) * 100)
        }
        #expect(try states() == ["active"])
        let last = try #require(try store.log(note(list), now: Self.day(324)))
        #expect(last.effect == .ended && last.score == 500)
        #expect(try states() == ["bounced"])
        let events = try store.consent(of: Mailbox(parsing: "u1@a.example"))
        #expect(events.count { $0.event == .bounced } == 111)
        let words = "ended the subscription with a score of 5"
        #expect(events.contains { $0.source.contains(words) && $0.how == "address-unknown" })
        // And once more: nothing is left to end.
        #expect(try store.log(note(list), now: Self.day(325))?.effect == BounceRecord.Effect.none)
    }

    @Test(
        "At once only what is certain; by the score what is verified; never by a guess",
        arguments: [(100, 1), (90, 1), (89, 5), (70, 5), (69, nil), (49, nil)] as [(Int, Int?)])
    func certainty(confidence: Int, endsWith: Int?) throws {
        let list = try list(1, BouncePolicy())
        for day in 1...8 {
            _ = try store.log(note(list, confidence: confidence), now: Self.day(Double(day)))
            #expect(try states() == [endsWith.map { day >= $0 } == true ? "bounced" : "active"], "day \(day)")
        }
    }

    @Test("A report that is read twice counts once, and is another one for another subscriber")
    func digests() throws {
        let list = try list(2)
        #expect(try store.log(note(list, digest: "a")) != nil)
        #expect(try store.log(note(list, digest: "a")) == nil)
        #expect(try store.log(note(list, subscriber: 2, digest: "a")) != nil)
        #expect(try store.log(note(list, digest: "b")) != nil)
    }

    @Test("A complaint unsubscribes and suppresses, once; a guess does neither")
    func complaints() throws {
        let list = try list(2)
        let guess = note(list, .complaint, hard: false, confidence: 60, subscriber: 2, digest: "g")
        #expect(try store.complain(guess)?.effect == BounceRecord.Effect.none)
        let complaint = note(list, .complaint, hard: false, digest: "c")
        #expect(try store.complain(complaint)?.effect == .ended)
        #expect(try store.complain(complaint) == nil)
        #expect(try states() == ["unsubscribed", "active"])
        #expect(try store.lines("SELECT address_key, reason FROM suppression") == ["u1@a.example complaint"])
        #expect(try store.lines("SELECT reason, how FROM departure") == ["unsubscribed complaint"])
        // Nobody takes it back.
        var selection = BounceSelection()
        selection.list = list.id
        #expect(try store.forgive(selection, by: nil).bounces == 0)
    }

    @Test("Who complains after a bounce had ended it stays away when the bounce is taken back")
    func ownWord() throws {
        let list = try list(1, BouncePolicy())
        _ = try store.log(note(list, confidence: 100))
        #expect(try states() == ["bounced"])
        _ = try store.complain(note(list, .complaint, hard: false, digest: "c"))
        var selection = BounceSelection()
        selection.list = list.id
        #expect(try store.forgive(selection, by: "ada") == Forgiving(bounces: 1, subscriptions: 0, others: 1))
        #expect(try states() == ["unsubscribed"])
    }

    @Test("Points that are taken back end nothing, also where a later bounce was the one too many")
    func laterEnds() throws {
        let list = try list()
        for day in 1...4 { _ = try store.log(note(list, .disabled), now: Self.day(Double(day))) }
        _ = try store.log(note(list), now: Self.day(5))
        #expect(try states() == ["bounced"])
        var selection = BounceSelection()
        (selection.list, selection.failureClass) = (list.id, .disabled)
        let plan = try store.forgive(selection, by: "ada", isDryRun: true)
        #expect(plan.bounces == 4 && plan.subscriptions == 1)
        #expect(try states() == ["bounced"])
        let result = try store.forgive(selection, by: "ada")
        #expect(result == plan)
        #expect(try states() == ["active"])
        #expect(
            try store.lines("SELECT effect, forgiven_by FROM bounce ORDER BY id") == [
                "forgiven ada", "forgiven ada", "forgiven ada", "forgiven ada", "none",
            ])
        #expect(try store.consent(of: Mailbox(parsing: "u1@a.example")).count { $0.event == .forgiven } == 4)
    }

    @Test(
        "Forgiving after applying gives the state before, whatever people did themselves meanwhile",
        arguments: Int64(1)...12)
    func forgivingUndoes(seed: Int64) throws {
        let list = try list(9, BouncePolicy())
        let before = try store.lines("SELECT id, subscriber, state, ended, joined_at FROM subscription ORDER BY id")
        var touched: Set<Int64> = []
        for subscriber in Int64(1)...9 {
            _ = try store.log(note(list, confidence: 100, subscriber: subscriber))
            let mailbox = try Mailbox(parsing: "u\(subscriber)@a.example")
            switch (subscriber * seed + subscriber / 3) % 4 {
            case 0:
                touched.insert(subscriber)
                _ = try store.subscribe(mailbox, name: nil, list: list, source: "themselves")
            case 1:
                touched.insert(subscriber)
                _ = try store.subscribe(mailbox, name: nil, list: list, source: "themselves")
                _ = try store.unsubscribe(mailbox, list: list, source: "themselves")
            default: break
            }
        }
        let own = try store.lines(
            "SELECT id, state FROM subscription WHERE subscriber IN (SELECT subscriber FROM subscription WHERE id > 9)")
        var selection = BounceSelection()
        selection.since = Timestamp(milliseconds: 0)
        let plan = try store.forgive(selection, by: nil, isDryRun: true)
        let result = try store.forgive(selection, by: nil)
        #expect(result == plan)
        #expect(result.bounces == 9 && result.subscriptions == 9 - touched.count && result.others == touched.count)
        #expect(
            try store.lines(
                "SELECT id, state FROM subscription WHERE subscriber IN (SELECT subscriber FROM subscription WHERE id > 9)"
            )
                == own)
        let after = try store.lines("SELECT id, subscriber, state, ended, joined_at FROM subscription ORDER BY id")
        for (number, line) in before.enumerated() where !touched.contains(Int64(number + 1)) {
            #expect(after[number] == line)
        }
        #expect(try store.forgive(selection, by: nil) == Forgiving())
    }

    /// A mailing to all, whose first so many are refused for good at SMTP time.
    private func refuse(_ count: Int, of list: ListRecord) async throws -> Int64 {
        let (mailing, journal) = try store.start([list], limit: 100)
        let envelope = try #require(try await journal.cutNext().first)
        #expect(await journal.armed(envelope) == .open)
        journal.settle(.accepted(envelope, except: (0..<count).map { .refused($0) }))
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        return mailing
    }

    @Test("Many of one provider's at once are held, until somebody lets them count")
    func release() async throws {
        let list = try list(50, BouncePolicy())
        let mailing = try await refuse(10, of: list)
        #expect(try store.lines("SELECT DISTINCT effect, hold, provider FROM bounce") == ["held provider a.example"])
        #expect(try store.counts(of: list) == [.active: 50])
        #expect(try store.heldEvents().map(\.bounces) == [10])
        #expect(try store.heldEvents(of: mailing + 1).isEmpty)
        #expect(try store.release(mailing: mailing, provider: "b.example").bounces == 0)
        #expect(try store.release(mailing: mailing, isDryRun: true).bounces == 10)
        let result = try store.release(mailing: mailing, provider: "a.example")
        #expect(result.bounces == 10 && result.ended == 10)
        #expect(try store.counts(of: list) == [.active: 40, .bounced: 10])
        #expect(try store.heldEvents().isEmpty)
    }

    @Test("Or takes them back")
    func forgiveHeld() async throws {
        let list = try list(50, BouncePolicy())
        var selection = BounceSelection()
        selection.mailing = try await refuse(12, of: list)
        #expect(try store.forgive(selection, by: "ada").bounces == 12)
        #expect(try store.heldEvents().isEmpty)
        #expect(try store.counts(of: list) == [.active: 50])
    }

    @Test("Fewer than ten, or than the list's share, are no event", arguments: [(9, 40), (10, 51)])
    func noEvent(refused: Int, recipients: Int) async throws {
        let list = try list(recipients, BouncePolicy())
        _ = try await refuse(refused, of: list)
        #expect(try store.counts(of: list) == [.active: recipients - refused, .bounced: refused])
    }

    @Test("A list may want none of it")
    func neverHeld() async throws {
        var policy = BouncePolicy()
        policy.holdPercent = 0
        let list = try list(20, policy)
        _ = try await refuse(20, of: list)
        #expect(try store.counts(of: list) == [.bounced: 20])
    }

    @Test("Reports that come later are held together, those too that had ended something within the hour")
    func lateReports() async throws {
        let list = try list(40, BouncePolicy())
        let mailing = try await refuse(0, of: list)
        func report(_ subscriber: Int64, _ moment: Timestamp) throws -> BounceRecord? {
            try store.log(note(list, confidence: 100, subscriber: subscriber, mailing: mailing), now: moment)
        }
        // Long before: no part of it.
        #expect(try report(1, Self.day(0))?.effect == .ended)
        for subscriber in Int64(2)...10 {
            #expect(try report(subscriber, Self.day(1))?.effect == .ended, "\(subscriber)")
        }
        #expect(try report(11, Self.day(1))?.effect == .held)
        #expect(try store.counts(of: list) == [.active: 39, .bounced: 1])
        #expect(try report(12, Self.day(1))?.effect == .held)
        #expect(try store.heldEvents().map(\.bounces) == [11])
        #expect(try store.release(mailing: mailing).ended == 11)
    }

    @Test("An hour is an hour, to the millisecond", arguments: [(3_600_000, 10), (3_600_001, 0)] as [(Int64, Int)])
    func hourBorder(gap: Int64, held: Int) async throws {
        let list = try list(40, BouncePolicy())
        let mailing = try await refuse(0, of: list)
        let first = Self.day(1)
        for subscriber in Int64(1)...10 {
            let moment = subscriber < 10 ? first : Timestamp(milliseconds: first.milliseconds + gap)
            _ = try store.log(note(list, confidence: 100, subscriber: subscriber, mailing: mailing), now: moment)
        }
        #expect(try store.heldEvents().map(\.bounces) == (held > 0 ? [held] : []))
        #expect(try store.counts(of: list)[.bounced] == (held > 0 ? nil : 10))
    }

    @Test("Who has yet to confirm stays asked, whatever an older mailing brings back")
    func pending() throws {
        let list = try list()
        let mailbox = try Mailbox(parsing: "u1@a.example")
        _ = try store.unsubscribe(mailbox, list: list, source: "themselves")
        _ = try store.askToConfirm(mailbox, name: nil, list: list, source: "themselves", by: nil)
        let record = try store.log(note(list, confidence: 100))
        #expect(record?.effect == BounceRecord.Effect.none && record?.score == nil)
        #expect(try states() == ["unsubscribed", "pending"])
    }
}
