import Testing

@testable import FanmailCommands

@Suite("The plots of a report")
struct PlotTests {
    @Test(
        "have round numbers at their axes, that enclose the values",
        arguments: [
            ([0, 1458], Plot.Scale.linear, [0, 500, 1000, 1500]), ([3, 3.9], .linear, [0, 1, 2, 3, 4]),
            ([0.02], .linear, [0, 0.005, 0.01, 0.015, 0.02]), ([0], .linear, [0, 0.00025, 0.0005, 0.00075, 0.001]),
            ([0.8, 995], .logarithmic, [0.1, 1, 10, 100, 1000]), ([0, 7], .logarithmic, [1, 10]),
            ([], .logarithmic, [0.01, 0.1]),
        ])
    func axes(values: [Double], scale: Plot.Scale, ticks: [Double]) {
        let axis = Plot.Axis(values, scale)
        #expect(zip(axis.ticks, ticks).allSatisfy { abs($0 - $1) <= $1 * 1e-9 } && axis.ticks.count == ticks.count)
        for value in values where value > 0 { #expect((0...1).contains(axis.place(value)), "\(value)") }
    }

    @Test("place values by their share, or by their powers of ten")
    func places() {
        #expect(Plot.Axis([0, 200], .linear).place(50) == 0.25)
        #expect(abs(Plot.Axis([1, 100], .logarithmic).place(10) - 0.5) < 1e-9)
        #expect(Plot.Axis([1, 100], .logarithmic).place(0) == 0)
    }

    @Test("escape what they are told, and say when there is too little to see")
    func text() {
        #expect(Plot.bars([("<b>\"&", 1, "red")]).contains(">&lt;b>&quot;&amp;<"))
        #expect(!Plot.lines([1], [("p50", "red", [1])], unit: "").contains("<svg"))
        #expect(Plot.lines([1, 2], [("p50", "red", [1, 3])], unit: " ms").contains("points=\"70,"))
    }

    @Test(
        "write numbers as short as they can be",
        arguments: [(0.4, "0.4"), (5.104, "5.1"), (12.34, "12.3"), (926.2, "926")])
    func numbers(value: Double, text: String) {
        #expect(Plot.number(value) == text)
    }
}
