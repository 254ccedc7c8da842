import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// What is offered again: who was refused, at the next attempt of whoever was deferred.
@Suite(.timeLimit(.minutes(10)))
struct ReopeningTests {
    private let scratch: Scratch
    private let store: Store
    private let mailing: Int64
    private let journal: SQLiteJournal

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe((1...6).map { "u\($0)@a.example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 2)
    }

    private func retryRefused() throws -> SQLiteJournal {
        try store.takeOver(
            mailing, resendUnknown: false, retryRefused: true, relay: "relay.example", maxRecipients: 2)
    }

    /// 1 is refused by itself, 3 and 4 as a whole envelope, as earlier versions did; 2 is accepted, 5 and 6 are unknown.
    private func settle() async throws {
        let page = try await journal.cutNext()
        for envelope in page { #expect(await journal.armed(envelope) == .open) }
        journal.settle(.accepted(page[0], except: [.refused(0)]))
        journal.settle(Settlement(page[1], .done(.refused, .noSuchUser)))
        journal.settle(Settlement(page[2], .done(.unknown, nil)))
    }

    @Test("Who was refused is due, and the bounce log forgets it; as often as it is asked for")
    func refusedAreDueAgain() async throws {
        try await settle()
        try await journal.finish(.paused, reason: "many were refused", bounces: .hold)
        #expect(try store.texts("SELECT effect FROM bounce") == ["held", "held", "held"])
        for _ in 0..<2 {
            let next = try retryRefused()
            #expect(try store.texts("SELECT effect FROM bounce").isEmpty)
            #expect(try await next.everything().isEmpty)
            let totals = try await next.totals()
            #expect([totals.accepted, totals.refused, totals.deferred, totals.unknown] == [1, 0, 3, 2])
            #expect(totals.recipients == 6)
            await next.stop()
        }
        let next = try retryRefused()
        let due = try await next.cutDue(at: .now + .seconds(1))
        #expect(due.map(\.recipients.ids) == [[1, 3], [4]])
        for envelope in due {
            #expect(await next.armed(envelope) == .open)
            next.settle(.accepted(envelope))
        }
        let totals = try await next.totals()
        #expect([totals.accepted, totals.refused, totals.deferred, totals.unknown] == [4, 0, 0, 2])
        await next.stop()
        // Nobody who has a copy is offered another one.
        let last = try retryRefused()
        #expect(try await last.cutDue(at: .now + .seconds(1)).isEmpty)
        await last.stop()
    }

    @Test("Whose subscription was ended for it stays refused")
    func endedStay() async throws {
        try await settle()
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        #expect(try store.texts("SELECT effect FROM bounce") == ["ended", "ended", "ended"])
        let next = try retryRefused()
        #expect(try await next.cutDue(at: .now + .seconds(1)).isEmpty)
        #expect(try await next.totals().refused == 3)
        #expect(try store.texts("SELECT effect FROM bounce") == ["ended", "ended", "ended"])
        await next.stop()
    }

    @Test("Without being asked for, refused stays refused")
    func unasked() async throws {
        try await settle()
        try await journal.finish(.paused, reason: nil, bounces: .hold)
        let next = try store.resume(mailing)
        #expect(try await next.cutDue(at: .now + .seconds(1)).isEmpty)
        #expect(try await next.totals().refused == 3)
        await next.stop()
    }

    @Test("An attempt knows when the first one was, and how many there were in this run")
    func triesOfARun() async throws {
        let envelope = try #require(try await journal.cutNext().first)
        #expect(envelope.tries == 1 && envelope.firstOffered == nil)
        #expect(await journal.armed(envelope) == .open)
        journal.settle(.accepted(envelope, except: [.deferred(0, until: Settlement.at)]))
        let second = try #require(try await journal.cutDue(at: Settlement.at).first)
        #expect([second.attempt, second.tries] == [2, 2])
        #expect(second.firstOffered == Settlement.at)
        #expect(await journal.armed(second) == .open)
        journal.settle(
            Settlement(
                envelope: second, verdict: .done(.refused, nil), statuses: [.deferred(0, until: nil)], relay: "r",
                at: Settlement.at + .seconds(60)))
        try await journal.finish(.paused, reason: nil, bounces: .wait)

        let next = try store.resume(mailing)
        let third = try #require(try await next.cutDue(at: .now + .seconds(1)).first)
        #expect([third.attempt, third.tries] == [3, 1])
        #expect(third.firstOffered == Settlement.at)
        // Put back whole, it knows that still.
        #expect(await next.armed(third) == .open)
        let soon = Timestamp.now + .seconds(10)
        next.settle(Settlement(third, .putBack(notBefore: soon, charged: false, .tryLater)))
        let again = try #require(try await next.cutDue(at: soon).first)
        #expect([again.attempt, again.tries] == [3, 1])
        #expect(again.firstOffered == Settlement.at)
        await next.stop()
    }

    @Test("Beyond a relay's limit nobody was offered, so nobody's time runs")
    func overflowIsNoOffer() async throws {
        let envelope = try #require(try await journal.cutNext().first)
        #expect(await journal.armed(envelope) == .open)
        journal.settle(.accepted(envelope, except: [.deferred(1, until: Settlement.at, charged: false)]))
        let second = try #require(try await journal.cutDue(at: Settlement.at).first)
        #expect([second.attempt, second.tries] == [1, 1])
        #expect(second.firstOffered == nil)
        await journal.stop()
    }

    @Test("Who is to go alone goes alone")
    func individual() async throws {
        let envelope = try #require(try await journal.cutNext().first)
        #expect(await journal.armed(envelope) == .open)
        journal.settle(
            Settlement(
                envelope, .done(.refused, nil),
                except: [0, 1].map {
                    .init(
                        index: $0, outcome: .deferred, reply: .tryLater, nextAttempt: Settlement.at, charged: false,
                        isIndividual: true)
                }))
        #expect(try await journal.cutDue(at: Settlement.at).map(\.recipients.ids) == [[1], [2]])
        await journal.stop()
    }

    @Test("A limit that was learned may grow again, to the mailing's own")
    func limit() async throws {
        journal.limitRecipients(to: 1)
        let first = try await journal.cutNext(recipients: 1)
        #expect(first.map(\.recipients.count) == [1])
        journal.limitRecipients(to: 100)
        _ = try await journal.cutNext(recipients: 2)
        #expect(try await journal.cutNext(recipients: 2).map(\.recipients.count) == [2])
        await journal.stop()
    }

    @Test("A page is no larger than is asked for, and the walk goes on behind it")
    func pages() async throws {
        var seen: [Int64] = []
        while case let page = try await journal.cutNext(recipients: 3), !page.isEmpty {
            #expect(page.reduce(0) { $0 + $1.recipients.count } <= 2)
            seen += page.flatMap(\.recipients.ids)
        }
        #expect(seen == [1, 2, 3, 4, 5, 6])
        await journal.stop()
    }
}
