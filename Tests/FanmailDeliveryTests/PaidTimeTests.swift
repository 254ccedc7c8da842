import FanmailBasics
import Testing

@testable import FanmailDelivery

struct PaidTimeTests {
    @Test(arguments: [1.0, 3, 7, 999, 1000, 9973, 0.007], MailRate.Period.allCases)
    func tokensOneByOneTakeAsLongAsAllAtOnce(count: Double, period: MailRate.Period) {
        let rate = MailRate(.recipients, count, per: period)
        let start = PaidTime(microseconds: 1_700_000_000_000_000)
        var time = start
        for _ in 0..<20_000 { time = time.adding(1, at: rate) }
        #expect(time == start.adding(20_000, at: rate))
    }

    @Test func aThirdOfASecondIsNotRounded() {
        let rate = MailRate(.messages, 3, per: .second)
        let time = PaidTime(microseconds: 0).adding(3_000_001, at: rate)
        #expect(time.microseconds == 1_000_000_333_333 && time.end == 1_000_000_333_334)
        #expect(PaidTime(microseconds: 0).adding(3, at: rate) == PaidTime(microseconds: 1_000_000))
    }

    @Test func itIsKnownHowManyFit() {
        let rate = MailRate(.messages, 3, per: .second)
        let start = PaidTime(microseconds: 0)
        #expect(start.count(until: 1_000_000, at: rate) == 3)
        #expect(start.count(until: 999_999, at: rate) == 2)
        #expect(start.count(until: -5, at: rate) == 0)
        #expect(start.adding(1, at: rate).count(until: 1_000_000, at: rate) == 2)
    }

    @Test func whatIsFarTooMuchIsHeldWithinWhatThereIs() {
        let rate = MailRate(.messages, 0.001, per: .day)
        let time = PaidTime(microseconds: 5).adding(1_000_000_000, at: rate)
        #expect(time.microseconds == .max && PaidTime(microseconds: 0).count(until: .max, at: rate) > 0)
    }
}
