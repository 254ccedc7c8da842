import FanmailBasics
import Testing

@testable import FanmailDelivery

struct SlowedRateTests {
    /// How many messages go in a time.
    private func messages(_ rate: inout SlowedRate, from start: Int, seconds: Int, recipients: Int = 1) -> Int {
        var count = 0
        for tenth in 0..<(seconds * 10) {
            let now: Duration = .seconds(start) + .milliseconds(tenth * 100)
            guard rate.wait(now: now) == .zero else { continue }
            rate.took(recipients, now: now)
            count += 1
        }
        return count
    }

    @Test func nothingAskedForIsNoWait() {
        var rate = SlowedRate()
        rate.took(1000, now: .zero)
        #expect(rate.wait(now: .zero) == .zero)
    }

    @Test(arguments: [(MailRate.Unit.messages, 10), (.recipients, 2)])
    func itHoldsWhatWasAskedForAndComesBackGradually(unit: MailRate.Unit, perMinute: Int) {
        var rate = SlowedRate()
        rate.slow(to: MailRate(unit, 10, per: .minute), for: .seconds(120), current: .zero, now: .zero)
        let first = messages(&rate, from: 0, seconds: 120, recipients: 5)
        #expect(first == perMinute * 2)
        let later = (2..<20).map { messages(&rate, from: $0 * 60, seconds: 60, recipients: 5) }
        #expect(zip(later, later.dropFirst()).allSatisfy { $0 <= $1 }, "\(later)")
        #expect(later[0] <= perMinute + 1)
        #expect(later[17] == 600)
    }

    @Test func halfAsFastAsNowEachTime() {
        var rate = SlowedRate()
        rate.slow(to: nil, for: .seconds(60), current: .milliseconds(500), now: .zero)
        let first = messages(&rate, from: 0, seconds: 10)
        #expect(first == 10)
        rate.slow(to: nil, for: .seconds(60), current: .milliseconds(500), now: .seconds(10))
        let second = messages(&rate, from: 10, seconds: 20)
        #expect(second == 10)
    }
}
