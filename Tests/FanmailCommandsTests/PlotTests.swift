import SMTPLoad
import Testing

@testable import FanmailTerminal
@testable import ServerCommands

@Suite("The plots of a report")
struct PlotTests {
    private static let linearCases: [(Double, [String])] = [
        (3, ["0", "1", "2", "3"]), (97, ["0", "25", "50", "75", "100"]),
        (1200, ["0", "500", "1000", "1500"]), (0, ["0", "0.00025", "0.0005", "0.00075", "0.001"]),
        (100, ["0", "25", "50", "75", "100"]), (101, ["0", "50", "100", "150"]),
    ]

    @Test("Linear axes begin at 0 and have round steps", arguments: linearCases)
    func linear(top: Double, labels: [String]) {
        let axis = PlotAxis.linear(to: top) { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
        #expect(axis.ticks.map(\.label) == labels)
        #expect(axis.place(0) == 0 && axis.place(top) <= 1 && axis.place(-1) == 0 && axis.place(1e9) == 1)
        #expect(axis.ticks.first?.place == 0 && axis.ticks.last?.place == 1)
    }

    private static let logarithmicCases: [([Double], [String])] = [
        ([0.83, 6], ["0.5 ms", "1 ms", "2 ms", "5 ms", "10 ms"]),
        ([0.02, 1200], ["0.1 ms", "1 ms", "10 ms", "100 ms", "1 s"]),
        ([5, 5], ["5 ms", "10 ms"]), ([0, 3], ["2 ms", "5 ms"]),
    ]

    @Test("Axes over powers of ten have the round numbers between", arguments: logarithmicCases)
    func logarithmic(values: [Double], labels: [String]) {
        let axis = PlotAxis.logarithmic(values, Plot.time)
        #expect(axis.ticks.map(\.label) == labels)
        for value in values where value > 0 { #expect((0...1).contains(axis.place(value))) }
        #expect(axis.place(0) == 0)
        #expect(axis.ticks.map(\.place) == axis.ticks.map(\.place).sorted())
    }

    private static let timeCases: [(Double, Double, String, String)] = [
        (0, 12, "0 s", "12 s"), (3, 10, "3 s", "10 s"), (0, 300, "0 min", "5 min"), (0, 7200, "0 min", "120 min"),
        (0, 86_400, "0 h", "24 h"), (0, 1, "0 s", "1 s"), (0, 1e7, "0 h", "2880 h"),
    ]

    @Test("Time has round seconds, minutes and hours", arguments: timeCases)
    func times(from: Double, to: Double, first: String, last: String) {
        let axis = PlotAxis.time(from, to)
        #expect(axis.ticks.first?.label == first && axis.ticks.count <= 9, "\(axis.ticks)")
        #expect(axis.ticks.count { !$0.isMinor } <= 5)
        if to < 1e6 { #expect(axis.ticks.last?.label == last, "\(axis.ticks)") }
    }

    @Test(
        "Each nine is as far as the one before", arguments: [(1, 2), (999, 2), (1000, 3), (123_456, 5), (1 << 40, 6)])
    func nines(count: Int, nines: Int) {
        let axis = PlotAxis.percentiles(of: count)
        #expect(axis.ticks.count == nines + 2 && axis.ticks.last?.place == 1)
        #expect(axis.place(1) == 1 / Double(nines) && axis.ticks[2].label == "90 %")
        #expect(axis.ticks.count { !$0.isMinor } <= 6)
    }

    @Test("What is drawn stays within the field, and names are escaped") func drawn() {
        var plot = Plot(
            title: "<a & b>", x: .time(0, 10), y: .linear(to: 10) { "\($0)" })
        plot.line([(-5, -5), (5, 5), (50, 50)], style: "one", name: "<b>")
        plot.steps([(0, 5), (5, 99)], to: 10, style: "two")
        plot.bars([(0, 5, 3), (5, 10, 0)], style: "three")
        let text = plot.text
        #expect(text.contains("&lt;a &amp; b>") && text.contains("&lt;b>") && !text.contains("<b>"))
        #expect(
            plot.layers.map(\.path) == ["M0 1000L500 500L1000 0", "M0 500V500H500V0H1000", "M0 1000V700H500V1000z"])
    }

    @Test(
        "Times have the unit that they are read best in",
        arguments: [
            (0, "0 ms"), (0.05, "50 µs"), (0.1, "0.1 ms"), (1.234, "1.23 ms"), (999, "999 ms"), (1500, "1.5 s"),
            (90_000, "1.5 min"),
        ])
    func times(milliseconds: Double, text: String) { #expect(Plot.time(milliseconds) == text) }

    @Test("A share that is not all is not shown as all")
    func shares() { #expect([100, 99.9999, 99.5, 0].map(PlotPage.percent) == ["100 %", "99.99 %", "99.5 %", "0 %"]) }
}
