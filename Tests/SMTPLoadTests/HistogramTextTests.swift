import Foundation
import Histogram
import Testing

@testable import SMTPLoad

@Suite("Histograms as texts")
struct HistogramTextTests {
    private func histogram(_ seed: UInt64, count: Int, _ digits: SignificantDigits = .three) -> Histogram<UInt64> {
        var draws = SeededDraws(seed: seed)
        var histogram = LoadStatistics.histogram()
        for _ in 0..<count { histogram.record(UInt64(-naturalLogarithm(1 - draws.fraction()) * 5000)) }
        return histogram
    }

    @Test("read back as they were", arguments: [1, 2, 3, 4] as [UInt64], [1, 10, 1000])
    func again(seed: UInt64, count: Int) throws {
        let one = histogram(seed, count: count)
        let text = try #require(HistogramText.text(one))
        let again = try #require(HistogramText.histogram(text, longest: Double(one.maxRecorded) / 1000))
        #expect(again.totalCount == one.totalCount && again.mean == one.mean && again.maxRecorded == one.maxRecorded)
        for percentile in [0.001, 1, 50, 90, 99, 99.9, 100] {
            #expect(again.valueAtPercentile(percentile) == one.valueAtPercentile(percentile))
        }
        #expect(HistogramText.text(again) == text)
    }

    @Test("are those of HdrHistogram's other implementations: this one was written by the one in Python")
    func other() throws {
        let text = "HISTFAAAACx4nJNpmSzMwMDAzQABzFCaEURcm7yEwf4DRIBpwRzG+cJMJzczMgEAmnsIBA=="
        let histogram = try #require(HistogramText.histogram(text))
        #expect(histogram.totalCount == 10_003)
        #expect(histogram.highestEquivalentForValue(histogram.valueAtPercentile(100)) == 3_000_319)
        #expect(histogram.count(within: 0...0) == 1 && histogram.count(within: 1...1) == 10_000)
        #expect(HistogramText.cells(try #require(HistogramText.text(histogram)))?.cells.count == 4)
    }

    @Test(
        "What is none is refused",
        arguments: ["", "x", "HISTFAAAAAB42gMAAAAAAQ==", "AAAA", String(repeating: "A", count: 2 << 20)])
    func refused(text: String) {
        #expect(HistogramText.cells(text) == nil && HistogramText.histogram(text) == nil)
        #expect(LatencyDistribution(text) == nil)
    }

    @Test("with every octet changed are refused or read, and never trap") func damaged() throws {
        let text = Array(try #require(HistogramText.text(histogram(5, count: 50))).utf8)
        for place in text.indices {
            for digit in [UInt8(ascii: "A"), UInt8(ascii: "/"), UInt8(ascii: "g")] {
                var other = text
                other[place] = digit
                let damaged = String(decoding: other, as: UTF8.self)
                _ = HistogramText.histogram(damaged)
                _ = HistogramText.coarse(damaged)
                _ = LatencyDistribution(damaged)
            }
        }
    }

    @Test("of coarse ones keep every count in its bucket", arguments: [1, 2, 3] as [UInt64])
    func coarse(seed: UInt64) throws {
        var draws = SeededDraws(seed: seed)
        var one = CoarseHistogram()
        for _ in 0..<500 { one.record(UInt64(1 / (1 - draws.fraction()) * 100)) }
        one.record(.max)
        let text = try #require(HistogramText.text(one))
        #expect(HistogramText.coarse(text) == one)
        let exact = try #require(LatencyDistribution(text))
        #expect(exact.count == 501 && exact.buckets.count == one.cells.count)
    }

    @Test("A coarse one is within 2 % of an exact one, and what came since is the difference of two states")
    func precision() throws {
        var draws = SeededDraws(seed: 9)
        var (exact, coarse, later) = (LoadStatistics.histogram(), CoarseHistogram(), CoarseHistogram())
        for number in 0..<20_000 {
            let time = UInt64(exp(draws.fraction() * 12))
            coarse.record(time)
            exact.record(time)
            if number == 9_999 { later = coarse }
        }
        for percentile in [1, 25, 50, 90, 99, 99.9, 100.0] {
            let (one, two) = (
                Double(exact.valueAtPercentile(percentile)) / 1000, coarse.value(atPercentile: percentile)
            )
            #expect(abs((two ?? 0) - one) <= one * 0.02 + 0.001)
        }
        let since = coarse.since(later)
        #expect(since.count == 10_000)
        later.add(since)
        #expect(later == coarse)
    }

    @Test("Percentiles of a distribution are those of the histogram") func percentiles() throws {
        let one = histogram(7, count: 5000)
        let all = [0.1, 25, 50, 90, 99, 99.9, 99.99, 100]
        let values = try #require(LatencyDistribution(HistogramText.text(one))).values(atPercentiles: all)
        for (percentile, value) in zip(all, values) {
            // The end of the bucket, of which the histogram names the last microsecond.
            let last = one.highestEquivalentForValue(one.valueAtPercentile(percentile))
            #expect(abs(value * 1000 - 1 - Double(last)) < 0.001)
        }
    }

    @Test("Values lie in their buckets", arguments: [4, 5, 7, 10]) func layout(magnitude: Int) {
        let layout = BucketLayout(magnitude: magnitude)
        var last = -1
        for power in 0..<40 {
            let one = UInt64(1) << UInt64(power)
            for value: UInt64 in [one - 1, one, one + 1, one * 3] {
                let index = layout.index(of: value)
                #expect(layout.lowest(at: index) <= value && value < layout.lowest(at: index) + layout.width(at: index))
            }
            #expect(layout.index(of: one) > last)
            last = layout.index(of: one)
        }
    }
}
