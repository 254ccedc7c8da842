import FanmailBasics
import Foundation

/// A plot for a page: lines and areas in SVG that fill whatever room there is, and labels in HTML beside them, which stay as
/// large as other words on a phone.
package struct Plot {
    /// What is drawn, from 0 to 1000 both ways, the top at 0.
    package struct Layer {
        package enum Kind: String {
            case line, area
        }

        package let kind: Kind
        /// A class of ``PlotPageStyle``.
        package let style: String
        /// SVG's path.
        package let path: String
        /// In the key; nil is not told there.
        package var name: String?

        package init(kind: Kind, style: String, path: String, name: String? = nil) {
            (self.kind, self.style, self.path, self.name) = (kind, style, path, name)
        }
    }

    package let title: String
    package var note: String?
    package let x: PlotAxis
    package let y: PlotAxis
    package var layers: [Layer] = []

    package init(title: String, note: String? = nil, x: PlotAxis, y: PlotAxis) {
        (self.title, self.note, self.x, self.y) = (title, note, x, y)
    }

    /// HTML.
    package var text: String {
        let grid =
            y.ticks.map { "M0 \(Self.number(1000 - $0.place * 1000))H1000" }.joined()
            + x.ticks.map { "M\(Self.number($0.place * 1000)) 0V1000" }.joined()
        let drawn = layers.map { "<path class=\"\($0.kind.rawValue) \($0.style)\" d=\"\($0.path)\"/>" }.joined()
        let up = y.ticks.map { Self.label($0, "bottom") }.joined()
        let along = x.ticks.map { Self.label($0, "left") }.joined()
        let key = layers.compactMap { layer in
            layer.name.map { "<span class=\"\(layer.style)\"><i></i>\(Self.escaped($0))</span>" }
        }
        let note = note.map { "<p class=\"note\">\(Self.escaped($0))</p>" } ?? ""
        return """
            <figure><figcaption>\(Self.escaped(title))</figcaption>\(note)
            <div class="plot"><div class="up">\(up)</div><div class="field"><svg viewBox="0 0 1000 1000" \
            preserveAspectRatio="none" role="img" aria-label="\(Self.escaped(title))"><path class="grid" d="\(grid)"/>\
            \(drawn)</svg></div><div class="along">\(along)</div></div>\
            \(key.isEmpty ? "" : "<p class=\"key\">\(key.joined())</p>")</figure>

            """
    }

    private static func label(_ tick: PlotAxis.Tick, _ side: String) -> String {
        let end = tick.place < 0.02 ? " first" : tick.place > 0.98 ? " last" : ""
        let kind = (tick.isMinor ? "minor" : "major") + end
        return "<span class=\"\(kind)\" style=\"\(side):\(number(tick.place * 100))%\">\(escaped(tick.label))</span>"
    }

    // MARK: - What is drawn

    /// A line through points.
    package mutating func line(_ points: [(x: Double, y: Double)], style: String, name: String? = nil) {
        guard !points.isEmpty else { return }
        let path = "M" + points.map { point($0.x, $0.y) }.joined(separator: "L")
        layers.append(Layer(kind: .line, style: style, path: path, name: name))
    }

    /// A line that keeps each value until the next one.
    package mutating func steps(_ points: [(x: Double, y: Double)], to end: Double, style: String, name: String? = nil)
    {
        guard let first = points.first else { return }
        var path = "M" + point(first.x, first.y)
        for (place, one) in points.enumerated() {
            let next = place + 1 < points.count ? points[place + 1].x : end
            path += "V\(Self.number(1000 - y.place(one.y) * 1000))H\(Self.number(x.place(next) * 1000))"
        }
        layers.append(Layer(kind: .line, style: style, path: path, name: name))
    }

    /// Bars from the ground up, side by side.
    package mutating func bars(_ bars: [(from: Double, to: Double, y: Double)], style: String, name: String? = nil) {
        let path = bars.filter { $0.y > 0 }.map { bar in
            let (left, right) = (x.place(bar.from) * 1000, x.place(bar.to) * 1000)
            let height = Self.number(1000 - y.place(bar.y) * 1000)
            return "M\(Self.number(left)) 1000V\(height)H\(Self.number(right))V1000z"
        }
        layers.append(Layer(kind: .area, style: style, path: path.joined(), name: name))
    }

    /// Cells of a heat map, which may be of one colour.
    package mutating func cells(_ cells: [(left: Double, right: Double, low: Double, high: Double)], style: String) {
        guard !cells.isEmpty else { return }
        let path = cells.map { cell in
            let (left, right) = (x.place(cell.left) * 1000, x.place(cell.right) * 1000)
            let (low, high) = (1000 - y.place(cell.low) * 1000, 1000 - y.place(cell.high) * 1000)
            return
                "M\(Self.number(left)) \(Self.number(low))V\(Self.number(high))H\(Self.number(right))V\(Self.number(low))z"
        }
        layers.append(Layer(kind: .area, style: style, path: path.joined()))
    }

    private func point(_ one: Double, _ other: Double) -> String {
        "\(Self.number(x.place(one) * 1000)) \(Self.number(1000 - y.place(other) * 1000))"
    }

    // MARK: - Texts

    package static func escaped(_ text: String) -> String {
        text.escapedForTerminal.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            "\"", with: "&quot;")
    }

    /// Two decimals below ten, none above a hundred.
    package static func number(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        let factor: Double = abs(value) < 10 ? 100 : abs(value) < 100 ? 10 : 1
        let rounded = (value * factor).rounded() / factor
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// A time with the unit that it is read best in.
    package static func time(_ milliseconds: Double) -> String {
        if milliseconds >= 60_000 { return "\(number(milliseconds / 60_000)) min" }
        if milliseconds >= 1000 { return "\(number(milliseconds / 1000)) s" }
        if milliseconds > 0, milliseconds < 0.0995 { return "\(number(milliseconds * 1000)) µs" }
        return "\(number(milliseconds)) ms"
    }
}
