import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// What an owner knows that lost its mailing to another one: the outcomes of what it armed itself, and nothing else.
@Suite(.timeLimit(.minutes(10)))
struct FormerOwnerTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let mailing: Int64
    private let former: SQLiteJournal
    private let page: [CutEnvelope]

    /// Three envelopes of two; the first two are armed.
    init() async throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...6).map { "u\($0)@a.example" }, to: list)
        (mailing, former) = try store.start([list], limit: 2)
        page = try await former.cutNext()
        for envelope in page.prefix(2) { #expect(await former.armed(envelope) == .open) }
    }

    private func takeOver(resendUnknown: Bool = false) throws -> SQLiteJournal {
        store.abandon(mailing)
        return try Store.open(path: scratch.path, create: false).resume(mailing, resendUnknown: resendUnknown)
    }

    /// Hands it in; the former owner learns that it is none.
    private func settle(_ settlement: Settlement) async {
        former.settle(settlement)
        #expect(await Verdict.of { try await former.flush() } == .notOwner)
    }

    private func end(_ next: SQLiteJournal) async {
        await next.stop()
        await former.close()
    }

    @Test("What it read stands in place of unknown")
    func read() async throws {
        let next = try takeOver()
        #expect(try await next.totals().unknown == 4)
        await settle(.accepted(page[0], except: [.refused(1)]))
        #expect(
            try store.envelopes(of: mailing) == ["1 done accepted 1 [1,2]", "2 done unknown 1 [3,4]", "3 cut 1 [5,6]"])
        #expect(try store.statuses(of: mailing) == ["2 refused 1"])
        #expect(try store.texts("SELECT recipient FROM bounce WHERE effect = 'pending'") == ["u2@a.example"])
        let totals = try await next.totals()
        #expect([totals.accepted, totals.refused, totals.unknown, totals.pending] == [1, 1, 2, 2])
        #expect(await former.armed(page[2]) == .notOwner)
        await end(next)
    }

    @Test("Before the take-over has come to it")
    func early() async throws {
        try store.execute("UPDATE mailing SET epoch = epoch + 1")
        await settle(.accepted(page[0]))
        #expect(try store.envelopes(of: mailing)[0] == "1 done accepted 1 [1,2]")
        let next = try takeOver()
        #expect(try await next.totals().unknown == 2)
        await end(next)
    }

    @Test("Not what is sent again")
    func resent() async throws {
        let next = try takeOver(resendUnknown: true)
        let before = try store.statuses(of: mailing)
        await settle(.accepted(page[0]))
        #expect(try store.statuses(of: mailing) == before)
        #expect(try await next.totals().deferred == 4)
        await end(next)
    }

    @Test("Not what it only cut, nor what the new owner armed")
    func cut() async throws {
        let next = try takeOver()
        await settle(Settlement(page[2], .done(.refused, nil), except: [.refused(0), .refused(1)]))
        #expect(try store.statuses(of: mailing).isEmpty)
        let third = try #require(try await next.cutNext().first)
        #expect(await next.armed(third) == .open)
        await settle(Settlement(page[2], .putBack(notBefore: nil, charged: false, nil)))
        #expect(try store.envelopes(of: mailing)[2] == "3 armed 1 [5,6]")
        await end(next)
    }

    @Test("What it could not send, the new owner sends")
    func unsent() async throws {
        let next = try takeOver()
        #expect(try await next.everything().map(\.recipients.ids) == [[5, 6]])
        await settle(Settlement(page[0], .putBack(notBefore: nil, charged: false, nil)))
        await settle(.accepted(page[1], except: [.deferred(0, until: .never)]))
        #expect(try await next.cutDue(at: .now + .seconds(1)).map(\.recipients.ids) == [[1, 2]])
        let totals = try await next.totals()
        #expect([totals.accepted, totals.deferred, totals.pending, totals.unknown] == [1, 1, 4, 0])
        // The new owner had asked before that came.
        try await next.finish(.finished, reason: nil, bounces: .apply)
        #expect(try store.mailing(mailing).state == .paused)
        await former.close()
    }

    @Test("In a mailing that is over: whom it reached, and who was refused, but nobody waits again")
    func over() async throws {
        let next = try takeOver()
        for envelope in try await next.everything() {
            #expect(await next.armed(envelope) == .open)
            next.settle(.accepted(envelope))
        }
        try await next.finish(.finished, reason: nil, bounces: .apply)
        await settle(.accepted(page[0], except: [.refused(1)]))
        await settle(Settlement(page[1], .putBack(notBefore: nil, charged: true, .tryLater)))
        let record = try store.mailing(mailing)
        #expect(record.state == .finished)
        #expect([record.totals.accepted, record.totals.refused, record.totals.unknown] == [3, 1, 2])
        #expect(try store.texts("SELECT effect FROM bounce") == ["ended"])
        await former.close()
    }

    @Test("Of a retry", arguments: [false, true])
    func retry(isResent: Bool) async throws {
        former.settle(
            .accepted(page[0], except: [.deferred(0, until: Settlement.at), .deferred(1, until: Settlement.at)]))
        let retry = try #require(try await former.cutDue(at: Settlement.at).first)
        #expect(await former.armed(retry) == .open)
        let next = try takeOver(resendUnknown: isResent)
        await settle(.accepted(retry, except: [.refused(1)]))
        let expected = isResent ? ["deferred", "deferred"] : ["accepted", "refused"]
        #expect(
            try store.texts("SELECT outcome FROM recipient_outcome WHERE subscriber < 3 ORDER BY subscriber")
                == expected)
        await end(next)
    }
}
