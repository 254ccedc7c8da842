import Testing

@testable import SMTPLoad

@Suite("A run second by second")
struct LoadSeriesTests {
    /// As many transactions in each second as the second's number says, modulo seven.
    private func series(_ seconds: Int) -> LoadSeries {
        var series = LoadSeries()
        for second in 0..<seconds {
            series.asked(second)
            for number in 0..<(second % 7) {
                series.note(
                    begun: second, ended: second + number % 2, accepted: 2, notAccepted: 1,
                    time: UInt64(100 * (number + 1)))
            }
        }
        return series
    }

    @Test(
        "stays as small as it is allowed to be, whatever its length, and keeps every count",
        arguments: [1, 59, 3599, 3600, 3601, 7200, 7201, 30_000])
    func bounded(seconds: Int) {
        let series = series(seconds)
        #expect(series.intervals.count <= LoadSeries.most)
        #expect(series.intervals.count * series.length >= seconds)
        #expect(
            series.length == (seconds < 3600 ? 1 : seconds < 7200 ? 2 : seconds < 14_400 ? 4 : 16) || seconds == 3600)
        let sum = (0..<seconds).reduce(0) { $0 + $1 % 7 }
        func total(_ count: KeyPath<LoadSeries.Interval, Int>) -> Int {
            series.intervals.reduce(0) { $0 + $1[keyPath: count] }
        }
        #expect(total(\.transactions) == sum && total(\.finished) == sum && total(\.asked) == seconds)
        #expect(total(\.accepted) == 2 * sum && total(\.notAccepted) == sum && total(\.latency.count) == sum)
    }

    @Test("reads back from a report as it was") func reads() throws {
        for seconds in [0, 10, 5000] {
            let series = series(seconds)
            let again = try #require(LoadSeries(series.seconds))
            #expect(again.length == (seconds == 0 ? 1 : series.length) && again.intervals == series.intervals)
        }
    }

    @Test("of two runs are put side by side by when they began", arguments: [0, 1, 3])
    func added(shift: Int) {
        var sum = series(20)
        sum.add(series(30), shift: shift)
        #expect(sum.intervals[shift + 5].transactions == (shift + 5) % 7 + 5)
        #expect(sum.intervals.reduce(0) { $0 + $1.asked } == 50)
    }

    @Test("What is no series is refused") func refused() {
        let good = series(10).seconds
        var other = good
        other[3].histogram = "HISTFAAAABx42pNp"
        #expect(LoadSeries(other) == nil)
        other = good
        other[3].second = 7
        #expect(LoadSeries(other) == nil)
        other = good
        other[6].histogram = nil
        #expect(LoadSeries(other) == nil)
    }
}
