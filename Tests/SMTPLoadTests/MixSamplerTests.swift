import Testing

@testable import SMTPLoad

@Suite("Which kind of sender comes next")
struct MixSamplerTests {
    @Test(
        "In any number of draws each kind has its share, to within a block",
        arguments: [[1], [70, 20, 10], [1, 1, 1], [0.001, 1000], [3, 1.5, 0.7, 0.1], [99.5, 0.5]] as [[Double]],
        [1, 2, 77] as [UInt64])
    func shares(weights: [Double], seed: UInt64) {
        var sampler = MixSampler(weights, seed: seed)
        var counts = weights.map { _ in 0 }
        let sum = weights.reduce(0, +)
        for number in 1...50_000 {
            counts[sampler.next()] += 1
            guard number % 100 == 0 else { continue }
            for (count, weight) in zip(counts, weights) {
                #expect(abs(Double(count) - weight / sum * Double(number)) < Double(weights.count), "\(number)")
            }
        }
    }

    @Test("The order is random, and the seed's") func order() {
        func drawn(_ seed: UInt64) -> [Int] {
            var sampler = MixSampler([1, 1], seed: seed)
            return (0..<1000).map { _ in sampler.next() }
        }
        #expect(drawn(5) == drawn(5) && drawn(5) != drawn(6))
        let pairs = zip(drawn(5), drawn(5).dropFirst()).count { $0 == $1 }
        #expect((400...600).contains(pairs))
    }
}
