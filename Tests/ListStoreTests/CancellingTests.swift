import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// Whose cancellation was asked for ends cancelled, whoever ends it, and nobody of it is left waiting.
@Suite(.timeLimit(.minutes(10)))
struct CancellingTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let mailing: Int64
    private let journal: SQLiteJournal

    /// 1 accepted, 2 deferred, 3 and 4 put back, 5 and 6 armed, 7 and 8 cut, 9 and 10 never cut.
    init() async throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe((1...8).map { "u\($0)@a.example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        for envelope in page.prefix(3) { #expect(await journal.armed(envelope) == .open) }
        journal.settle(.accepted(page[0], except: [.deferred(1, until: .never)]))
        journal.settle(Settlement(page[1], .putBack(notBefore: .never, charged: true, .tryLater)))
        try await journal.flush()
    }

    private func sums(_ mailing: MailingTotals) -> [Int] {
        [mailing.accepted, mailing.refused, mailing.deferred, mailing.unknown, mailing.skipped, mailing.pending]
    }

    /// Every place that tells what became of somebody says the same.
    private func expectCancelled(at location: SourceLocation = #_sourceLocation) throws {
        let record = try store.mailing(mailing)
        #expect(record.state == .cancelled, sourceLocation: location)
        #expect(sums(record.totals) == [1, 0, 0, 2, 5, 0], sourceLocation: location)
        #expect(
            try store.lines("SELECT accepted, deferred, unknown, skipped, pending FROM mailing_summary")
                == ["1 0 2 5 0"], sourceLocation: location)
        let outcomes = ["accepted", "skipped", "skipped", "skipped", "unknown", "unknown", "skipped", "skipped"]
        #expect(
            try store.texts("SELECT outcome FROM recipient_outcome ORDER BY subscriber") == outcomes,
            sourceLocation: location)
        #expect(
            try store.texts("SELECT DISTINCT text FROM recipient_outcome WHERE outcome = 'skipped'") == ["cancelled"],
            sourceLocation: location)
        var told: [String: String] = [:]
        try store.outcomes(of: mailing, outcome: nil, limit: nil) { told[$0.address] = $0.outcome?.rawValue ?? "" }
        #expect((1...8).map { told["u\($0)@a.example"] } == outcomes, sourceLocation: location)
        var skipped = 0
        try store.outcomes(of: mailing, outcome: .skipped, limit: nil) { _ in skipped += 1 }
        #expect(skipped == 5, sourceLocation: location)
        for (index, outcome) in outcomes.enumerated() {
            let story = try store.story(of: Mailbox(parsing: "u\(index + 1)@a.example"), in: mailing)
            #expect(story.outcome.outcome?.rawValue == outcome, sourceLocation: location)
            #expect(story.nextAttempt == nil, sourceLocation: location)
        }
    }

    private func expectNoResume(at location: SourceLocation = #_sourceLocation) throws {
        let failure = try #require(throws: StoreFailure.self) { try store.resume(mailing) }
        #expect(failure.kind == .conflict, sourceLocation: location)
        #expect(failure.message.contains("was cancelled"), sourceLocation: location)
        #expect(try !store.mailing(mailing).isOwned, sourceLocation: location)
    }

    @Test(
        "Asked for while a run ends: the mailing is cancelled, whatever the run thinks of its end",
        arguments: [MailingState.paused, .finished, .cancelled])
    func atTheEnd(state: MailingState) async throws {
        #expect(try !store.cancel(mailing))
        try await journal.finish(state, reason: "interrupted", bounces: .wait)
        #expect(try store.texts("SELECT reason FROM mailing") == [state == .cancelled ? "interrupted" : "cancelled"])
        try expectCancelled()
        try expectNoResume()
    }

    @Test("Asked for, and its owner dies: whoever takes it over cancels it")
    func takenOver() async throws {
        #expect(try !store.cancel(mailing))
        store.abandon(mailing)
        try expectNoResume()
        try expectCancelled()
        await journal.close()
    }

    @Test("Asked for, and its owner dies: who waits for it cancels it")
    func awaited() async throws {
        #expect(try !store.cancel(mailing))
        #expect(try !store.awaitCancellation(of: mailing, for: .milliseconds(10)))
        store.abandon(mailing)
        #expect(try store.awaitCancellation(of: mailing, for: .seconds(60)))
        try expectCancelled()
        await journal.close()
    }

    @Test(
        "Of a mailing that nobody sends: at once, also while the lock is not given back yet", arguments: [true, false])
    func paused(isHeld: Bool) async throws {
        try await journal.finish(.paused, reason: "interrupted", bounces: .wait)
        let lock = isHeld ? try MailingLock(database: store.path, mailing: mailing) : nil
        #expect(try store.cancel(mailing))
        lock?.release()
        try expectCancelled()
        try expectNoResume()
    }

    @Test("It is read as cancelled at once, and a second attempt writes what a killed one left to be written")
    func halfDone() async throws {
        try await journal.finish(.paused, reason: "interrupted", bounces: .wait)
        try store.execute("UPDATE mailing SET state = 'cancelled', cancel_requested = 1")
        try store.execute(
            """
            INSERT INTO bounce (at, mailing, list, subscriber, recipient, kind, effect)
            VALUES (1, ?, ?, 1, 'u1@a.example', 'hard', 'pending')
            """, [mailing, list.id])
        try expectCancelled()
        #expect(throws: StoreFailure.self) { try store.cancel(mailing) }
        #expect(try store.texts("SELECT effect FROM bounce") == ["held"])
        try expectCancelled()
    }

    @Test("Twice is once; what is finished stays so")
    func twice() async throws {
        #expect(try !store.cancel(mailing))
        #expect(try !store.cancel(mailing))
        try await journal.finish(.paused, reason: nil, bounces: .apply)
        let again = try #require(throws: StoreFailure.self) { try store.cancel(mailing) }
        #expect(again.message == "mailing 1 is cancelled already")
        let (second, other) = try store.start([list], limit: 2)
        try await other.finish(.finished, reason: nil, bounces: .apply)
        let late = try #require(throws: StoreFailure.self) { try store.cancel(second) }
        #expect(late.message == "mailing 2 is finished already")
        #expect(try store.numbers("SELECT cancel_requested FROM mailing ORDER BY id") == [1, 0])
    }

    @Test("While somebody takes it over, one of the two comes first")
    func race() async throws {
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        let path = scratch.path
        for _ in 0..<20 {
            let (mailing, journal) = try store.start([list], limit: 2)
            try await journal.finish(.paused, reason: nil, bounces: .wait)
            async let resumed = Task.detached {
                let other = try Store.open(path: path, create: false)
                return try? other.resume(mailing)
            }.value
            try store.cancel(mailing)
            if let next = try await resumed {
                let gate = try await next.cutNext().first.map { $0 }
                if let gate { #expect(await next.armed(gate) == .cancelled) }
                try await next.finish(.paused, reason: nil, bounces: .wait)
            }
            #expect(try store.mailing(mailing).state == .cancelled)
        }
    }
}
