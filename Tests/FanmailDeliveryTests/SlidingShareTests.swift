import Testing

@testable import FanmailDelivery

struct SlidingShareTests {
    @Test(arguments: [
        ([(10, 0), (10, 5)], 20, 5), ([(100, 50), (50, 0)], 50, 0), ([(100, 50)], 50, 25),
        ([(30, 30), (30, 0)], 50, 20),
    ])
    func onlyTheLatestCount(runs: [(Int, Int)], count: Int, hits: Int) {
        var share = SlidingShare(window: 50)
        for (added, addedHits) in runs { share.add(added, hits: addedHits) }
        #expect(share.count == count)
        #expect(share.hits == hits)
    }

    @Test func aWindowOfNoneCountsNothing() {
        var share = SlidingShare(window: 0)
        share.add(10, hits: 10)
        #expect(share.hits == 0)
    }
}
