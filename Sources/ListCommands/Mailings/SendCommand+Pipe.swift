import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListStore

/// `send --pipe`: behind a mail server that hands a message over to a program and heeds its exit status.
extension SendCommand {
    /// Servers end a program that takes too long, by 1000 s (Postfix); what is left is for the next delivery.
    /// `FANMAIL_PIPE_LIMIT`, in milliseconds, shortens it for a test.
    static var limit: Duration {
        let usual = Duration.seconds(900)
        let short = ProcessInfo.processInfo.environment["FANMAIL_PIPE_LIMIT"].flatMap { Int($0) }
        return min(usual, short.map { .milliseconds($0) } ?? usual)
    }

    /// Whether this is meant.
    static func isPiped(_ arguments: [String]) -> Bool { arguments.contains("send") && arguments.contains("--pipe") }

    func runPiped() async throws {
        let verdict: PipeVerdict
        do { verdict = try await piped() } catch { verdict = Self.verdict(error) }
        // First, and before anything else: a server takes the status code from the beginning of what is said.
        if let line = verdict.line { Terminal.say(line.escapedForTerminal) }
        guard verdict.exitStatus == 0 else { throw ExitCode(verdict.exitStatus) }
    }

    private func piped() async throws -> PipeVerdict {
        // The server waits between two attempts, and offers the message again.
        var options = options
        options.noRetry = true
        let message = PipedMessage.stripped(try MessageFile.read(.standardInput))
        let planned = try options.plannedOffice()
        let prepared = try planned.prepare(message, named: "the message", segment: segment)
        let office = try options.office(for: prepared, after: planned)
        switch try await office.begin(piped: prepared) {
        case .over(let verdict): return verdict
        case .run(let handle):
            let interruption = Interruption(exitStatus: 75) {
                handle.stop()
            } save: {
                _ = handle.leave(within: .seconds(5))
            }
            defer { interruption.end() }
            return await handle.verdict(within: Self.limit)
        }
    }

    private static func verdict(_ error: any Error) -> PipeVerdict {
        FanmailFailure(error).map { PipeVerdict($0, text: $0.line) } ?? .later("\(error)")
    }
}
