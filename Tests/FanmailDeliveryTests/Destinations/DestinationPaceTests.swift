import Testing

@testable import FanmailDelivery

struct DestinationPaceTests {
    private func pace(connections: Int = 8) -> DestinationPace {
        DestinationPace(
            connections: connections,
            pauses: .init(ofFailures: [.seconds(1), .seconds(60)], ofDeferrals: [.seconds(60), .seconds(120)]))
    }

    @Test func eachFailureIsALongerPauseAndTheLastOneTheEnd() {
        var pace = pace()
        let first = pace.failed(live: 0, isUnknown: false, now: .zero)
        #expect(first == .cool(until: .seconds(1)))
        // Another worker met the same one.
        let same = pace.failed(live: 0, isUnknown: false, now: .milliseconds(999))
        #expect(same == .goOn)
        let second = pace.failed(live: 0, isUnknown: false, now: .seconds(1))
        #expect(second == .cool(until: .seconds(61)))
        let third = pace.failed(live: 0, isUnknown: false, now: .seconds(61))
        #expect(third == .giveUp)
    }

    @Test func whatWasDecidedBetweenBeginsAnew() {
        var pace = pace()
        _ = pace.failed(live: 0, isUnknown: false, now: .zero)
        pace.progressed()
        let next = pace.failed(live: 0, isUnknown: false, now: .seconds(10))
        #expect(next == .cool(until: .seconds(11)))
    }

    @Test func besideOthersAtWorkAFailureIsTheLimitOfTheWindow() {
        var pace = pace()
        for _ in 0..<8 { _ = pace.accepted(putOff: .few, now: .zero) }
        #expect(pace.connections(now: .zero) == 8)
        let step = pace.failed(live: 3, isUnknown: false, now: .zero)
        #expect(step == .goOn)
        #expect(pace.connections(now: .zero) == 3)
        #expect(!pace.isCooling(now: .zero))
    }

    @Test func threeLostRepliesAreTheEnd() {
        var pace = DestinationPace(
            connections: 8, pauses: .init(ofFailures: Array(repeating: .seconds(1), count: 9), ofDeferrals: []))
        let steps = (0..<3).map { pace.failed(live: 0, isUnknown: true, now: .seconds($0 * 2)) }
        #expect(steps == [.cool(until: .seconds(1)), .cool(until: .seconds(3)), .giveUp])
    }

    @Test func afterABackOffOneGoesAlone() {
        var pace = pace()
        for _ in 0..<8 { _ = pace.accepted(putOff: .few, now: .zero) }
        let steps = [0, 1, 60, 300].map { pace.backOff(now: .seconds($0)) }
        #expect(steps == [.cool(until: .seconds(60)), .goOn, .cool(until: .seconds(180)), .giveUp])
        #expect(pace.isProbing)
        #expect(pace.connections(now: .seconds(300)) == 1)
        let (_, wasProbe) = pace.accepted(putOff: .few, now: .seconds(300))
        #expect(wasProbe)
        #expect(!pace.isProbing)
        #expect(pace.backOffs == 0)
    }

    @Test func aProbeThatMostlyFailedIsNone() {
        var pace = pace()
        _ = pace.backOff(now: .zero)
        let (grew, wasProbe) = pace.accepted(putOff: .nearlyAll, now: .seconds(60))
        #expect(!grew && !wasProbe)
        #expect(pace.isProbing)
        #expect(pace.backOffs == 1)
    }

    @Test func oneConnectionForAWhile() {
        var pace = pace()
        for _ in 0..<8 { _ = pace.accepted(putOff: .few, now: .zero) }
        pace.single(for: .seconds(60), now: .zero)
        #expect(pace.connections(now: .seconds(59)) == 1)
        #expect(pace.connections(now: .seconds(60)) == 8)
    }

    @Test func aRestIsNotShortenedByAnother() {
        var pace = pace()
        _ = pace.rest(for: .seconds(7200), now: .zero)
        let step = pace.rest(for: .seconds(60), now: .seconds(1))
        #expect(step == .cool(until: .seconds(7200)))
        pace.forgive()
        #expect(!pace.isCooling(now: .seconds(2)))
    }
}
