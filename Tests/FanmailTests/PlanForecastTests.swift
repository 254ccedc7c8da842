import Testing

@testable import Fanmail
@testable import ListStore

/// How long a mailing takes by provider is told by what earlier ones took there.
struct PlanForecastTests {
    private let domains = [("gmail.com", 300), ("googlemail.com", 100), ("a.example", 300), ("b.example", 100)].map {
        MailingPlan.DomainCount(domain: $0, recipients: $1)
    }

    private func pace(_ transactions: Int, _ milliseconds: Int) -> ProviderPace {
        var pace = ProviderPace()
        pace.add(transactions: transactions, recipients: transactions * 10, milliseconds: milliseconds * transactions)
        return pace
    }

    @Test("Domains of one provider are one part, the largest first, and the parts are as long as the whole")
    func parts() {
        let forecast = PlanForecast(domains, PlanEstimate(seconds: 80, basis: .roundTrip), [:], most: 2)
        #expect(forecast.parts.map(\.provider) == ["google", "a.example"] && forecast.others == 1)
        #expect(forecast.parts.map(\.recipients) == [400, 300])
        #expect(forecast.parts.map(\.seconds) == [40, 30])
        #expect(forecast.parts.allSatisfy { $0.latency == nil } && forecast.limit == .connections)
    }

    @Test("Who answers more slowly takes more of the time; of whom nothing is known, as much as the others")
    func latency() {
        let paces = ["google": pace(100, 300), "a.example": pace(100, 100)]
        let forecast = PlanForecast(domains, PlanEstimate(seconds: 170, basis: .mailing(3)), paces, most: 20)
        #expect(forecast.parts.map(\.latency) == [300, 100, nil])
        // 400 x 300, 300 x 100 and 100 x 200 of 170,000.
        #expect(forecast.parts.map(\.seconds) == [120, 30, 20])
    }

    @Test("With a rate as the limit, latency does not matter")
    func rate() {
        let paces = ["google": pace(100, 300), "a.example": pace(100, 100)]
        let forecast = PlanForecast(domains, PlanEstimate(seconds: 800, basis: .rate(1)), paces, most: 20)
        #expect(forecast.limit == .rate && forecast.parts.map(\.seconds) == [400, 300, 100])
    }

    @Test("Nobody to be mailed") func nobody() {
        let forecast = PlanForecast([], PlanEstimate(seconds: 0, basis: .roundTrip), [:], most: 20)
        #expect(forecast.parts.isEmpty && forecast.others == 0)
    }
}
