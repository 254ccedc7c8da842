import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailMIME
import FanmailTerminal
import ListStore

/// `bounce process --pipe`: behind a mail server that hands a report over, which must never become a report itself.
extension BounceProcessCommand {
    /// Whether this is meant.
    static func isPiped(_ arguments: [String]) -> Bool {
        arguments.contains("bounce") && arguments.contains("process") && arguments.contains("--pipe")
    }

    func validate() throws {
        guard pipe || keep != nil else { return }
        guard pipe, source == "-" else { throw ValidationError("--keep and --pipe take one message: use --pipe -") }
        if keep == nil { throw ValidationError("say where what is not understood is kept: --keep MAILDIR") }
    }

    func runPiped(keepingIn maildir: Maildir) async throws {
        let verdict: PipeVerdict
        do { verdict = try await piped(maildir) } catch { verdict = .later(Self.text(error)) }
        if let line = verdict.line { Terminal.say(line.escapedForTerminal) }
        guard verdict.exitStatus == 0 else { throw ExitCode(verdict.exitStatus) }
    }

    private func piped(_ maildir: Maildir) async throws -> PipeVerdict {
        let message: [UInt8]
        do throws(InputFile.Refusal) {
            message = try await OwnThread.run("mail") { () throws(InputFile.Refusal) in
                try InputFile.standardInput().read(upTo: BounceIntake.limit)
            }
        } catch {
            throw FanmailFailure(.noInput, "standard input cannot be read: \(error.reason)")
        }
        let report = PipedReport(message, recipients: recipient)
        let store = try global.store()
        let (outcome, isKept) = try await store.apart {
            try report.take(by: BounceIntake(store: store), keepingIn: maildir)
        }
        let warnings = try warnOwners(of: Set(outcome.mailings), store)
        // What else the server sends along as recipients is no part of a line of its log.
        let texts = BounceRow(message: "report", outcome: outcome).texts
        let rest = texts.count > 3 ? ["and \(texts.count - 3) more"] : []
        let kept = isKept ? ["kept in \(maildir.path)"] : []
        return .taken((Array(texts.prefix(3)) + rest + kept + warnings).joined(separator: "; "))
    }

    private static func text(_ error: any Error) -> String {
        FanmailFailure(error)?.line ?? "\(error)"
    }
}
