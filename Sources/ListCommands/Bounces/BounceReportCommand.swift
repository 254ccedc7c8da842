import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

struct BounceReportCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "What came back, counted; the top reasons, and what to do about them.",
        discussion: """
            Example: fanmail bounce report --list announce --since 30d --by provider
            Counts by list, mailing, provider, class, code or day (in UTC). ENDED are \
            subscriptions that ended by it, HELD those that wait for `bounce release` or `bounce forgive`. --html writes a \
            page with plots that needs nothing else, in the light and in the dark.
            """)

    @Option(help: "list, mailing, provider, class, code or day.") var by = BounceGrouping.failureClass
    @OptionGroup var which: BounceSelectionOptions
    @Flag(help: "The table as CSV.") var csv = false
    @Option(help: "Writes a page with plots to this file.", completion: .file()) var html: String?
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let store = try global.store(connections: .one)
        let selection = try which.selection(in: store)
        if let html {
            try PlotPage.write(BouncePage(store, selection, about: about(selection)).text, to: html)
            Terminal.say("the page is \(html.escapedForTerminal)")
        }
        let report = try BounceReport(store, selection, by: by)
        if global.json { return Terminal.print(report.json.text) }
        if csv { return report.table.print(csv: true) }
        if report.sum.bounces == 0 { return Terminal.say("no bounces") }
        let sum = report.sum
        Terminal.print(
            "\(counted(sum.bounces, "bounce")) of \(sum.people == 1 ? "1 person" : "\(sum.people) people"): \(sum.hard) hard, "
                + "\(sum.soft) soft; \(counted(sum.ended, "subscription")) ended")
        if sum.held > 0 {
            Terminal.print("\(sum.held) wait for somebody: `fanmail bounce release` or `fanmail bounce forgive`")
        }
        Terminal.print("")
        report.table.print()
        Terminal.print("")
        for line in report.reasonLines(width: min(Terminal.width, 80)) { Terminal.print(line) }
    }

    /// What was asked for, in words.
    private func about(_ selection: BounceSelection) -> String {
        let parts = [
            which.list.map { "list \($0)" }, selection.mailing.map { "mailing \($0)" }, selection.provider,
            which.failureClass, which.since.map { "since \($0.timestamp.rfc3339)" },
            which.hard ? "hard" : which.soft ? "soft" : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? "all that is in the log" : parts.joined(separator: ", ")
    }
}

extension BounceGrouping: ExpressibleByArgument {}

extension BounceReport {
    private var heading: String { grouping == .failureClass ? "CLASS" : grouping.rawValue.uppercased() }

    /// A row each, and their share.
    var table: TextTable {
        let subject = grouping == .mailing ? ["SUBJECT"] : []
        var table = TextTable([heading] + subject + ["BOUNCES", "SHARE", "HARD", "ENDED", "HELD"])
        for row in rows {
            var cells: [(any TableCell)?] = [row.key ?? "not known"]
            if grouping == .mailing { cells.append(row.subject) }
            table.add(cells + [row.bounces, row.share(of: sum), row.hard, row.ended, row.held])
        }
        return table
    }

    /// Of what others said, as much as two lines hold.
    private static func cut(_ text: String, to most: Int) -> String {
        let text = text.escapedForTerminal
        return text.count > most ? text.prefix(most - 2) + "…”" : text
    }

    /// The five most frequent, each with what it means, what to do, what was said, and where most.
    func reasonLines(width: Int) -> [String] {
        var lines = ["top reasons, and what to do"]
        for reason in reasons.prefix(5) {
            let share = reason.count.share(of: sum)
            let what = "\(reason.failureClass.rawValue), \(share): \(reason.failureClass.meaning)."
            lines += WrappedText.lines(what, indent: 2, width: width)
            lines += WrappedText.lines(reason.failureClass.whatToDo, indent: 4, width: width)
            if let example = reason.example {
                lines += WrappedText.lines(Self.cut("“\(example)”", to: width * 2 - 24), indent: 4, width: width)
            }
            if grouping != .provider, !reason.providers.isEmpty {
                lines += WrappedText.lines("at \(reason.at)", indent: 4, width: width)
            }
        }
        return lines
    }

    var json: JSONValue {
        .object([
            ("by", .string(grouping.rawValue)), ("sum", sum.json),
            ("rows", .array(rows.map { $0.json(grouping.rawValue) })),
            (
                "reasons",
                .array(
                    reasons.map { reason in
                        .object([
                            ("class", .string(reason.failureClass.rawValue)),
                            ("bounces", JSONValue(reason.count.bounces)),
                            ("example", JSONValue(reason.example)),
                            (
                                "providers",
                                .array(
                                    reason.providers.map {
                                        .object([
                                            ("provider", .string($0.name)), ("bounces", JSONValue($0.bounces)),
                                        ])
                                    })
                            ),
                            ("meaning", .string(reason.failureClass.meaning)),
                            ("advice", .string(reason.failureClass.whatToDo)),
                        ])
                    })
            ),
        ])
    }
}

extension BounceReport.Reason {
    /// Whose mailboxes, in words: `google (12), yahoo (3)`.
    var at: String {
        providers.map { "\($0.name.escapedForTerminal) (\($0.bounces))" }.joined(separator: ", ")
    }
}

extension BounceCount {
    /// - Parameter name: of the member that says what they have in common.
    fileprivate func json(_ name: String) -> JSONValue {
        let more = name == BounceGrouping.mailing.rawValue ? [("subject", JSONValue(subject))] : []
        return .object(
            [(name, JSONValue(key))] + more
                + [
                    ("bounces", JSONValue(bounces)), ("hard", JSONValue(hard)), ("ended", JSONValue(ended)),
                    ("held", JSONValue(held)),
                ])
    }
}

extension BounceSum {
    fileprivate var json: JSONValue {
        .object([
            ("bounces", JSONValue(bounces)), ("hard", JSONValue(hard)), ("soft", JSONValue(soft)),
            ("people", JSONValue(people)), ("ended", JSONValue(ended)), ("held", JSONValue(held)),
        ])
    }
}
