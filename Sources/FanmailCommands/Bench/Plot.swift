import FanmailBasics
import Foundation

/// Small plots in SVG, 760 units wide, that need nothing else on the page.
enum Plot {
    enum Scale {
        case linear
        /// For what goes over several powers of ten.
        case logarithmic
    }

    /// A row of ``ranges(_:colour:)``, in milliseconds.
    struct Range {
        let name: String
        let low, high, end: Double

        init(_ name: String, _ low: Double, _ high: Double, _ end: Double) {
            (self.name, self.low, self.high, self.end) = (name, low, high, end)
        }
    }

    private static let open = "font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\" role=\"img\">"

    /// Lines over the seconds of a run.
    static func lines(
        _ at: [Double], _ lines: [(name: String, colour: String, values: [Double])], unit: String,
        scale: Scale = .linear
    ) -> String {
        guard at.count > 1, let first = at.first, let last = at.last, last > first else {
            return "<p>Too short for a plot.</p>"
        }
        let axis = Axis(lines.flatMap(\.values), scale)
        func height(_ value: Double) -> Double { 200 - 180 * axis.place(value) }
        var text = "<svg viewBox=\"0 0 760 240\" " + open
        for tick in axis.ticks {
            let y = number(height(tick))
            text += "<line x1=\"70\" x2=\"750\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"#ddd\"/>"
            text += "<text x=\"64\" y=\"\(number(height(tick) + 4))\" text-anchor=\"end\">\(number(tick))\(unit)</text>"
        }
        for (index, line) in lines.enumerated() {
            let points = zip(at, line.values).map { second, value in
                "\(number(70 + 680 * (second - first) / (last - first))),\(number(height(value)))"
            }
            text += "<polyline fill=\"none\" stroke=\"\(line.colour)\" stroke-width=\"2\" stroke-linejoin=\"round\""
            text += " points=\"\(points.joined(separator: " "))\"/>"
            text += "<text x=\"\(80 + index * 90)\" y=\"236\" fill=\"\(line.colour)\">\(escaped(line.name))</text>"
        }
        text += "<text x=\"70\" y=\"218\">\(Int(first)) s</text>"
        text += "<text x=\"750\" y=\"218\" text-anchor=\"end\">\(Int(last)) s</text>"
        return text + "</svg>"
    }

    /// A bar from low to high and a thin line on to the end, for each row, over powers of ten.
    static func ranges(_ rows: [Range], colour: String) -> String {
        let axis = Axis(rows.flatMap { [$0.low, $0.end] }, .logarithmic)
        let bottom = rows.count * 26 + 8
        func place(_ value: Double) -> Double { 100 + 520 * axis.place(value) }
        var text = "<svg viewBox=\"0 0 760 \(bottom + 20)\" " + open
        for tick in axis.ticks {
            let x = number(place(tick))
            text += "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(bottom)\" stroke=\"#ddd\"/>"
            text += "<text x=\"\(x)\" y=\"\(bottom + 14)\" text-anchor=\"middle\">\(number(tick)) ms</text>"
        }
        for (index, row) in rows.enumerated() {
            let y = index * 26 + 4
            text += "<text x=\"90\" y=\"\(y + 14)\" text-anchor=\"end\">\(escaped(row.name))</text>"
            text +=
                "<line x1=\"\(number(place(row.low)))\" x2=\"\(number(place(row.end)))\" y1=\"\(y + 10)\" y2=\"\(y + 10)\""
            text += " stroke=\"\(colour)\" stroke-width=\"2\"/>"
            let width = number(max(3, place(row.high) - place(row.low)))
            text +=
                "<rect x=\"\(number(place(row.low)))\" y=\"\(y + 3)\" width=\"\(width)\" height=\"14\" rx=\"3\" fill=\"\(colour)\"/>"
            text +=
                "<text x=\"750\" y=\"\(y + 14)\" text-anchor=\"end\">\(number(row.low)) to \(number(row.high)) ms</text>"
        }
        return text + "</svg>"
    }

    /// A bar for each count.
    static func bars(_ bars: [(name: String, value: Double, colour: String)]) -> String {
        let top = max(bars.map(\.value).max() ?? 0, 0.001)
        var text = "<svg viewBox=\"0 0 760 \(bars.count * 26 + 8)\" " + open
        for (index, bar) in bars.enumerated() {
            let (y, width) = (index * 26 + 4, 520 * bar.value / top)
            text += "<text x=\"90\" y=\"\(y + 14)\" text-anchor=\"end\">\(escaped(bar.name))</text>"
            text +=
                "<rect x=\"100\" y=\"\(y)\" width=\"\(number(max(1, width)))\" height=\"20\" rx=\"3\" fill=\"\(bar.colour)\"/>"
            text += "<text x=\"\(number(108 + max(1, width)))\" y=\"\(y + 14)\">\(number(bar.value))</text>"
        }
        return text + "</svg>"
    }

    static func escaped(_ text: String) -> String {
        text.escapedForTerminal.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            "\"", with: "&quot;")
    }

    /// Two decimals below ten, none above a hundred.
    static func number(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        let factor: Double = abs(value) < 10 ? 100 : abs(value) < 100 ? 10 : 1
        let rounded = (value * factor).rounded() / factor
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// Round numbers that enclose the values.
    struct Axis {
        let ticks: [Double]
        private let scale: Scale

        init(_ values: [Double], _ scale: Scale) {
            self.scale = scale
            let top = max(values.max() ?? 0, 0.001)
            switch scale {
            case .linear:
                let power = pow(10, (log10(top / 4)).rounded(.down))
                let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 * 4 >= top * 0.999 } ?? power * 10
                ticks = (0...4).map { Double($0) * step }.filter { $0 - step < top }
            case .logarithmic:
                let least = max(values.filter { $0 > 0 }.min() ?? top, 0.01)
                let low = log10(least).rounded(.down)
                let high = max(log10(top).rounded(.up), low + 1)
                ticks = stride(from: low, through: high, by: 1).map { pow(10, $0) }
            }
        }

        /// From 0 to 1.
        func place(_ value: Double) -> Double {
            guard let first = ticks.first, let last = ticks.last else { return 0 }
            switch scale {
            case .linear: return value / last
            case .logarithmic: return max(0, (log10(max(value, first)) - log10(first)) / (log10(last) - log10(first)))
            }
        }
    }
}
