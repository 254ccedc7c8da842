import FanmailBasics
import FanmailDelivery
import SMTPCore
import Testing

@testable import ListStore

/// A mailing that somebody pauses waits, whoever sends it or nobody, and can be resumed or cancelled then.
@Suite(.timeLimit(.minutes(10)))
struct PausingTests {
    private let scratch: Scratch
    private let store: Store
    private let mailing: Int64
    private let journal: SQLiteJournal

    init() async throws {
        scratch = try Scratch()
        store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe((1...6).map { "u\($0)@a.example" }, to: list)
        (mailing, journal) = try store.start([list], limit: 2)
        let page = try await journal.cutNext()
        #expect(await journal.armed(page[0]) == .open)
        journal.settle(.accepted(page[0]))
        try await journal.flush()
    }

    private func expectConflict(_ word: String, at location: SourceLocation = #_sourceLocation) throws {
        let failure = try #require(throws: StoreFailure.self) { try store.pause(mailing) }
        #expect(failure.kind == .conflict && failure.message.contains("is \(word) already"), sourceLocation: location)
    }

    @Test("Whoever sends it is asked, and leaves it paused") func owned() async throws {
        #expect(await journal.requested() == nil)
        #expect(try !store.pause(mailing))
        #expect(await journal.requested() == .pause)
        #expect(!store.awaitPause(of: mailing, for: .milliseconds(10)))
        try expectConflict("paused")
        try await journal.finish(.paused, reason: RunEnd.pausedByHand.reason, bounces: .wait)
        #expect(store.awaitPause(of: mailing, for: .seconds(60)))
        let record = try store.mailing(mailing)
        #expect(record.standing == "paused" && record.reason == "paused by hand")
        #expect(record.totals.accepted == 2 && record.totals.pending == 4)
    }

    @Test("It ends by itself at that moment: then it is finished") func finishes() async throws {
        #expect(try !store.pause(mailing))
        try await journal.finish(.finished, reason: nil, bounces: .wait)
        #expect(try store.mailing(mailing).state == .finished)
        try expectConflict("finished")
    }

    @Test("Of one whose process died: at once, and it is no longer called interrupted") func abandoned() async throws {
        store.abandon(mailing)
        #expect(try store.mailing(mailing).standing == "interrupted")
        #expect(try store.pause(mailing))
        #expect(try store.mailing(mailing).standing == "paused")
        await journal.close()
    }

    @Test("It is resumed as any other, and its next owner is asked nothing") func resumed() async throws {
        #expect(try !store.pause(mailing))
        try await journal.finish(.paused, reason: RunEnd.pausedByHand.reason, bounces: .wait)
        let next = try store.resume(mailing)
        #expect(await next.requested() == nil)
        #expect(try store.mailing(mailing).state == .sending)
        await next.close()
    }

    @Test("Cancelled while its owner finishes: cancelled for good") func cancelled() async throws {
        #expect(try !store.pause(mailing))
        #expect(try store.cancel(mailing))
        #expect(await journal.requested() == .cancel)
        try await journal.finish(.paused, reason: RunEnd.pausedByHand.reason, bounces: .wait)
        #expect(try store.mailing(mailing).state == .cancelled)
        try expectConflict("cancelled")
    }

    @Test("There is no such mailing") func unknown() throws {
        #expect(try #require(throws: StoreFailure.self) { try store.pause(99) }.kind == .notFound)
    }
}
