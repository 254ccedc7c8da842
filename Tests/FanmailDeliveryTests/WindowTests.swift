import Testing

@testable import FanmailDelivery

struct WindowTests {
    private func grown(to size: Int, limit: Int = 10) -> Window {
        var window = Window(limit: limit)
        while window.size < size { _ = window.succeeded(now: .zero) }
        return window
    }

    @Test func itBeginsWithOneAndGrowsWithEverySuccess() {
        var window = Window(limit: 3)
        #expect(window.size == 1)
        let grew = (0..<3).map { _ in window.succeeded(now: .zero) }
        #expect(grew == [true, true, false])
        #expect(window.size == 3)
    }

    @Test func itGoesDownToHalfAndGrowsByOneForAWindowOfSuccesses() {
        var window = grown(to: 8)
        _ = window.shrink()
        #expect(window.size == 4)
        let grew = (0..<4).map { _ in window.succeeded(now: .zero) }
        #expect(grew == [false, false, false, true])
        #expect(window.size == 5)
        let shrank = (0..<3).map { _ in window.shrink() }
        #expect(shrank == [true, true, false])
        #expect(window.size == 1)
    }

    @Test func whereOneMoreWasTurnedAwayItWaitsTwiceAsLongEachTime() {
        var window = grown(to: 5)
        var now = Duration.zero
        for pause in [5, 10, 20, 40, 80, 160, 300, 300] {
            window.turnedAway(beside: 2, now: now)
            #expect(window.size == 2)
            for _ in 0..<10 { _ = window.succeeded(now: now + .seconds(pause) - .milliseconds(1)) }
            #expect(window.size == 2)
            now += .seconds(pause)
            _ = window.succeeded(now: now)
            #expect(window.size == 3)
        }
        window.opened(3)
        window.turnedAway(beside: 2, now: now)
        for _ in 0..<2 { _ = window.succeeded(now: now + .seconds(5)) }
        #expect(window.size == 3)
    }

    @Test(arguments: [(25, Window.Share.few), (26, .most), (44, .most), (45, .nearlyAll), (50, .nearlyAll)])
    func mostOfTheLatestFiftyIsTooMany(putOff: Int, share: Window.Share) {
        var window = grown(to: 5)
        let answers = [window.answered(1000, putOff: 0), window.answered(50, putOff: putOff)]
        #expect(answers == [.few, share])
        guard share != .few else { return }
        // Each is held against the relay once.
        let afterwards = window.answered(25, putOff: 25)
        #expect(afterwards == .few)
    }

    @Test func whoeverIsPutOffBeforeFiftyWereAnsweredIsEverybodyToo() {
        var window = Window(limit: 5)
        let answers = (1...26).map { _ in window.answered(1, putOff: 1) }
        #expect(answers == Array(repeating: .few, count: 25) + [.nearlyAll])
    }
}
