import Testing

@testable import SMTPLoad

@Suite("Times that vary")
struct DurationSpreadTests {
    @Test(
        "What is written is what is shown",
        arguments: ["50ms", "10ms-90ms", "1m30s", "exp:50ms", "5s-5s", "1h"])
    func text(text: String) {
        #expect(DurationSpread(text)?.description == text)
    }

    @Test(
        "Anything else is none",
        arguments: ["", "50", "-", "1s-", "2s-1s", "exp:", "exp:1h", "2h", "1s-2s-3s", "exp:x"])
    func none(text: String) {
        #expect(DurationSpread(text) == nil)
    }

    @Test("Means are those that were asked for") func means() {
        var draws = SeededDraws(seed: 3)
        func mean(_ text: String) -> Double {
            let spread = DurationSpread(text) ?? .fixed(.zero)
            return (0..<20_000).reduce(0) { sum, _ in sum + spread.value(draws.fraction()) / .milliseconds(1) } / 20_000
        }
        #expect(abs(mean("50ms") - 50) < 0.001)
        #expect(abs(mean("10ms-90ms") - 50) < 1)
        #expect(abs(mean("exp:50ms") - 50) < 1.5)
    }
}
