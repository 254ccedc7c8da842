import FanmailBasics
import Testing

@testable import ListStore

/// Sums in steps of time that grow as the time does.
@Suite("Steps of time")
struct TimeStepsTests {
    private func steps(_ moments: [Int64], limit: Int = 4) -> TimeSteps<Int> {
        var steps = TimeSteps<Int>(length: 100, limit: limit) { $0 += $1 }
        for moment in moments { steps.add(1, at: Timestamp(milliseconds: moment)) }
        return steps
    }

    @Test(
        "What falls into one step is one sum",
        arguments: [[0, 99], [99, 0], [-1, -100], [1_795_435_200_000, 1_795_435_200_099]])
    func one(moments: [Int64]) {
        let steps = steps(moments)
        #expect(steps.length == 100)
        #expect(steps.steps.map(\.value) == [2])
        #expect(steps.steps[0].start.milliseconds <= moments.min()!)
    }

    @Test("Steps are in order, and empty ones are none") func order() {
        let steps = steps([950, 30, 20, -150])
        #expect(steps.steps.map(\.start.milliseconds) == [-200, 0, 900])
        #expect(steps.steps.map(\.value) == [1, 2, 1])
    }

    @Test("However long it takes, there are so many steps at most, and nothing is lost", arguments: [10, 1000, 20_000])
    func growth(count: Int) {
        let steps = steps((0..<count).map { Int64($0) * 77 })
        #expect(steps.steps.count <= 4)
        #expect(steps.steps.reduce(0) { $0 + $1.value } == count)
        for (one, next) in zip(steps.steps, steps.steps.dropFirst()) {
            #expect((next.start.milliseconds - one.start.milliseconds) % steps.length == 0)
        }
    }

    @Test("For a plot they span only so many, empty ones counted") func spanning() {
        let wide = steps([0, 86_400_000], limit: 2000).spanning(atMost: 120)
        #expect(wide.steps.map(\.value) == [1, 1])
        #expect(86_400_000 / wide.length < 120 && 86_400_000 / wide.length >= 59)
        #expect(steps([]).spanning(atMost: 120).steps.isEmpty)
    }
}
