import ArgumentParser
import Fanmail

/// What listings take for somebody who reads them on a terminal.
struct PagerOptions: ParsableArguments {
    @Flag(help: "Prints a long listing as it is, not through $PAGER.") var noPager = false
}

/// A command whose output may be longer than the terminal.
protocol PagedCommand: ParsableCommand {
    var paging: PagerOptions { get }
    var global: GlobalOptions { get }
    /// One JSON object a line.
    var jsonl: Bool { get }
    /// The table as CSV.
    var csv: Bool { get }
}

extension PagedCommand {
    var jsonl: Bool { false }
    var csv: Bool { false }

    var wantsPager: Bool { !paging.noPager && !global.json && !jsonl && !csv }

    /// - Throws: where two forms are asked for at once.
    func expectOneForm() throws {
        guard csv, global.json || jsonl else { return }
        throw FanmailFailure(.usage, "--csv and \(jsonl ? "--jsonl" : "--json") exclude each other; choose one")
    }
}
