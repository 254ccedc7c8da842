import Testing

@testable import FanmailDelivery

struct RecipientLimitTests {
    @Test func nothingIsKnownAtFirst() {
        #expect(RecipientLimit().value == nil)
    }

    @Test func whatIsAnnouncedIsKeptTo() {
        var limit = RecipientLimit()
        limit.announce(50)
        limit.stopped(at: 100)
        #expect(limit.value == 50)
        limit.stopped(at: 8)
        #expect(limit.value == 8)
        limit.stopped(at: 0)
        #expect(limit.value == 8)
    }

    @Test func oneMoreIsTriedAfterAsManyFullTransactions() {
        var limit = RecipientLimit()
        limit.stopped(at: 3)
        // One that was not full says nothing.
        let grew = [3, 2, 3, 3].map { limit.took($0) }
        #expect(grew == [false, false, false, true])
        #expect(limit.value == 4)
        for _ in 0..<4 { _ = limit.took(4) }
        #expect(limit.value == 5)
    }
}
