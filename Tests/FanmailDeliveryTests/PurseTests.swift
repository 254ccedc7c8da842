import FanmailBasics
import Testing

@testable import FanmailDelivery

struct PurseTests {
    private static let start: Int64 = 1_700_000_000_000_000

    /// Whatever is wanted, granted at once by a budget of its own.
    private struct Spender {
        var purse: Purse
        var budget = Budget(now: PurseTests.start)
        var asked = 0
        var uses: [Int64] = []

        init(_ rate: MailRate) { purse = Purse(BudgetLimit(.all, rate)) }

        /// Uses one after the other as soon as may be; each is noticed that much late.
        mutating func spend(_ count: Int, each size: Int = 1, delay: (Int) -> Int64 = { _ in 0 }) {
            var now = PurseTests.start
            var done = 0
            while done < count {
                purse.want(size, of: (count - done) * size, now: now)
                if let request = purse.request(now: now) {
                    asked += 1
                    purse.accept(budget.grant(request, now: now), now: now)
                }
                switch purse.answer(size, now: now) {
                case .now:
                    purse.spend(size, now: now)
                    uses.append(now)
                    done += 1
                case .at(let moment): now = moment + delay(done)
                case .short: now = max(now + 1, purse.closedUntil)
                }
            }
        }

        /// The most in any time of that length.
        func most(in length: Int64) -> Int {
            uses.indices.map { first in uses[first...].prefix { $0 < uses[first] + length }.count }.max() ?? 0
        }
    }

    @Test func aThousandASecondAreATokenAMillisecond() {
        var spender = Spender(MailRate(.messages, 1000, per: .second))
        spender.spend(10_000)
        let gaps = zip(spender.uses, spender.uses.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 == 1000 })
        #expect(spender.uses.first == Self.start + 1000 && spender.uses.last == Self.start + 10_000_000)
        // A row is written about once a second.
        #expect(spender.asked <= 22)
    }

    @Test func sixtyAMinuteComeEvenly() {
        var spender = Spender(MailRate(.recipients, 60, per: .minute))
        spender.spend(180)
        #expect(spender.uses == (1...180).map { Self.start + $0 * 1_000_000 })
    }

    @Test func envelopesArePaidForAsAWhole() {
        var spender = Spender(MailRate(.recipients, 1000, per: .second))
        spender.spend(100, each: 100)
        #expect(spender.uses == (1...100).map { Self.start + $0 * 100_000 })
    }

    /// Timers that fire a little late cost nothing, and one that fires 150 ms late is followed by no burst.
    @Test func whatIsLateIsMadeUpForWithoutABurst() {
        var spender = Spender(MailRate(.messages, 1000, per: .second))
        spender.spend(10_000) { $0 == 3000 ? 150_000 : Int64($0 * 7919 % 1500) }
        #expect(spender.most(in: 100_000) <= 110)
        let length = Double((spender.uses.last ?? 0) - Self.start) / 1_000_000
        #expect(length >= 10 && length < 10.05)
    }

    @Test func whatIsTooLateIsLost() {
        var spender = Spender(MailRate(.messages, 1000, per: .second))
        spender.spend(10_000) { $0 == 3000 ? 700_000 : 0 }
        #expect(spender.most(in: 100_000) <= 110)
        let length = Double((spender.uses.last ?? 0) - Self.start) / 1_000_000
        #expect(length > 10.4 && length < 10.8)
    }

    @Test func theUnusedIsTheEndOfWhatWasGranted() throws {
        var purse = Purse(BudgetLimit(.all, MailRate(.messages, 10, per: .second)))
        var budget = Budget(now: Self.start)
        purse.want(1, of: 10, now: Self.start)
        let request = try #require(purse.request(now: Self.start))
        purse.accept(budget.grant(request, now: Self.start), now: Self.start)
        #expect(purse.answer(4, now: Self.start + 400_000) == .now)
        purse.spend(4, now: Self.start + 400_000)
        for case .interval(let start, let count) in purse.unused {
            budget.takeBack(from: start, count: count, at: purse.limit.rate)
        }
        #expect(budget.paidUntil.microseconds == Self.start + 400_000)
    }

    @Test func aQuotaIsAskedForAboutOnceASecond() {
        let limit = BudgetLimit(.all, MailRate(.recipients, 50_000, per: .day))
        var purse = Purse(limit)
        var quota = DayQuota(seenAt: Self.start)
        var asked = 0
        var now = Self.start
        for number in 0..<20_000 {
            purse.want(1, of: 20_000 - number, now: now)
            if let request = purse.request(now: now) {
                asked += 1
                purse.accept(quota.grant(request, of: 50_000, now: now), now: now)
            }
            #expect(purse.answer(1, now: now) == .now)
            purse.spend(1, now: now)
            now += 1000
        }
        #expect(asked < 40 && quota.used == 20_000)
    }

    @Test func aClockThatIsSetTakesWhatIsHeldAlong() throws {
        var spender = Spender(MailRate(.messages, 10, per: .second))
        spender.spend(1)
        let now = Self.start + 100_000 - 3_600_000_000
        spender.purse.turn(by: -3_600_000_000)
        spender.purse.want(1, of: 100, now: now)
        let request = try #require(spender.purse.request(now: now))
        spender.purse.accept(spender.budget.grant(request, now: now), now: now)
        // How long ago the last one was granted is not known any more: it counts as now.
        #expect(spender.purse.answer(1, now: now) == .at(now + 200_000))
    }
}
