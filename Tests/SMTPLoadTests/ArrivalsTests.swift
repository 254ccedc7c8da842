import Testing

@testable import SMTPLoad

@Suite("Arrivals")
struct ArrivalsTests {
    private func times(_ steps: [LoadPlan.Pace.Step], isPoisson: Bool = false, seed: UInt64 = 1) -> [Double] {
        var arrivals = Arrivals(steps, isPoisson: isPoisson, seed: seed)
        var times: [Double] = []
        while let time = arrivals.next() { times.append(time) }
        return times
    }

    @Test("A constant rate comes in equal steps")
    func constant() {
        let times = times([.init(from: 4, to: 4, duration: .seconds(2))])
        #expect(times == [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2])
    }

    @Test("A ramp has as many arrivals as its mean rate, ever closer; steps follow one another")
    func ramp() {
        let all = times([
            .init(from: 0, to: 100, duration: .seconds(10)), .init(from: 10, to: 10, duration: .seconds(1)),
        ])
        #expect((508...511).contains(all.count))
        #expect(all == all.sorted() && (all.last ?? 0) <= 11)
        let half = all.count { $0 < 5 }
        #expect((123...126).contains(half))
    }

    @Test("A ramp that hardly rises, or falls, is as good as a constant rate", arguments: [1_000_001.0, 999_999])
    func flat(to rate: Double) {
        var arrivals = Arrivals(
            [.init(from: 1_000_000, to: rate, duration: .seconds(86_400))], isPoisson: false, seed: 1)
        let times = (0..<1000).compactMap { _ in arrivals.next() }
        #expect(times.count == 1000 && zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(abs((times.last ?? 0) - 0.001) < 1e-9)
    }

    @Test("Poisson arrivals are the same for a seed, as many as the rate says, and scattered as they should be")
    func poisson() {
        let step = LoadPlan.Pace.Step(from: 1000, to: 1000, duration: .seconds(20))
        let one = times([step], isPoisson: true)
        #expect(one == times([step], isPoisson: true))
        #expect(one != times([step], isPoisson: true, seed: 2))
        #expect((19_000...21_000).contains(one.count))
        let gaps = zip(one.dropFirst(), one).map { $0 - $1 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
        // Of an exponential distribution the deviation is the mean.
        #expect((0.9...1.1).contains(variance.squareRoot() / mean))
    }

    @Test(
        "Distributions are read, drawn within their bounds, and refused when they are none",
        arguments: [
            ("5", 5...5), ("2-4", 2...4), ("exp:10", 1...200), ("1:1,9:3", 1...9), ("0", nil), ("a", nil), ("4-2", nil),
            ("1:0", nil), ("exp:0", nil), ("101-", nil), ("99999999", nil),
        ] as [(String, ClosedRange<Int>?)])
    func distributions(text: String, range: ClosedRange<Int>?) {
        let distribution = Distribution(text, limit: 10_000)
        #expect((distribution == nil) == (range == nil))
        guard let distribution, let range else { return }
        var draws = SeededDraws(seed: 3)
        for _ in 0..<1000 { #expect(range.contains(distribution.value(draws.fraction()))) }
    }
}
