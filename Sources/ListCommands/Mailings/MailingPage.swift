import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import ListStore
import SMTPCore
import SMTPLoad

/// How a mailing went, as one page that needs nothing else: what came of it, header beside envelope, then plots and tables.
/// No JavaScript.
struct MailingPage {
    private let mailing: MailingRecord
    private let course: MailingCourse
    private let split: SplitView?
    /// Of whoever looks at it.
    private let clock: LocalClock
    private let now: Timestamp

    private static let (mostReplies, mostDomains, mostSteps) = (25, 25, 120)

    /// - Parameter split: nil where nothing was cut yet.
    init(
        _ mailing: MailingRecord, _ course: MailingCourse, split: SplitView?, clock: LocalClock = LocalClock(),
        at now: Timestamp = .now
    ) {
        self.mailing = mailing
        self.course = course
        self.split = split
        self.clock = clock
        self.now = now
    }

    var text: String {
        PlotPage.document(
            title: "fanmail mailing \(mailing.id)",
            head: "<b>\(Plot.escaped(mailing.subject))</b> mailing \(mailing.id)",
            line: "to \(mailing.lists.joined(separator: ", ")), \(clock.line(mailing.startedAt))",
            [notices, tiles, headerAndEnvelope, overTime, replies, domains, latency, facts].joined())
    }

    private var notices: String {
        var notices: [String] = []
        if let reason = mailing.reason, mailing.state != .finished, reason != mailing.standing {
            notices.append("\(PlotPage.sentence("\(mailing.standing): \(reason)"))")
        } else if mailing.state != .finished {
            notices.append("It is \(mailing.standing), as of \(clock.line(now)).")
        }
        if mailing.totals.unknown > 0 {
            notices.append(
                "Of \(mailing.totals.unknown.grouped) it is not known whether they have their copy: the connection was lost "
                    + "before the reply.")
        }
        return notices.map { "<p class=\"notice\">\(Plot.escaped($0))</p>\n" }.joined()
    }

    private var tiles: String {
        let totals = mailing.totals
        let offered = max(1, totals.recipients - totals.skipped)
        func tile(_ name: String, _ count: Int, isBad: Bool = false) -> String {
            PlotPage.tile(
                name, count.grouped, PlotPage.percent(Double(count) / Double(offered) * 100), isBad: isBad && count > 0
            )
        }
        var tiles = [
            PlotPage.tile(
                "recipients", totals.recipients.grouped,
                totals.skipped > 0 ? "\(totals.skipped.grouped) of them skipped" : "each with one copy"),
            tile("accepted", totals.accepted), tile("refused", totals.refused, isBad: true),
            tile("deferred", totals.deferred),
        ]
        if totals.unknown > 0 { tiles.append(tile("unknown", totals.unknown, isBad: true)) }
        if totals.pending + totals.underWay > 0 { tiles.append(tile("not yet", totals.pending + totals.underWay)) }
        if let length = course.length(since: mailing.startedAt) {
            tiles.append(
                PlotPage.tile("took", Plot.time(Double(length)), "\(course.rate(over: length).shown) recipients/s"))
        }
        return "<dl class=\"tiles\">\(tiles.joined())</dl>\n"
    }

    private var headerAndEnvelope: String {
        guard let split else { return "" }
        func panel(_ title: String, _ lines: [String]) -> String {
            let text = lines.map { line in
                let isTo = line.hasPrefix("To:") || line.hasPrefix("RCPT")
                return "<p\(isTo ? " class=\"two\"" : "")>\(Plot.escaped(line))</p>"
            }
            return "<figure><figcaption>\(Plot.escaped(title))</figcaption>\(text.joined())</figure>"
        }
        return "<h2>Header and envelope</h2>\n<div class=\"split\">\(panel(split.headerTitle, split.header))"
            + "\(panel(split.envelopeTitle, split.envelope))</div>\n"
    }

    // MARK: - Plots

    private var overTime: String {
        let time = course.overTime.spanning(atMost: Self.mostSteps)
        let start = mailing.startedAt.milliseconds
        let length = Double(time.length) / 1000
        let steps = time.steps.map { (at: max(0, Double($0.start.milliseconds - start) / 1000), count: $0.value) }
        guard let last = steps.last else { return "" }
        let axis = PlotAxis.time(0, last.at + length)
        return "<h2>Over time</h2>\n" + sums(steps, length, axis) + rates(steps, length, axis)
    }

    /// How many have an outcome, until each moment.
    private func sums(_ steps: [(at: Double, count: OutcomeCount)], _ length: Double, _ axis: PlotAxis) -> String {
        var sum = OutcomeCount()
        var points: [(at: Double, sum: OutcomeCount)] = [(0, sum)]
        for step in steps {
            if step.at > points[points.count - 1].at { points.append((step.at, sum)) }
            sum += step.count
            points.append((step.at + length, sum))
        }
        var plot = Plot(
            title: "Recipients with an outcome",
            note: "From the start of the mailing on, at \(clock.line(mailing.startedAt))",
            x: axis, y: .linear(to: Double(sum.sum)) { Int($0.rounded()).grouped })
        for (name, count, style) in sum.named where count > 0 {
            plot.line(
                points.map { point in
                    (point.at, Double(point.sum.named.first { $0.name == name }?.count ?? 0))
                }, style: style, name: name)
        }
        return plot.text
    }

    private func rates(_ steps: [(at: Double, count: OutcomeCount)], _ length: Double, _ axis: PlotAxis) -> String {
        guard steps.count > 1 else { return "" }
        let most = steps.map { Double($0.count.sum) / length }.max() ?? 1
        var plot = Plot(
            title: "Outcomes a second", note: "In steps of \(Plot.time(length * 1000))", x: axis,
            y: .linear(to: most) { Plot.number($0) })
        func bars(_ count: (OutcomeCount) -> Int) -> [(from: Double, to: Double, y: Double)] {
            steps.map { ($0.at, $0.at + length, Double(count($0.count)) / length) }
        }
        plot.bars(bars(\.sum), style: "three", name: "all")
        plot.bars(bars { $0.sum - $0.accepted }, style: "two", name: "not accepted")
        return plot.text
    }

    private var latency: String {
        guard let took = course.took, took.count > 1 else { return "" }
        let runs = [Plot.Run(latency: took, style: "one")]
        return
            "<h2>How long transactions took</h2>\n<p class=\"note\">Those that were accepted, from MAIL to the reply to "
            + "the content, to the millisecond.</p>\n"
            + Plot.percentiles(runs, title: "By percentile").text + Plot.frequencies(runs, title: "How often").text
    }

    // MARK: - Tables

    private var replies: String {
        let all = course.repliesInOrder
        guard !all.isEmpty else { return "" }
        let sum = max(1, all.reduce(0) { $0 + $1.told.recipients })
        let rows = all.prefix(Self.mostReplies).map { reply, told in
            let style = OutcomeCount().named.first { $0.name == reply.outcome.rawValue }?.style ?? "pale"
            let example = told.example.map { "<br><span class=\"note\">\(Plot.escaped(Self.cut($0)))</span>" } ?? ""
            let words = reply.words == reply.outcome.rawValue ? "" : " \(reply.words)"
            return Self.row("\(Plot.escaped(reply.outcome.rawValue + words))\(example)", told.recipients, sum, style)
        }
        let more = all.count - rows.count
        return "<h2>What was answered</h2>\n" + Self.table(rows)
            + (more > 0 ? "<p class=\"note\">And \(counted(more, "other reply", "other replies")).</p>\n" : "")
    }

    private var domains: String {
        let all = course.domains
        guard !all.isEmpty else { return "" }
        let sum = max(1, all.reduce(course.others.sum) { $0 + $1.count.sum })
        let rows = all.prefix(Self.mostDomains).map { domain in
            let not = domain.count.named.filter { $0.name != "accepted" && $0.count > 0 }.map {
                "\($0.count.grouped) \($0.name)"
            }
            let note = not.isEmpty ? "" : "<br><span class=\"note\">\(Plot.escaped(not.joined(separator: ", ")))</span>"
            let isBad = domain.count.accepted * 10 < domain.count.sum * 9
            return Self.row("\(Plot.escaped(domain.name))\(note)", domain.count.sum, sum, isBad ? "two" : "three")
        }
        let named = all.prefix(Self.mostDomains).reduce(0) { $0 + $1.count.sum }
        return "<h2>By domain</h2>\n" + Self.table(rows)
            + (sum > named ? "<p class=\"note\">And \((sum - named).grouped) recipients at other domains.</p>\n" : "")
    }

    private static func row(_ name: String, _ count: Int, _ sum: Int, _ style: String) -> String {
        let share = Double(count) / Double(sum) * 100
        return "<tr><th>\(name)</th><td>\(count.grouped)</td><td class=\"least\">\(PlotPage.percent(share))</td>"
            + "<td class=\"wide\"><i class=\"\(style)\" style=\"width:\(Plot.number(share))%\"></i></td></tr>"
    }

    private static func table(_ rows: [String]) -> String {
        "<div class=\"scroll\"><table class=\"names\"><thead><tr><th></th><th>recipients</th><th class=\"least\">share</th>"
            + "<td class=\"wide\"></td></tr></thead><tbody>\(rows.joined())</tbody></table></div>\n"
    }

    private static func cut(_ text: String) -> String {
        let text = text.replacing("\n", with: " ")
        return text.count > 160 ? text.prefix(159) + "…" : text
    }

    private var facts: String {
        let finished = mailing.finishedAt.map { [("ended", clock.line($0))] } ?? []
        let facts =
            [
                ("mailing", "\(mailing.id), \(mailing.standing)"), ("lists", mailing.lists.joined(separator: ", ")),
                ("from", mailing.author), ("message-id", mailing.messageID), ("relay", mailing.relay),
                ("envelopes", mailing.totals.envelopes.grouped), ("started", clock.line(mailing.startedAt)),
            ] + finished + [("this page", clock.line(now))]
        let rows = facts.map { "<dt>\($0)</dt><dd>\(Plot.escaped($1))</dd>" }
        return "<h2>The mailing</h2>\n<dl class=\"facts\">\(rows.joined())</dl>\n"
    }
}
