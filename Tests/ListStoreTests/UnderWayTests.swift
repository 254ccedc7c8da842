import FanmailDelivery
import SMTPCore
import Testing

@testable import ListStore

/// Whose reply is awaited is under way for as long as somebody waits, and unknown from then on.
struct UnderWayTests {
    @Test("What is armed is under way while its owner lives, then unknown; the sums add up both times")
    func armed() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe(["u1@a.example", "u2@a.example", "u3@a.example"], to: list)
        let (mailing, journal) = try store.start([list], limit: 2)
        let envelope = try await journal.cutNext()[0]
        #expect(await journal.armed(envelope) == .open)
        func outcomes() throws -> [String] {
            var words: [String] = []
            try store.outcomes(of: mailing, outcome: nil, limit: nil) { words.append($0.word) }
            return words.sorted()
        }
        func unknown() throws -> Int {
            var count = 0
            try store.outcomes(of: mailing, outcome: .unknown, limit: nil) { _ in count += 1 }
            return count
        }
        let alive = try store.mailing(mailing)
        #expect(alive.standing == "sending" && alive.totals.underWay == 2 && alive.totals.unknown == 0)
        #expect(alive.totals.recipients == 3)
        #expect(try outcomes() == ["pending", "under way", "under way"] && unknown() == 0)
        let story = try store.story(of: Mailbox(parsing: "u1@a.example"), in: mailing)
        #expect(story.outcome.isUnderWay && story.outcome.outcome == nil)
        store.abandon(mailing)
        let dead = try store.mailing(mailing)
        #expect(dead.standing == "interrupted" && dead.totals.underWay == 0 && dead.totals.unknown == 2)
        #expect(dead.totals.recipients == 3)
        #expect(try outcomes() == ["pending", "unknown", "unknown"] && unknown() == 2)
        await journal.stop()
    }

    @Test(
        "A mailing that was stopped is interrupted, whoever asks; one that was paused is not", arguments: [true, false])
    func interrupted(isStopped: Bool) async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe(["u1@a.example"], to: list)
        let (mailing, journal) = try store.start([list], limit: 2)
        let end = isStopped ? RunEnd.interrupted : .deferred
        try await journal.finish(end.state, reason: end.reason, bounces: .wait)
        await journal.stop()
        #expect(try store.mailing(mailing).standing == (isStopped ? "interrupted" : "paused"))
    }
}
