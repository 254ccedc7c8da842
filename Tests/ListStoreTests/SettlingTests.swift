import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// What becomes of envelopes and recipients once a server has answered.
@Suite(.timeLimit(.minutes(10)))
struct SettlingTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let mailing: Int64
    private let journal: SQLiteJournal
    private let soon = Settlement.at + .seconds(60)

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...6).map { "u\($0)@a.example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 3)
    }

    private func first() async throws -> CutEnvelope {
        let envelope = try #require(try await journal.cutNext().first)
        #expect(await journal.armed(envelope) == .open)
        return envelope
    }

    private func settle(_ settlement: Settlement) async throws {
        journal.settle(settlement)
        try await journal.flush()
    }

    @Test("A refusal or a deferral of one costs the others nothing: a row of their own, or an envelope that waits")
    func statuses() async throws {
        let envelope = try await first()
        try await settle(.accepted(envelope, except: [.refused(0), .deferred(2, until: soon)]))
        #expect(try store.envelopes(of: mailing)[0] == "1 done accepted 1 [1,2]")
        #expect(
            try store.statuses(of: mailing) == ["1 refused 1", "3 deferred 1 \(soon.milliseconds)"])
        #expect(
            try store.lines("SELECT code, status, text, relay, exceptions FROM envelope WHERE number = 1")
                == ["250 2.0.0 Ok relay.example 1"])
        let totals = try await journal.totals()
        #expect([totals.accepted, totals.refused, totals.deferred, totals.pending] == [1, 1, 1, 3])
        await journal.stop()
    }

    @Test("Of an unknown envelope those who were answered keep their outcome, also when the unknown go again")
    func acceptedAmongUnknown() async throws {
        let envelope = try await first()
        let accepted = Settlement.RecipientStatus(
            index: 0, outcome: .accepted, reply: .accepted, nextAttempt: nil, charged: true)
        try await settle(Settlement(envelope, .done(.unknown, nil), except: [accepted, .refused(1)]))
        #expect(try store.statuses(of: mailing).map { String($0.prefix(10)) } == ["1 accepted", "2 refused "])
        let totals = try await journal.totals()
        #expect([totals.accepted, totals.refused, totals.unknown, totals.pending] == [1, 1, 1, 3])
        await journal.stop()
        let again = try store.takeOver(mailing, resendUnknown: true, relay: "relay.example", maxRecipients: 3)
        let later = try store.totals(mailing)
        #expect([later.accepted, later.refused, later.unknown, later.deferred] == [1, 1, 0, 1])
        await again.stop()
    }

    @Test("A settlement on its own is written without being asked for")
    func idleFlush() async throws {
        let envelope = try await first()
        journal.settle(.accepted(envelope))
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while try store.envelopes(of: mailing)[0] != "1 done accepted 1 [1,2,3]", clock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try store.envelopes(of: mailing)[0] == "1 done accepted 1 [1,2,3]")
        await journal.stop()
    }

    @Test("What is done stays done", arguments: [Outcome.refused, .deferred, .unknown])
    func doneStays(later: Outcome) async throws {
        let envelope = try await first()
        try await settle(.accepted(envelope))
        try await settle(Settlement(envelope, .putBack(notBefore: nil, charged: true, .tryLater)))
        if later != .refused { try await settle(Settlement(envelope, .done(later, nil))) }
        #expect(try store.envelopes(of: mailing)[0] == "1 done accepted 1 [1,2,3]")
        await journal.stop()
    }

    @Test(
        "An envelope that is put back is cut again, charged or not, and can be armed again",
        arguments: [(true, "1 cut 2 [1,2,3]"), (false, "1 cut 1 [1,2,3]")])
    func putBack(charged: Bool, expected: String) async throws {
        let envelope = try await first()
        try await settle(Settlement(envelope, .putBack(notBefore: soon, charged: charged, .tryLater)))
        #expect(try store.envelopes(of: mailing)[0] == expected)
        #expect(try await journal.nextDue() == soon)
        #expect(try await journal.cutDue(at: Settlement.at).isEmpty)
        let due = try await journal.cutDue(at: soon)
        #expect(due.map(\.number) == [1])
        #expect(due.map(\.attempt) == [charged ? 2 : 1])
        #expect(due.map(\.isRetry) == [charged])
        // Handed out once.
        #expect(try await journal.cutDue(at: soon).isEmpty)
        #expect(try await journal.nextDue() == nil)
        #expect(await journal.armed(due[0]) == .open)
        try await settle(.accepted(due[0]))
        #expect(try await journal.totals().accepted == 3)
        await journal.stop()
    }

    @Test("An envelope is put back without those who had an outcome of their own")
    func putBackWithStatuses() async throws {
        let envelope = try await first()
        try await settle(
            Settlement(
                envelope, .putBack(notBefore: soon, charged: true, .tryLater),
                except: [.refused(1), .deferred(0, until: .never)]))
        #expect(try store.envelopes(of: mailing)[0] == "1 cut 2 [3]")
        let due = try await journal.cutDue(at: soon)
        #expect(due.map(\.recipients.ids) == [[3]])
        #expect(await journal.armed(due[0]) == .open)
        try await settle(.accepted(due[0]))
        let totals = try await journal.totals()
        #expect([totals.accepted, totals.refused, totals.deferred, totals.pending] == [1, 1, 1, 3])
        await journal.stop()
    }

    @Test("Deferred recipients wait in envelopes that are merged when due, by attempts, and nobody has a row for it")
    func retries() async throws {
        let page = try await journal.cutNext()
        for envelope in page { #expect(await journal.armed(envelope) == .open) }
        journal.settle(.accepted(page[0], except: [.deferred(0, until: soon), .deferred(2, until: soon)]))
        journal.settle(
            .accepted(page[1], except: [.deferred(0, until: soon), .deferred(1, until: soon, charged: false)]))
        #expect(try await journal.nextDue() == soon)
        let due = try await journal.cutDue(at: soon)
        // The uncharged one is at its first attempt still.
        #expect(due.map(\.recipients.ids) == [[5], [1, 3, 4]])
        #expect(due.map(\.attempt) == [1, 2])
        #expect(due.map(\.isRetry) == [false, true])
        // Of 3 and 4, which were merged, the later one stays.
        #expect(due.map(\.number) == [5, 4])
        #expect(try await journal.cutDue(at: soon).isEmpty)
        #expect(try await journal.totals().deferred == 3)

        for envelope in due { #expect(await journal.armed(envelope) == .open) }
        let later = soon + .seconds(60)
        journal.settle(.accepted(due[0]))
        try await settle(.accepted(due[1], except: [.refused(1), .deferred(2, until: later)]))
        #expect(
            try store.statuses(of: mailing)
                == ["3 refused 2", "4 deferred 2 \(later.milliseconds)"])
        let totals = try await journal.totals()
        #expect([totals.accepted, totals.refused, totals.deferred, totals.recipients] == [4, 1, 1, 6])
        #expect(try await journal.cutDue(at: later).map(\.attempt) == [3])
        await journal.stop()
    }

    @Test(
        "Retries hold no more recipients than a learned limit, which is never below one", arguments: [(2, 2), (0, 3)])
    func limitOfRetries(limit: Int, envelopes: Int) async throws {
        let envelope = try await first()
        try await settle(.accepted(envelope, except: (0..<3).map { .deferred($0, until: soon) }))
        journal.limitRecipients(to: limit)
        var retries: [CutEnvelope] = []
        while case let due = try await journal.cutDue(at: soon), !due.isEmpty { retries += due }
        #expect(retries.count == envelopes)
        #expect(retries.flatMap(\.recipients.ids) == [1, 2, 3])
        await journal.stop()
    }

    @Test("A retry that is put back waits, at the next attempt")
    func retryPutBack() async throws {
        let envelope = try await first()
        try await settle(.accepted(envelope, except: [.deferred(0, until: soon), .deferred(1, until: soon)]))
        let retry = try #require(try await journal.cutDue(at: soon).first)
        #expect(await journal.armed(retry) == .open)
        let later = soon + .seconds(60)
        try await settle(Settlement(retry, .putBack(notBefore: later, charged: true, .tryLater)))
        #expect(try await journal.nextDue() == later)
        let next = try await journal.cutDue(at: later)
        #expect(next.map(\.recipients.ids) == [[1, 2]])
        #expect(next.map(\.attempt) == [3])
        // Uncharged, the same envelope goes again.
        try await settle(Settlement(next[0], .putBack(notBefore: later, charged: false, nil)))
        let again = try await journal.cutDue(at: later)
        #expect(again.map(\.number) == next.map(\.number))
        #expect(again.map(\.attempt) == [3])
        #expect(try await journal.totals().deferred == 2)
        await journal.stop()
    }

    @Test("Who leaves before the retry is skipped, not deferred")
    func leftBeforeRetry() async throws {
        let envelope = try await first()
        try await settle(.accepted(envelope, except: [.deferred(0, until: soon), .deferred(1, until: soon)]))
        _ = try store.unsubscribe(Mailbox(parsing: "u1@a.example"), list: list, source: "test")
        #expect(try await journal.cutDue(at: soon).map(\.recipients.ids) == [[2]])
        #expect(try store.statuses(of: mailing)[0] == "1 skipped left 0")
        await journal.stop()
    }

    @Test(
        "A hard bounce ends the subscription when the run ends well, and not otherwise",
        arguments: [(BounceEffect.apply, "ended", "bounced"), (.hold, "held", "active"), (.wait, "pending", "active")])
    func bounces(effect: BounceEffect, inLog: String, state: String) async throws {
        let envelope = try await first()
        // A full mailbox is no reason to end anything.
        let full = Reply(code: 552, status: EnhancedStatusCode(5, 2, 2), text: "Mailbox full")
        let soft = Settlement.RecipientStatus(index: 1, outcome: .refused, reply: full, nextAttempt: nil, charged: true)
        journal.settle(.accepted(envelope, except: [.refused(0), soft]))
        try await journal.finish(.paused, reason: "a test", bounces: effect)
        #expect(
            try store.lines("SELECT subscriber, recipient, code, status, kind, effect FROM bounce ORDER BY subscriber")
                == [
                    "1 u1@a.example 550 5.1.1 hard \(inLog)",
                    "2 u2@a.example 552 5.2.2 soft \(effect == .apply ? "none" : inLog)",
                ])
        #expect(
            try store.texts("SELECT state FROM subscription WHERE subscriber < 3 ORDER BY subscriber")
                == [state, "active"])
        #expect(
            try store.lines("SELECT subscriber, reason, source FROM departure")
                == (effect == .apply ? ["1 bounced mailing \(mailing)"] : []))
        #expect(try store.lines("SELECT state, reason FROM mailing") == ["paused a test"])
    }

    @Test("Where a list scores its bounces, one does not end a subscription")
    func scoredBounces() async throws {
        let scored = try store.makeList("scored", bounce: .scored)
        try store.subscribe(["s@a.example"], to: scored)
        await journal.stop()
        let (_, journal) = try store.start([scored])
        let envelope = try await journal.cutNext()[0]
        #expect(await journal.armed(envelope) == .open)
        journal.settle(Settlement(envelope, .done(.refused, .noSuchUser)))
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        #expect(try store.lines("SELECT kind, effect FROM bounce") == ["hard none"])
        #expect(try store.counts(of: scored) == [.active: 1])
    }
}
