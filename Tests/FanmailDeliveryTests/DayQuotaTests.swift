import FanmailBasics
import TestSupport
import Testing

@testable import FanmailDelivery

struct DayQuotaTests {
    private static let start: Int64 = 1_700_000_000_000_000
    private static let minute: Int64 = 60_000_000
    private static let hour: Int64 = 3_600_000_000

    private func request(_ count: Int, least: Int = 1) -> BudgetRequest {
        BudgetRequest(BudgetLimit(.all, MailRate(.recipients, 100, per: .day)), least: least, most: count)
    }

    @Test func aDayIsTwentyFourHoursFromEachGrant() {
        var quota = DayQuota(seenAt: Self.start)
        #expect(quota.grant(request(60), of: 100, now: Self.start) == .quota(count: 60))
        #expect(quota.grant(request(60), of: 100, now: Self.start + Self.hour) == .quota(count: 40))
        let first = Self.start + DayQuota.day + DayQuota.slice
        #expect(quota.grant(request(1), of: 100, now: Self.start + 2 * Self.hour) == .nothing(until: first))
        #expect(quota.grant(request(100), of: 100, now: first) == .quota(count: 60))
        #expect(quota.used == 100)
    }

    @Test func anEnvelopeWaitsUntilThereIsEnoughForIt() {
        var quota = DayQuota(seenAt: Self.start)
        _ = quota.grant(request(30), of: 100, now: Self.start)
        _ = quota.grant(request(50), of: 100, now: Self.start + Self.hour)
        #expect(
            quota.grant(request(60, least: 60), of: 100, now: Self.start + 2 * Self.hour)
                == .nothing(until: Self.start + Self.hour + DayQuota.day + DayQuota.slice))
        // One that is more than a day's worth goes alone.
        var empty = DayQuota(seenAt: Self.start)
        #expect(empty.grant(request(300, least: 300), of: 100, now: Self.start) == .quota(count: 300))
        #expect(empty.grant(request(1), of: 0, now: Self.start + 3 * DayQuota.day) != .quota(count: 1))
    }

    @Test func whatWasNotUsedComesBack() {
        var quota = DayQuota(seenAt: Self.start)
        _ = quota.grant(request(60), of: 100, now: Self.start)
        quota.takeBack(20)
        #expect(quota.used == 40)
        quota.takeBack(50)
        #expect(quota.uses.isEmpty)
    }

    @Test(arguments: [3_600_000_000, 86_400_000_000] as [Int64])
    func aClockThatWasSetBackNeitherStopsForADayNorBursts(step: Int64) {
        var quota = DayQuota(seenAt: Self.start)
        _ = quota.grant(request(100), of: 100, now: Self.start)
        let now = Self.start - step
        #expect(
            quota.grant(request(1), of: 100, now: now) == .nothing(until: now + DayQuota.day + DayQuota.slice))
        #expect(quota.grant(request(1), of: 100, now: now + DayQuota.day + DayQuota.slice) == .quota(count: 1))
    }

    /// A week in which somebody asks all the time, and the clocks go forward on its third day, which UTC does not know.
    @Test func noTwentyFourHoursOfAWeekSeeMore() {
        var quota = DayQuota(seenAt: Self.start)
        var grants: [(at: Int64, count: Int)] = []
        var random = SeededGenerator(seed: 7)
        var now = Self.start
        while now < Self.start + 7 * DayQuota.day {
            if case .quota(let count) = quota.grant(request(Int.random(in: 1...9, using: &random)), of: 100, now: now) {
                grants.append((now, count))
            }
            now += Int64.random(in: 1...20, using: &random) * Self.minute
        }
        for grant in grants {
            let window = grants.filter { $0.at > grant.at - DayQuota.day && $0.at <= grant.at }
            #expect(window.reduce(0) { $0 + $1.count } <= 100)
        }
        // It is used, too.
        #expect(grants.reduce(0) { $0 + $1.count } >= 650)
        #expect(quota.uses.count <= 100)
    }
}
