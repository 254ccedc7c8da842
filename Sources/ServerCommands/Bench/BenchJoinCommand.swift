import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Logging
import SMTPLoad

struct BenchJoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Reports of several generators that ran at once, as one.",
        discussion: """
            Example: fanmail bench join one.json two.json --output all.json --html all.html
            Percentiles are those of all histograms together. Let the generators begin at one time: fanmail bench … \
            --start-at 2026-11-27T22:00:00Z --json.
            """)

    @Argument(help: "Reports of bench --json.", completion: .file()) var reports: [String]
    @Option(name: .shortAndLong, help: "Writes the report to this file, as JSON.") var output: String?
    @Option(help: "Writes a page with plots to this file.") var html: String?
    @Flag(help: "One JSON document.") var json = false
    @OptionGroup var log: LogOptions

    func run() throws {
        if let html { try PlotPage.expectWritable(html) }
        let all = try reports.map { try BenchCompareCommand.report($0) }
        if let (place, first) = Self.twice(all.map(\.run)) {
            throw FanmailFailure(
                .unusableInput,
                "\(reports[place].escapedForTerminal): it holds a run of \(reports[first].escapedForTerminal); name each once"
            )
        }
        let joined: LoadReport
        do { joined = try LoadReport(joining: all) } catch { throw failure(error) }
        log.logger.info("joined", metadata: ["reports": "\(reports.count)"])
        let text = try BenchJSON.text(joined)
        if let output {
            do { try PersonalFile.write(Array((text + "\n").utf8), to: output) } catch {
                throw FanmailFailure(.disk, "--output \(output.escapedForTerminal): cannot be written: \(error.reason)")
            }
        }
        if let html { try BenchPage.write(joined, to: html) }
        if json { Terminal.print(text) } else { BenchSummary.show(joined) }
        Terminal.flush()
        let wanted = Set(all.map { ($0.thresholds ?? []).map(\.threshold) })
        if wanted.count > 1 { Terminal.say("the reports have different conditions of --fail-if: none is asked of all") }
        try BenchRunCommand.expectKept(joined)
    }

    /// Places of a report and of an earlier one that hold the same run; a joined one holds several.
    static func twice(_ runs: [String]) -> (place: Int, first: Int)? {
        var known: [Substring: Int] = [:]
        for (place, run) in runs.enumerated() {
            for id in run.split(separator: ", ") {
                if let first = known[id], first != place { return (place, first) }
                known[id] = place
            }
        }
        return nil
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).map { $0.debugDescription }.joined(separator: ", ")
        return (names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown).escapedForTerminal
    }

    private func failure(_ failure: LoadJoinFailure) -> FanmailFailure {
        func name(_ place: Int) -> String { reports[place].escapedForTerminal }
        return switch failure {
        case .nothing: FanmailFailure(.usage, "name the reports to join")
        case .histograms(let place):
            FanmailFailure(
                .unusableInput, "\(name(place)): its histograms are missing or damaged; measure anew with this version")
        case .start(let place):
            FanmailFailure(
                .unusableInput, "\(name(place)): it does not say when it began; measure anew with this version")
        case .apart(let place):
            FanmailFailure(
                .unusableInput,
                "\(name(place)): it began when another of them was over; join what ran at once, compare the others")
        case .scenario(let place):
            FanmailFailure(
                .unusableInput,
                "\(name(place)): of it and \(name(0)) one is of a scenario, and the other is not; join what did the same"
            )
        case .parts(let place, let difference):
            FanmailFailure(
                .unusableInput,
                "\(name(place)): its \(difference.what) are \(Self.list(difference.other)), and those of \(name(0)) are \(Self.list(difference.first)); join reports of one scenario"
            )
        }
    }
}
