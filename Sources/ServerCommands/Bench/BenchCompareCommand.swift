import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import Logging
import SMTPLoad

struct BenchCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Two reports of bench --json against each other, with confidence intervals.",
        discussion: "Example: fanmail bench compare before.json after.json.")

    @Argument(help: "The report before.") var before: String
    @Argument(help: "The report after.") var after: String
    @Option(
        help:
            "Fails with 65 when it is so with 95 % confidence, such as 'p99 +5%' or 'rate -5%': changed by more; may be repeated."
    )
    var failIf: [String] = []
    @Option(help: "Writes a page with both to this file.") var html: String?
    @Flag(help: "One JSON document.") var json = false
    @OptionGroup var log: LogOptions

    func run() throws {
        let thresholds = try BenchThreshold.parseChanges(failIf)
        let (one, two) = (try Self.report(before), try Self.report(after))
        let comparison = LoadComparison(one, two)
        log.logger.info("compared", metadata: ["before": "\(before)", "after": "\(after)"])
        if json { Terminal.print(try BenchJSON.text(comparison)) } else { Self.show(comparison) }
        if let html {
            let names = (Self.name(before), Self.name(after))
            try PlotPage.write(BenchComparisonPage(before: one, after: two, names: names).text, to: html)
        }
        let broken = thresholds.compactMap { threshold in
            threshold.objection(to: comparison).map { "fanmail: \(threshold): \($0), failed" }
        }
        guard !broken.isEmpty else { return }
        for line in broken { Terminal.say(line.escapedForTerminal) }
        throw ExitCode(FanmailFailure.Kind.unusableInput.exitStatus)
    }

    private static func show(_ comparison: LoadComparison) {
        var table = TextTable("what", "before", "after", "change", "95 % confidence", "")
        for row in comparison.rows {
            table.add(
                row.name, "\((row.before * 100).rounded() / 100)", "\((row.after * 100).rounded() / 100)",
                LoadComparison.percent(row.change), row.interval ?? "too few seconds",
                Self.words(row.verdict))
        }
        table.print()
    }

    static func words(_ verdict: LoadComparison.Row.Verdict) -> String {
        switch verdict {
        case .differs: "differs"
        case .same: "no difference to be seen"
        case .unclear: "unclear; longer runs tell more"
        }
    }

    private static func name(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
    }

    static func report(_ path: String) throws -> LoadReport {
        let data: Data
        do {
            data = Data(try InputFile(path, allowsPipes: true).read(upTo: 64 << 20))
        } catch {
            throw FanmailFailure(.noInput, "\(path.escapedForTerminal): \(error.reason)")
        }
        let wrong = FanmailFailure(
            .unusableInput, "\(path.escapedForTerminal): not a report of fanmail bench --json")
        guard let json = try? JSONSerialization.jsonObject(with: data), isPlausible(json) else { throw wrong }
        do { return try JSONDecoder().decode(LoadReport.self, from: data) } catch { throw wrong }
    }

    /// No number is beyond what sums, and figures without a fraction, can be made of; a seed may have any.
    private static func isPlausible(_ json: Any) -> Bool {
        switch json {
        case let object as [String: Any]: object.allSatisfy { $0.key == "seed" || isPlausible($0.value) }
        case let list as [Any]: list.allSatisfy(isPlausible)
        case let number as NSNumber: (0...1e15).contains(abs(number.doubleValue))
        default: true
        }
    }
}
