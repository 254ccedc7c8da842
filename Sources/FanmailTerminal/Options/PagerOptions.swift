package import ArgumentParser
import Fanmail

/// What listings take for somebody who reads them on a terminal.
package struct PagerOptions: ParsableArguments {
    @Flag(help: "Prints a long listing as it is, not through $PAGER.") var noPager = false

    package init() {}
}

/// A command whose output may be longer than the terminal.
package protocol PagedCommand: ParsableCommand {
    /// How a long listing is shown.
    var paging: PagerOptions { get }
    /// Whether a program reads it.
    var global: GlobalOptions { get }
    /// One JSON object a line.
    var jsonl: Bool { get }
    /// The table as CSV.
    var csv: Bool { get }
}

extension PagedCommand {
    package var jsonl: Bool { false }
    package var csv: Bool { false }

    package var wantsPager: Bool { !paging.noPager && !global.json && !jsonl && !csv }

    /// - Throws: where two forms are asked for at once.
    package func expectOneForm() throws {
        guard csv, global.json || jsonl else { return }
        throw FanmailFailure(.usage, "--csv and \(jsonl ? "--jsonl" : "--json") exclude each other; choose one")
    }
}
