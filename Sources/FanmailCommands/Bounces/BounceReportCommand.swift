import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
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
            try BenchPage.write(BouncePage(store, selection, about: about).text, to: html)
        }
        let report = try BounceReport(store, selection, by: by)
        if global.json { return Terminal.print(report.json.text) }
        if csv { return report.table.print(csv: true) }
        if report.sum.bounces == 0 { return Terminal.say("no bounces") }
        let sum = report.sum
        Terminal.print(
            "\(counted(sum.bounces, "bounce")) of \(sum.people == 1 ? "1 person" : "\(sum.people) people"): \(sum.hard) hard, "
                + "\(sum.soft) soft; \(counted(sum.ended, "subscription")) ended")
        Terminal.print("")
        report.table.print()
        Terminal.print("")
        for line in report.reasonLines(width: min(Terminal.width, 80)) { Terminal.print(line) }
    }

    /// What was asked for, in words.
    private var about: String {
        let parts = [
            which.list.map { "list \($0)" }, which.mailing.map { "mailing \($0)" }, which.provider,
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
        var table = TextTable(heading, "BOUNCES", "SHARE", "HARD", "ENDED", "HELD")
        for row in rows {
            table.add(row.key ?? "not known", row.bounces, share(row), row.hard, row.ended, row.held)
        }
        return table
    }

    private func share(_ count: BounceCount) -> String {
        BenchPage.percent(Double(count.bounces) / Double(max(1, sum.bounces)) * 100)
    }

    /// The five most frequent, each with what it means and what to do.
    func reasonLines(width: Int) -> [String] {
        var lines = ["top reasons, and what to do"]
        for reason in reasons.prefix(5) {
            let what = "\(reason.failureClass.rawValue), \(share(reason.count)): \(reason.failureClass.meaning)."
            lines += WrappedText.lines(what, label: "", indent: 2, width: width)
            lines += WrappedText.lines(reason.failureClass.advice, label: "", indent: 4, width: width)
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
                            ("meaning", .string(reason.failureClass.meaning)),
                            ("advice", .string(reason.failureClass.advice)),
                        ])
                    })
            ),
        ])
    }
}

extension BounceCount {
    /// - Parameter name: of the member that says what they have in common.
    fileprivate func json(_ name: String) -> JSONValue {
        .object([
            (name, JSONValue(key)), ("bounces", JSONValue(bounces)), ("hard", JSONValue(hard)),
            ("ended", JSONValue(ended)), ("held", JSONValue(held)),
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
