import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import Foundation
import ListStore

/// Watches a run to its end, and tells how it ended. Shared by `send` and `mailing resume`.
enum RunReporting {
    /// - Parameter post: tells owners of lists where much came back.
    /// - Throws: the exit status, unless it is 0.
    static func follow(_ handle: MailingRunHandle, json: Bool, strict: Bool, post: NoticePost) async throws {
        let reports = await watch([handle])
        for report in reports { if json { Terminal.print(Self.json(report).text) } else { show(report) } }
        try await conclude(reports, strict: strict, post: post)
    }

    /// The same of letters that are compared, which go out at once.
    static func follow(
        _ handles: [MailingRunHandle], of experiment: Experiment?, json: Bool, strict: Bool, post: NoticePost
    ) async throws {
        let reports = await watch(handles)
        if json {
            let letters = JSONValue.array(reports.map(Self.json))
            Terminal.print(
                JSONValue.object([
                    ("experiment", JSONValue(experiment?.id)), ("seed", JSONValue(experiment?.seed)),
                    ("letters", letters), ("rest", JSONValue(experiment?.rest)),
                ]).text)
        } else {
            reports.forEach(show)
        }
        if let experiment, experiment.rest != nil, let first = experiment.letters.first {
            let names = experiment.letters.map(\.name).joined(separator: "|")
            Terminal.say(
                "fanmail: what is known of each letter: fanmail mailing pick \(first.mailing); to send one to the rest: "
                    + "fanmail mailing pick \(first.mailing) \(names)")
        }
        try await conclude(reports, strict: strict, post: post)
    }

    /// Draws how far runs are that go on at once, until the last of them has ended.
    private static func watch(_ handles: [MailingRunHandle]) async -> [MailingReport] {
        let interruption = Interruption {
            Terminal.say("\nfinishing open transactions; once more to stop at once")
            for handle in handles { handle.stop() }
        } save: {
            // So long for all of them together.
            let end = ContinuousClock.now + .seconds(5)
            for handle in handles {
                let lost = handle.leave(within: max(.zero, end - .now))
                if lost > 0 { say(lost: lost, of: handle.mailing) }
            }
        }
        defer { interruption.end() }
        let line = ProgressLine()
        var storageTrouble: String?
        for handle in handles {
            for await _ in handle.updates() {
                let progress = RunProgress(handles.map(\.progress))
                let expected = handles.compactMap(\.recipientsExpected)
                line.draw(progress, of: expected.count == handles.count ? expected.reduce(0, +) : nil)
                if !line.isShown, progress.storageTrouble != storageTrouble {
                    Terminal.say(
                        "fanmail: \((progress.storageTrouble ?? "the database can be written again").escapedForTerminal)"
                    )
                }
                storageTrouble = progress.storageTrouble
            }
        }
        line.finish()
        var reports: [MailingReport] = []
        for handle in handles { reports.append(await handle.report()) }
        return reports
    }

    /// Says what is to be done, and ends with the exit status.
    private static func conclude(_ reports: [MailingReport], strict: Bool, post: NoticePost) async throws {
        for report in reports {
            sayWhatFollows(report)
            await post.warnOwners(after: report.mailing)
        }
        await post.writeProbes()
        if strict, reports.contains(where: { $0.totals.refused > 0 }) {
            throw ExitCode(67)
        }
        guard let failed = reports.map(\.exitStatus).first(where: { $0 != 0 }) else { return }
        throw ExitCode(failed)
    }

    private static func sayWhatFollows(_ report: MailingReport) {
        if let reason = report.end.reason {
            let next =
                switch report.end {
                case .cancelled, .expired, .finished: ""
                case .manyRefused:
                    "; if that was not their addresses' fault: fanmail mailing retry \(report.mailing) --outcome refused"
                case .guarded:
                    "; mend the cause, then go on with: fanmail mailing retry \(report.mailing) --outcome refused"
                default: "; go on with: fanmail mailing resume \(report.mailing)"
                }
            Terminal.say("fanmail: mailing \(report.mailing): \(reason.escapedForTerminal)\(next)")
        }
        if report.unwritten > 0 { say(lost: report.unwritten, of: report.mailing) }
        if report.totals.unknown > 0 {
            Terminal.say(
                "fanmail: \(report.totals.unknown) unknown: their copy may have arrived; "
                    + "`fanmail mailing retry \(report.mailing) --outcome unknown` sends it once more")
        }
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
        for outcome in report.tls { Terminal.print(words(of: outcome)) }
    }

    /// How TLS with mail hosts fared.
    private static func words(of outcome: TLSOutcome) -> String {
        let demand =
            switch outcome.policy {
            case .dane: "by DANE"
            case .sts: "by MTA-STS"
            case .none: "where it is offered"
            }
        let end = outcome.failure.map { "failed: \($0.rawValue)" } ?? "as demanded"
        return "TLS \(demand): \(counted(outcome.sessions, "session")) \(end)"
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
            (
                "tls",
                .array(
                    report.tls.map { outcome in
                        .object([
                            ("policy", .string(outcome.policy.rawValue)),
                            ("failure", JSONValue(outcome.failure?.rawValue)),
                            ("sessions", JSONValue(outcome.sessions)),
                        ])
                    })
            ),
        ])
    }
}

extension RunProgress {
    /// Of several runs at once.
    fileprivate init(_ parts: [RunProgress]) {
        self = parts.first ?? RunProgress()
        for part in parts.dropFirst() {
            accepted += part.accepted
            refused += part.refused
            deferred += part.deferred
            unknown += part.unknown
            transactions += part.transactions
            envelopes += part.envelopes
            connections += part.connections
            connectionsOpened += part.connectionsOpened
            waitingUntil = waitingUntil ?? part.waitingUntil
            trouble = trouble ?? part.trouble
            storageTrouble = storageTrouble ?? part.storageTrouble
        }
    }
}
