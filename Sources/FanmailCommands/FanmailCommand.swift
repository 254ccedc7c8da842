public import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import ListCommands
import ServerCommands

/// The root of the command line.
public struct FanmailCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fanmail",
        abstract: "One letter, a million envelopes: expands a message to a list into SMTP envelopes and sends them.",
        version: ProgramVersion.text,
        groupedSubcommands: [
            CommandGroup(name: "Send newsletters", subcommands: ListNouns.sending),
            CommandGroup(name: "Manage subscribers", subcommands: ListNouns.managing),
            CommandGroup(name: "Exercise a server", subcommands: ServerNouns.all + ListNouns.demo),
        ])

    public init() {}

    /// Runs a command line without the program's name; returns the exit status.
    public static func run(_ arguments: [String]) async -> Int32 {
        StandardDescriptors.fill()
        signal(SIGPIPE, SIG_IGN)
        let status = await status(of: arguments)
        TranscriptFile.closeAll()
        Terminal.finish()
        guard status == 0, let reason = Terminal.outputFailure else { return status }
        return say(FanmailFailure(.disk, "standard output: \(reason); what was written there is not whole"))
    }

    private static func status(of arguments: [String]) async -> Int32 {
        do {
            var command = try parseAsRoot(BenchWords.written(GlobalOptions.moved(arguments)))
            if let listing = command as? any PagedCommand {
                try listing.expectOneForm()
                if listing.wantsPager { Terminal.page() }
            }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            let isPiped = WatchedCommands.takesMail(arguments) && !(error is ExitCode)
            let refusal = ParseRefusal.failure(error, arguments)
            if isPiped, let refusal { return WatchedCommands.sayLater(refusal) }
            let status = refusal.map(say) ?? report(error)
            if status != 0, isPiped { return PipeVerdict.later("").exitStatus }
            // A web server that gives `--help` for a token is told that it is none.
            return status == 0 && WatchedCommands.verifiesToken(arguments) ? 64 : status
        }
    }

    /// One line on standard error; the exit status says the kind.
    private static func report(_ error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        if let failure = FanmailFailure(error) { return say(failure) }
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if code == .success {
            Terminal.print(text)
            return 0
        }
        Terminal.say(text)
        return 64
    }

    private static func say(_ failure: FanmailFailure) -> Int32 {
        Terminal.say("fanmail: \(failure.line)")
        return failure.exitStatus
    }
}
