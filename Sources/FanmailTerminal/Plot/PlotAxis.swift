import Foundation

/// Where a value stands between two round numbers, and which round numbers are told there.
package struct PlotAxis {
    /// A value that is told.
    package struct Tick: Equatable {
        /// From 0 to 1.
        package let place: Double
        package let label: String
        /// Left out where there is little room.
        package var isMinor = false
    }

    package let ticks: [Tick]
    private let low, high: Double
    private let isLogarithmic: Bool

    private init(_ ticks: [Tick], _ low: Double, _ high: Double, isLogarithmic: Bool) {
        (self.ticks, self.low, self.high, self.isLogarithmic) = (ticks, low, high, isLogarithmic)
    }

    /// From 0 to 1; what is beyond an end stands at it.
    package func place(_ value: Double) -> Double {
        guard high > low else { return 0 }
        let share =
            isLogarithmic ? log(max(value, low) / low) / log(high / low) : (value - low) / (high - low)
        return min(max(share, 0), 1)
    }

    /// From 0 up, in steps of 1, 2, 2.5 or 5.
    ///
    /// - Parameter label: what is written at a value.
    package static func linear(to top: Double, _ label: (Double) -> String) -> PlotAxis {
        let top = max(top, 0.001)
        let power = pow(10, log10(top / 4).rounded(.down))
        let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 * 4 >= top * 0.999 } ?? power * 10
        let count = max(1, Int((top / step * 0.999).rounded(.up)))
        let ticks = (0...count).map { Tick(place: Double($0) / Double(count), label: label(Double($0) * step)) }
        return PlotAxis(ticks, 0, Double(count) * step, isLogarithmic: false)
    }

    /// Over powers of ten, each told; over less than three of them also 2 and 5 times that.
    package static func logarithmic(_ values: [Double], _ label: (Double) -> String) -> PlotAxis {
        let least = max(values.filter { $0 > 0 }.min() ?? 0.01, 0.001)
        let most = max(values.max() ?? 1, least)
        let first = Int(log10(least).rounded(.down))
        let last = Int(log10(most).rounded(.up))
        let candidates = (first...max(last, first + 1)).flatMap { power in
            [1, 2, 5].map { $0 * pow(10, Double(power)) }
        }
        let low = candidates.last { $0 <= least * 1.0001 } ?? least
        let high = candidates.first { $0 >= most * 0.9999 && $0 > low * 1.9 } ?? most
        let inside = candidates.filter { $0 >= low * 0.9999 && $0 <= high * 1.0001 }
        let isWide = high / low > 1000
        func isRound(_ value: Double) -> Bool {
            let power = log10(value)
            return abs(power - power.rounded()) < 0.01
        }
        let shown = isWide ? inside.filter(isRound) : inside
        let few = shown.count < 2 ? inside : shown
        let ticks = few.map { value in
            Tick(
                place: log(value / low) / log(high / low), label: label(value),
                isMinor: few.count > 4 && !isRound(value))
        }
        return PlotAxis(thinned(ticks), low, high, isLogarithmic: true)
    }

    /// Seconds of a run.
    package static func time(_ from: Double, _ to: Double) -> PlotAxis {
        let length = max(1, to - from)
        let steps: [Double] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]
        let step = steps.first { length / $0 <= 8 } ?? (length / 8 / 86_400).rounded(.up) * 86_400
        let first = (from / step).rounded(.up) * step
        let ticks = stride(from: first, through: to, by: step).map { second in
            Tick(place: (second - from) / length, label: text(second, step))
        }
        return PlotAxis(thinned(ticks), from, from + length, isLogarithmic: false)
    }

    private static func text(_ second: Double, _ step: Double) -> String {
        if step < 60 { return "\(Int(second)) s" }
        if step < 3600 { return "\(Int(second / 60)) min" }
        return "\(Plot.number(second / 3600)) h"
    }

    /// One name after the other, each in the middle of its room from its number to the next.
    package static func names(_ names: [String]) -> PlotAxis {
        let count = Double(max(1, names.count))
        let ticks = names.enumerated().map { Tick(place: (Double($0) + 0.5) / count, label: $1) }
        return PlotAxis(thinned(ticks), 0, count, isLogarithmic: false)
    }

    /// The same of days, of which a few are named.
    package static func days(_ names: [String]) -> PlotAxis {
        let count = names.count
        let step = max(1, (count + 7) / 8)
        let ticks = names.enumerated().filter { $0.offset % step == step / 2 }.map { place, name in
            Tick(place: (Double(place) + 0.5) / Double(count), label: name)
        }
        return PlotAxis(thinned(ticks), 0, Double(max(1, count)), isLogarithmic: false)
    }

    /// Percentiles as HdrHistogram draws them: each nine more is as far again.
    package static func percentiles(of count: Int) -> PlotAxis {
        let nines = min(max(Int(log10(Double(max(1, count))).rounded(.down)), 2), 6)
        let names = ["0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %"]
        let high = Double(nines)
        var ticks = names.prefix(nines + 1).enumerated().map { Tick(place: Double($0) / high, label: $1) }
        ticks.insert(Tick(place: log10(2) / high, label: "50 %", isMinor: true), at: 1)
        return PlotAxis(thinned(ticks), 0, high, isLogarithmic: false)
    }

    /// On a phone every other one, or fewer: in a wide font there is no room for four.
    private static func thinned(_ ticks: [Tick]) -> [Tick] {
        let shown = ticks.count { !$0.isMinor }
        guard shown > 3 else { return ticks }
        let step = (shown + 2) / 3
        var number = -1
        return ticks.map { tick in
            if !tick.isMinor { number += 1 }
            return Tick(place: tick.place, label: tick.label, isMinor: tick.isMinor || number % step != 0)
        }
    }
}
