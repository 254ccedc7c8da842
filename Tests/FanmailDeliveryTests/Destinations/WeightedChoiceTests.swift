import Testing

@testable import FanmailDelivery

struct WeightedChoiceTests {
    private func chosen(
        _ choice: inout WeightedChoice, _ count: Int, where isUp: (Int) -> Bool = { _ in true }
    ) -> [Int?] {
        (0..<count).map { _ in choice.next(where: isUp) }
    }

    @Test func itMixesEvenly() {
        var choice = WeightedChoice(weights: [5, 1, 1])
        let first = chosen(&choice, 7)
        #expect(first == [0, 0, 1, 0, 2, 0, 0])
        let second = chosen(&choice, 7)
        #expect(second == first)
    }

    @Test func oneThatIsDownGathersNothing() {
        var choice = WeightedChoice(weights: [1, 1])
        let without = chosen(&choice, 100) { $0 == 1 }
        #expect(without.allSatisfy { $0 == 1 })
        let with = chosen(&choice, 10)
        #expect(with.count { $0 == 0 } == 5)
    }

    @Test func noneIsNone() {
        var choice = WeightedChoice(weights: [1, 0])
        let none = chosen(&choice, 1) { _ in false }
        #expect(none == [nil])
        // A weight below 1 counts as 1.
        let both = chosen(&choice, 4)
        #expect(both.count { $0 == 1 } == 2)
    }
}
