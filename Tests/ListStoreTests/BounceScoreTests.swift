import Bounces
import FanmailBasics
import MailingLists
import Testing

@testable import ListStore

/// What a list's policy makes of bounces, day by day.
struct BounceScoreTests {
    /// A bounce, or a delivery, at a day and an hour.
    enum Event: Sendable {
        case hard(Double), soft(Double), delivered(Double)
    }

    private static func score(_ events: [Event], _ policy: BouncePolicy) -> BounceScore {
        func moment(_ day: Double) -> Timestamp { Timestamp(milliseconds: Int64(day * 86_400_000)) }
        var score = BounceScore(policy)
        for (number, event) in events.enumerated() {
            switch event {
            case .hard(let day): score.add(.hard, at: moment(day), mailing: Int64(number))
            case .soft(let day): score.add(.soft, at: moment(day), mailing: Int64(number))
            case .delivered: score.deliver()
            }
        }
        return score
    }

    @Test(
        "Points by the day, and what takes them away",
        arguments: [
            ([], 0), ([.hard(0.5)], 100), ([.soft(0.5)], 50),
            // A day counts a point at most.
            ([.hard(0.1), .hard(0.9)], 100), ([.soft(0.1), .soft(0.5), .soft(0.9)], 100),
            ([.soft(0.1), .hard(0.9)], 100), ([.hard(0.9), .hard(1.1)], 200),
            // Seven days without one are not too long; a moment more is.
            ([.hard(0.5), .hard(7.5)], 200), ([.hard(0.5), .hard(7.6)], 100),
            // Fading by time heeds no delivery.
            ([.hard(0.5), .delivered(1), .hard(2.5)], 200),
        ] as [([Event], Int)])
    func points(events: [Event], hundredths: Int) {
        let score = Self.score(events, .scored)
        #expect(score.hundredths == hundredths)
        #expect(!score.isReached)
    }

    @Test("Five points reach the threshold, and not four and a half")
    func threshold() {
        let four = (0..<4).map { Event.hard(Double($0)) }
        #expect(!Self.score(four + [.soft(4)], .scored).isReached)
        #expect(Self.score(four + [.soft(4), .soft(5)], .scored).isReached)
        #expect(Self.score(four + [.hard(4)], .scored).isReached)
    }

    @Test("Where deliveries count, each takes a point, and none is owed")
    func deliveries() {
        var policy = BouncePolicy.scored
        policy.fading = .delivery
        #expect(Self.score([.hard(0), .hard(1), .delivered(1.5), .hard(2)], policy).hundredths == 200)
        #expect(Self.score([.soft(0), .delivered(1), .delivered(2), .hard(3)], policy).hundredths == 100)
    }

    @Test(
        "A list that counts mailings counts those with hard bounces within its days alone",
        arguments: [
            ([.hard(0), .hard(0.1)], false), ([.hard(0), .hard(0.1), .hard(0.2)], true),
            ([.soft(0), .soft(1), .soft(2), .soft(3)], false), ([.hard(0), .hard(1), .hard(70)], false),
            ([.hard(0), .hard(30), .hard(59)], true),
        ] as [([Event], Bool)])
    func mailings(events: [Event], isReached: Bool) {
        var policy = BouncePolicy.scored
        policy.mailings = .init(count: 3, days: 60)
        #expect(Self.score(events, policy).isReached == isReached)
    }

    @Test("Only what is the address's own fault counts, and only what is known to be about it")
    func weights() {
        let soft: Set<FailureClass> = [.full, .connection, .expired, .loop]
        for failureClass in FailureClass.allCases {
            for isHard in [true, false] {
                let verdict = FailureVerdict(failureClass: failureClass, isHard: isHard, status: nil, rule: "test")
                let certain = BounceWeight(verdict, confidence: 100)
                if verdict.concernsAddress {
                    #expect(certain == .certain, "\(failureClass)")
                    #expect(BounceWeight(verdict, confidence: 89) == .hard, "\(failureClass)")
                } else if soft.contains(failureClass)
                    || !isHard && [.addressUnknown, .domainUnknown, .disabled].contains(failureClass)
                {
                    #expect(certain == .soft, "\(failureClass)")
                } else {
                    #expect(certain == nil, "\(failureClass)")
                }
                #expect(BounceWeight(verdict, confidence: 49) == nil, "\(failureClass)")
            }
        }
    }
}
