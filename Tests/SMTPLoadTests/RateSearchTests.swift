import Testing

@testable import SMTPLoad

@Suite("The search for the highest rate")
struct RateSearchTests {
    @Test("finds a server's limit to 5 %, wherever it lies", arguments: [3.0, 99, 100, 1234, 77_000])
    func finds(limit: Double) {
        var search = RateSearch(first: 100, limit: 1_000_000)
        while let rate = search.next { search.note(.init(rate: rate, p99: 1, isKept: rate <= limit)) }
        let best = search.best ?? 0
        #expect(best <= limit && best > limit * 0.9)
    }

    @Test("ends where nothing is kept, and at its bound where everything is")
    func ends() {
        var none = RateSearch(first: 100, limit: 1000)
        while let rate = none.next { none.note(.init(rate: rate, p99: 1, isKept: false)) }
        #expect(none.best == nil && none.trials.last?.rate == 1 && none.trials.allSatisfy { $0.rate >= 1 })
        var all = RateSearch(first: 100, limit: 1000)
        while let rate = all.next { all.note(.init(rate: rate, p99: 1, isKept: true)) }
        #expect(all.best == 1000)
    }
}
