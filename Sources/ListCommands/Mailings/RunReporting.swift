import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import Foundation

/// Watches a run to its end, and tells how it ended. Shared by `send` and `mailing resume`.
enum RunReporting {
    /// - Parameter post: tells owners of lists where much came back.
    /// - Throws: the exit status, unless it is 0.
    static func follow(_ handle: MailingRunHandle, json: Bool, strict: Bool, post: NoticePost) async throws {
        let interruption = Interruption {
            Terminal.say("\nfinishing open transactions; once more to stop at once")
            handle.stop()
        } save: {
            let lost = handle.leave(within: .seconds(5))
            if lost > 0 { say(lost: lost, of: handle.mailing) }
        }
        defer { interruption.end() }
        let line = ProgressLine()
        var storageTrouble: String?
        for await progress in handle.updates() {
            line.draw(progress, of: handle.recipientsExpected)
            if !line.isShown, progress.storageTrouble != storageTrouble {
                Terminal.say(
                    "fanmail: \((progress.storageTrouble ?? "the database can be written again").escapedForTerminal)")
            }
            storageTrouble = progress.storageTrouble
        }
        line.finish()
        let report = await handle.report()
        if json { Terminal.print(Self.json(report).text) } else { show(report) }
        if let reason = report.end.reason {
            let next =
                switch report.end {
                case .cancelled, .finished: ""
                case .manyRefused:
                    "; if that was not their addresses' fault: fanmail mailing resume \(report.mailing) --retry-refused"
                case .guarded:
                    "; mend the cause, then go on with: fanmail mailing resume \(report.mailing) --retry-refused"
                default: "; go on with: fanmail mailing resume \(report.mailing)"
                }
            Terminal.say("fanmail: mailing \(report.mailing): \(reason.escapedForTerminal)\(next)")
        }
        if report.unwritten > 0 { say(lost: report.unwritten, of: report.mailing) }
        if report.totals.unknown > 0 {
            Terminal.say(
                "fanmail: \(report.totals.unknown) unknown: their copy may have arrived; "
                    + "`fanmail mailing resume \(report.mailing) --resend-unknown` sends it once more")
        }
        await post.warnOwners(after: report.mailing)
        await post.writeProbes()
        if strict, report.totals.refused > 0 {
            throw ExitCode(67)
        }
        guard report.exitStatus == 0 else { throw ExitCode(report.exitStatus) }
    }

    private static func say(lost: Int, of mailing: Int64) {
        Terminal.say(
            "fanmail: mailing \(mailing): what became of \(counted(lost, "recipient")) could not be written; "
                + "they will be unknown")
    }

    private static func show(_ report: MailingReport) {
        let totals = report.totals
        Terminal.print("mailing \(report.mailing): \(counted(totals.recipients, "recipient"))")
        for (name, count) in [
            ("accepted", totals.accepted), ("refused", totals.refused), ("deferred", totals.deferred),
            ("unknown", totals.unknown), ("skipped", totals.skipped), ("not yet", totals.pending),
        ] where count > 0 || name == "accepted" {
            Terminal.print("  \(name.padding(toLength: 10, withPad: " ", startingAt: 0))\(count)")
        }
        guard !report.wasFinished else { return Terminal.print("it was finished before: nothing was changed") }
        let seconds = (report.seconds * 100).rounded() / 100
        Terminal.print(
            "\(counted(report.transactions, "transaction")) on \(counted(report.connections, "connection")) in \(seconds) s, "
                + "\(Int(report.recipientsPerSecond)) recipients/s")
        Terminal.print(report.security.escapedForTerminal)
    }

    static func json(_ report: MailingReport) -> JSONValue {
        let totals = report.totals
        return .object([
            ("mailing", .int(report.mailing)), ("state", .string(report.standing)),
            ("reason", JSONValue(report.end.reason)), ("recipients", JSONValue(totals.recipients)),
            ("accepted", JSONValue(totals.accepted)), ("refused", JSONValue(totals.refused)),
            ("deferred", JSONValue(totals.deferred)), ("unknown", JSONValue(totals.unknown)),
            ("skipped", JSONValue(totals.skipped)), ("underWay", JSONValue(totals.underWay)),
            ("pending", JSONValue(totals.pending)),
            ("envelopes", JSONValue(totals.envelopes)), ("transactions", JSONValue(report.transactions)),
            ("connections", JSONValue(report.connections)), ("seconds", .double(report.seconds)),
            ("recipientsPerSecond", .double(report.recipientsPerSecond)), ("security", .string(report.security)),
        ])
    }
}
