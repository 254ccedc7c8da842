import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// The crash matrix of the journal: what a run left behind, and what the next one makes of it.
@Suite(.timeLimit(.minutes(10)))
struct TakeOverTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let mailing: Int64
    private let journal: SQLiteJournal

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...6).map { "u\($0)@a.example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 2)
    }

    /// The run ends as if killed, and another one takes over.
    private func takeOver(resendUnknown: Bool = false) throws -> SQLiteJournal {
        store.abandon(mailing)
        return try store.resume(mailing, resendUnknown: resendUnknown)
    }

    private func end(_ journals: SQLiteJournal...) async {
        for journal in journals { await journal.stop() }
    }

    @Test("Before the first cut: the audience is the same, whoever came since is not in it")
    func nothingCut() async throws {
        try store.subscribe(["new@a.example"], to: list)
        let next = try takeOver()
        #expect(try await next.everything().map(\.recipients.ids) == [[1, 2], [3, 4], [5, 6]])
        await end(journal, next)
    }

    @Test("Cut and not armed: sent as it was cut, without who left meanwhile")
    func cut() async throws {
        _ = try await journal.cutNext()
        for address in ["u2@a.example", "u5@a.example", "u6@a.example"] {
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
        }
        let next = try takeOver()
        let envelopes = try await next.everything()
        #expect(envelopes.map(\.recipients.ids) == [[1], [3, 4]])
        #expect(envelopes.map(\.number) == [1, 2])
        for envelope in envelopes { #expect(await next.armed(envelope) == .open) }
        let totals = try await next.totals()
        #expect([totals.unknown, totals.skipped, totals.recipients] == [3, 3, 6])
        await end(journal, next)
    }

    @Test("Cut in part: the rest of the walk follows what was cut before")
    func cutInPart() async throws {
        // A page is 500 rows at two an envelope: two pages.
        try store.subscribe((7...900).map { "u\($0)@a.example" }, to: list)
        let (mailing, journal) = try store.start([list], limit: 2)
        let before = try await journal.cutNext()
        #expect(before.count == 250)
        store.abandon(mailing)
        let next = try store.resume(mailing)
        let envelopes = try await next.everything()
        #expect(envelopes.flatMap(\.recipients.ids) == Array(1...900))
        #expect(envelopes.map(\.number) == Array(1...450))
        await end(self.journal, journal, next)
    }

    @Test("Armed: unknown, and nobody of it is offered a copy again")
    func armed() async throws {
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[1]) == .open)
        let next = try takeOver()
        #expect(
            try store.envelopes(of: mailing) == ["1 cut 1 [1,2]", "2 done unknown 1 [3,4]", "3 cut 1 [5,6]"])
        let envelopes = try await next.everything()
        #expect(envelopes.map(\.recipients.ids) == [[1, 2], [5, 6]])
        #expect(try await next.cutDue(at: Timestamp.now + .seconds(86400)).isEmpty)
        #expect(try await next.nextDue() == nil)
        // Nor can what is unknown be armed by mistake.
        #expect(await next.armed(page[1]) == .notOwner)
        #expect(try await next.totals().unknown == 2)
        await end(journal, next)
    }

    @Test("Armed, and sending again is asked for: a retry, at the next attempt")
    func resendUnknown() async throws {
        let page = try await journal.cutNext()
        for envelope in page { #expect(await journal.armed(envelope) == .open) }
        journal.settle(.accepted(page[0]))
        journal.settle(Settlement(page[1], .done(.unknown, nil), except: [.refused(0)]))
        try await journal.flush()
        let next = try takeOver(resendUnknown: true)
        #expect(try await next.everything().isEmpty)
        // 1 and 2 were accepted, 3 refused; what stays is in doubt.
        let due = try await next.cutDue(at: Timestamp.now + .seconds(1))
        #expect(due.map(\.recipients.ids) == [[4], [5, 6]])
        #expect(due.map(\.attempt) == [2, 2])
        for envelope in due {
            #expect(await next.armed(envelope) == .open)
            next.settle(.accepted(envelope))
        }
        let totals = try await next.totals()
        #expect([totals.accepted, totals.refused, totals.unknown, totals.recipients] == [5, 1, 0, 6])
        await end(journal, next)
    }

    @Test("Done: nothing")
    func done() async throws {
        let page = try await journal.cutNext()
        for envelope in page {
            #expect(await journal.armed(envelope) == .open)
            journal.settle(.accepted(envelope, except: envelope.number == 1 ? [.refused(0)] : []))
        }
        try await journal.flush()
        let before = try store.envelopes(of: mailing) + store.statuses(of: mailing)
        let next = try takeOver(resendUnknown: true)
        #expect(try await next.everything().isEmpty)
        #expect(try await next.cutDue(at: Timestamp.now + .seconds(86400)).isEmpty)
        #expect(try store.envelopes(of: mailing) + store.statuses(of: mailing) == before)
        await end(journal, next)
    }

    @Test("Deferred, put back, or in hand for a retry: due at once", arguments: [false, true])
    func deferred(regrouped: Bool) async throws {
        let page = try await journal.cutNext()
        for envelope in page { #expect(await journal.armed(envelope) == .open) }
        journal.settle(.accepted(page[0], except: [.deferred(1, until: regrouped ? Settlement.at : .never)]))
        journal.settle(Settlement(page[1], .putBack(notBefore: .never, charged: true, .tryLater)))
        journal.settle(.accepted(page[2], except: [.deferred(0, until: nil)]))
        try await journal.flush()
        if regrouped { #expect(try await journal.cutDue(at: Settlement.at).map(\.recipients.ids) == [[2]]) }

        let next = try takeOver()
        // What was in hand already goes first; the others behind the audience.
        #expect(try await next.everything().map(\.recipients.ids) == (regrouped ? [[2]] : []))
        let due = try await next.cutDue(at: Timestamp.now + .seconds(1))
        #expect(due.map(\.recipients.ids) == (regrouped ? [[3, 4], [5]] : [[2, 5], [3, 4]]))
        #expect(due.map(\.attempt) == [2, 2])
        #expect(try await next.everything().isEmpty)
        #expect(try await next.cutDue(at: .now + .seconds(1)).isEmpty)
        #expect(try await next.totals().deferred == 4)
        await end(journal, next)
    }

    @Test("Put back because the message was refused: due at once, and behind the rest, run after run")
    func refused() async throws {
        let page = try await journal.cutNext()
        let spam = Reply(code: 554, status: EnhancedStatusCode(5, 7, 1), text: "Spam")
        for (envelope, notBefore) in zip(page, [Settlement.at, .never]) {
            #expect(await journal.armed(envelope) == .open)
            journal.settle(Settlement(envelope, .putBack(notBefore: notBefore, charged: false, spam)))
        }
        try await journal.flush()
        var last = journal
        for _ in 0..<2 {
            let next = try takeOver()
            await end(last)
            last = next
            let rest = try await next.everything()
            #expect(rest.map(\.recipients.ids) == [[5, 6]])
            #expect(rest.map(\.wasRefused) == [false])
            #expect(try #require(await next.nextDue()) <= .now)
        }
        let due = try await last.cutDue(at: .now)
        #expect(due.map(\.recipients.ids) == [[1, 2], [3, 4]])
        #expect(due.map(\.wasRefused) == [true, true])
        await end(last)
    }

    @Test("A retry that was armed: unknown")
    func armedRetry() async throws {
        let first = try await journal.cutNext()[0]
        #expect(await journal.armed(first) == .open)
        journal.settle(.accepted(first, except: [.deferred(1, until: Settlement.at)]))
        let retry = try await journal.cutDue(at: Settlement.at)[0]
        #expect(await journal.armed(retry) == .open)
        let next = try takeOver()
        #expect(try store.envelopes(of: mailing).last == "4 done unknown 2 [2]")
        #expect(try await next.cutDue(at: Timestamp.now + .seconds(86400)).isEmpty)
        let totals = try await next.totals()
        #expect([totals.accepted, totals.unknown, totals.pending] == [1, 1, 4])
        await end(journal, next)
    }

    @Test("A run that was taken over can write nothing more, and says why")
    func oldEpoch() async throws {
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        let next = try takeOver()
        let before = try store.dump()
        #expect(await journal.armed(page[1]) == .notOwner)
        #expect(await Verdict.of { try await journal.flush() } == .notOwner)
        #expect(await Verdict.of { _ = try await journal.cutDue(at: .never) } == .notOwner)
        #expect(await Verdict.of { _ = try await journal.nextDue() } == .notOwner)
        #expect(await Verdict.of { _ = try await journal.readMembersAgain(page[1]) } == .notOwner)
        #expect(await Verdict.of { _ = try await journal.totals() } == .notOwner)
        #expect(
            await Verdict.of { try await journal.finish(.finished, reason: nil, bounces: .apply) } == .notOwner)
        #expect(try store.dump() == before)
        // The old owner's end is not the end of the mailing.
        #expect(try store.mailing(mailing).isOwned)
        #expect(await next.armed(try next.cutNext()[0]) == .open)
        await end(next)
    }

    @Test("Taken over again and again, nothing changes but the epoch")
    func again() async throws {
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        let next = try takeOver()
        let before = try store.envelopes(of: mailing)
        await end(journal, next)
        for _ in 0..<3 { await end(try store.resume(mailing)) }
        #expect(try store.envelopes(of: mailing) == before)
        #expect(try store.numbers("SELECT epoch FROM mailing") == [4])
    }

    @Test("There is nothing to take over of a mailing that is unknown or cancelled")
    func impossible() async throws {
        let unknown = try #require(throws: StoreFailure.self) { try store.resume(99) }
        #expect(unknown.kind == .notFound)
        await end(journal)
        try store.cancel(mailing)
        let cancelled = try #require(throws: StoreFailure.self) { try store.resume(mailing) }
        #expect(cancelled.kind == .conflict)
        #expect(try !store.mailing(mailing).isOwned)
    }
}
