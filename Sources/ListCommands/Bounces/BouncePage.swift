import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

/// What came back, as one page that needs nothing else: the sums, why and what to do, then by day, provider, list, mailing
/// and code. No JavaScript.
struct BouncePage {
    /// For somebody who looks at it later: when, in the time of this place.
    var clock = LocalClock()
    private let about: String
    private let at: Timestamp
    private let report: BounceReport
    private let days: [BounceDay]
    private let tables: [(heading: String, rows: [BounceCount])]

    /// Rows of a table, and days of the plot, at most.
    private static let (mostRows, mostDays) = (25, 120)

    /// - Parameter about: which bounces they are, in words.
    init(_ store: Store, _ selection: BounceSelection, about: String, at moment: Timestamp = .now) throws {
        self.about = about
        at = moment
        report = try BounceReport(store, selection, by: .failureClass)
        days = BounceDay.days(try store.bounceCounts(selection, by: .day, limit: 4000), most: Self.mostDays)
        tables = try [
            (BounceGrouping.provider, "By provider"), (.list, "By list"), (.mailing, "By mailing"), (.code, "By code"),
        ].map { (heading: $1, rows: try store.bounceCounts(selection, by: $0, limit: Self.mostRows)) }
    }

    var text: String {
        PlotPage.document(
            title: "fanmail bounces", head: "<b>Bounces</b> \(Plot.escaped(about))", line: clock.line(at),
            notices + tiles + reasons + byDay + tables.map { table($0.heading, $0.rows) }.joined())
    }

    private var notices: String {
        guard report.sum.held > 0 else { return "" }
        return "<p class=\"notice\">\(report.sum.held.grouped) of them changed nobody until somebody decides: "
            + "<code>fanmail bounce release</code> or <code>fanmail bounce forgive</code>.</p>\n"
    }

    private var tiles: String {
        let sum = report.sum
        let tiles = [
            ("bounces", sum.bounces, "in the log"), ("people", sum.people, "each once"),
            ("hard", sum.hard, "for good"), ("soft", sum.soft, "for now"), ("ended", sum.ended, "subscriptions"),
        ].map { name, count, note in
            "<div><dt>\(name)</dt><dd>\(count.grouped)</dd><dd>\(note)</dd></div>"
        }
        return "<dl class=\"tiles\">\(tiles.joined())</dl>\n"
    }

    /// A bar for each class, then what to do about the five most frequent.
    private var reasons: String {
        guard !report.reasons.isEmpty else { return "<p>There are no bounces.</p>\n" }
        let most = report.reasons.map(\.count.bounces).max() ?? 1
        let bars = report.reasons.map { reason in
            let width = Plot.number(Double(reason.count.bounces) / Double(max(1, most)) * 1000)
            let style = reason.count.hard * 2 > reason.count.bounces ? "two" : "one"
            return "<div class=\"row\"><b>\(Plot.escaped(reason.failureClass.rawValue)) "
                + "\(reason.count.bounces.grouped)</b><div class=\"track\"><svg viewBox=\"0 0 1000 10\" "
                + "preserveAspectRatio=\"none\" aria-hidden=\"true\" style=\"width:100%;height:100%;display:block\">"
                + "<path class=\"area \(style)\" d=\"M0 0H\(width)V10H0z\"/></svg></div></div>"
        }
        let advice = report.reasons.prefix(5).map { reason in
            let notes = [reason.example.map(Self.cut), reason.providers.isEmpty ? nil : "at \(reason.at)"]
            let example = notes.compactMap { $0.map { "<br><span class=\"note\">\(Plot.escaped($0))</span>" } }.joined()
            return "<dt>\(Plot.escaped(reason.failureClass.rawValue)), \(reason.count.share(of: report.sum))</dt>"
                + "<dd>\(Plot.escaped(PlotPage.sentence(reason.failureClass.meaning))) "
                + "\(Plot.escaped(reason.failureClass.whatToDo))\(example)</dd>"
        }
        return "<h2>Top reasons, and what to do</h2>\n<dl class=\"facts reasons\">\(advice.joined())</dl>\n"
            + "<figure class=\"ranges classes\"><figcaption>By class</figcaption>\(bars.joined())"
            + "<p class=\"key\"><span class=\"two\"><i></i>mostly hard</span><span class=\"one\"><i></i>mostly soft</span></p>"
            + "</figure>\n"
    }

    private static func cut(_ text: String) -> String {
        text.count > 200 ? text.prefix(199) + "…" : text
    }

    private var byDay: String {
        guard days.count > 1 else { return "" }
        // Whole bounces only: four at least.
        let most = max(4, days.map(\.bounces).max() ?? 0)
        var plot = Plot(
            title: "By day", note: "From \(days[0].text) to \(days[days.count - 1].text), in UTC",
            x: .days(days.map { String($0.text.dropFirst(5)) }),
            y: .linear(to: Double(most)) { Plot.number($0) })
        func bars(_ count: (BounceDay) -> Int) -> [(from: Double, to: Double, y: Double)] {
            days.enumerated().map { (Double($0) + 0.1, Double($0) + 0.9, Double(count($1))) }
        }
        plot.bars(bars(\.bounces), style: "one", name: "all")
        plot.bars(bars(\.hard), style: "two", name: "hard")
        return plot.text
    }

    private func table(_ heading: String, _ rows: [BounceCount]) -> String {
        guard !rows.isEmpty else { return "" }
        let lines = rows.map { row in
            let width = Plot.number(Double(row.bounces) / Double(max(1, report.sum.bounces)) * 100)
            let name = [row.key ?? "not known", row.subject].compactMap(\.self).joined(separator: " ")
            return "<tr><th>\(Plot.escaped(name))</th>"
                + "<td>\(row.bounces.grouped)</td><td class=\"least\">\(row.share(of: report.sum))</td>"
                + "<td class=\"minor\">\(row.hard.grouped)</td>"
                + "<td>\(row.ended.grouped)</td>"
                + "<td class=\"wide\"><i class=\"one\" style=\"width:\(width)%\"></i></td></tr>"
        }
        return "<h2>\(heading)</h2>\n<div class=\"scroll\"><table class=\"names\"><thead><tr><th></th>"
            + "<th>bounces</th><th class=\"least\">share</th><th class=\"minor\">hard</th><th>ended</th>"
            + "<td class=\"wide\"></td></tr></thead>"
            + "<tbody>\(lines.joined())</tbody></table></div>\n"
    }
}
