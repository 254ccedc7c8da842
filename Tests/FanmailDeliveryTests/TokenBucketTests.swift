import Testing

@testable import FanmailDelivery

struct TokenBucketTests {
    @Test func tokensArePaidBeforeTheyAreUsed() {
        var bucket = TokenBucket(recipientsPerSecond: 100, now: .zero)
        #expect(bucket.take(50, now: .zero) == .milliseconds(500))
        #expect(bucket.take(50, now: .zero) == .milliseconds(1000))
        #expect(bucket.take(100, now: .milliseconds(1500)) == .milliseconds(900))
    }

    @Test func anIdlePhaseIsNotMadeUpForByABurst() {
        var bucket = TokenBucket(recipientsPerSecond: 100, now: .zero)
        #expect(bucket.take(100, now: .seconds(60)) == .milliseconds(900))
    }

    @Test func unusedTokensComeBack() {
        var bucket = TokenBucket(recipientsPerSecond: 10, now: .zero)
        _ = bucket.take(10, now: .zero)
        bucket.giveBack(10)
        #expect(bucket.take(10, now: .zero) == .seconds(1))
    }
}
