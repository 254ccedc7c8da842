import FanmailBasics
import TestSupport
import Testing

@testable import FanmailDelivery

struct BudgetTests {
    private static let start: Int64 = 1_700_000_000_000_000
    private static let second: Int64 = 1_000_000

    private func request(_ count: Int, least: Int = 1, rate: MailRate = MailRate(.recipients, 10, per: .second))
        -> BudgetRequest
    {
        BudgetRequest(BudgetLimit(.all, rate), least: least, most: count)
    }

    @Test func intervalsFollowEachOther() {
        var budget = Budget(now: Self.start)
        #expect(
            budget.grant(request(5), now: Self.start)
                == .interval(from: PaidTime(microseconds: Self.start), count: 5))
        #expect(
            budget.grant(request(5), now: Self.start)
                == .interval(from: PaidTime(microseconds: Self.start + Self.second / 2), count: 5))
    }

    @Test func nothingBeginsTwoSecondsAhead() {
        var budget = Budget(now: Self.start)
        #expect(
            budget.grant(request(500), now: Self.start)
                == .interval(from: PaidTime(microseconds: Self.start), count: 20))
        #expect(budget.grant(request(1), now: Self.start) == .nothing(until: Self.start + Self.second))
        #expect(
            budget.grant(request(1), now: Self.start + Self.second)
                == .interval(from: PaidTime(microseconds: Self.start + 2 * Self.second), count: 1))
    }

    @Test func anEnvelopeIsNeverTooLargeForever() {
        var budget = Budget(now: Self.start)
        #expect(
            budget.grant(request(100, least: 100), now: Self.start)
                == .interval(from: PaidTime(microseconds: Self.start), count: 100))
        #expect(budget.grant(request(1), now: Self.start) == .nothing(until: Self.start + 9 * Self.second))
    }

    @Test func anIdlePhaseIsNotMadeUpForByABurst() {
        var budget = Budget(now: Self.start)
        let later = Self.start + 3600 * Self.second
        #expect(
            budget.grant(request(100), now: later)
                == .interval(from: PaidTime(microseconds: later - Budget.burst), count: 21))
    }

    @Test(arguments: [3600, 86_400] as [Int64])
    func aClockThatWasSetBackNeitherStopsNorBursts(seconds: Int64) {
        var budget = Budget(now: Self.start)
        _ = budget.grant(request(20), now: Self.start)
        let now = Self.start - seconds * Self.second
        // As if no time had gone by.
        #expect(budget.grant(request(1), now: now) == .nothing(until: now + Self.second))
        #expect(
            budget.grant(request(20), now: now + Self.second)
                == .interval(from: PaidTime(microseconds: now + 2 * Self.second), count: 10))
    }

    @Test func theEndIsTakenBackUnlessOthersFollowed() {
        let rate = MailRate(.recipients, 10, per: .second)
        var budget = Budget(now: Self.start)
        _ = budget.grant(request(10), now: Self.start)
        budget.takeBack(from: PaidTime(microseconds: Self.start).adding(4, at: rate), count: 6, at: rate)
        #expect(budget.paidUntil.microseconds == Self.start + 400_000)
        _ = budget.grant(request(2), now: Self.start)
        budget.takeBack(from: PaidTime(microseconds: Self.start), count: 4, at: rate)
        #expect(budget.paidUntil.microseconds == Self.start + 600_000)
    }

    /// Whoever asks, at whatever moments, for however many: what was granted for any time fits into it.
    @Test(arguments: 0..<20)
    func nobodyIsGrantedWhatSomebodyElseHas(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rate = MailRate(.recipients, Double(Int.random(in: 1...5000, using: &random)), per: .second)
        var budget = Budget(now: Self.start)
        var now = Self.start
        var end = PaidTime(microseconds: Self.start)
        var granted = 0
        for _ in 0..<2000 {
            now += Int64.random(in: 0...300_000, using: &random)
            let most = Int.random(in: 1...200, using: &random)
            if case .interval(let start, let count) = budget.grant(request(most, rate: rate), now: now) {
                #expect(start >= end)
                end = start.adding(count, at: rate)
                granted += count
            }
        }
        #expect(PaidTime(microseconds: Self.start).adding(granted, at: rate) <= end)
    }
}
