import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import Foundation
import NIOPosix
import SMTPClient
import SMTPCore
import SMTPProtocol

struct RelayTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Connects, encrypts and logs in as a mailing would, and shows what the relay offers.",
        discussion: """
            Example: fanmail relay test main, or: fanmail relay test main --from ada@lists.example --to ken@example.org
            Sends no mail unless --to says whom to send a short message to.
            Exit status: 0 it works; 69 it does not, with the reason; 78 configuration.
            """)
    @Argument(help: "Its name in fanmail.toml; delivery for the one of [delivery].") var name: String?
    @Option(help: ArgumentHelp("Who the message is from.", valueName: "address")) var from: String?
    @Option(help: ArgumentHelp("Sends a short message here.", valueName: "address")) var to: String?
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (from == nil) == (to == nil) else {
            throw ValidationError("--from and --to go together: a message has both")
        }
    }

    func run() async throws {
        let message = try from.flatMap { from in try to.map { try Self.message(from: from, to: $0) } }
        let configuration = try global.configuration(connection.flags)
        let known = try KnownRelay.named(name, configuration)
        let relay = try RelayOptions.relay(known.settings.url.value ?? "")
        let smtp = try connection.connection(
            to: relay, known.settings, of: configuration, logsIn: true, logger: global.log.logger)
        let trial = try await RelayTrial(relay, smtp)
        var outcomes: [RecipientOutcome] = []
        var unsent: FanmailFailure?
        if let message, trial.failure == nil {
            do throws(SubmissionError) {
                outcomes = try await relay.send(message, configuration: smtp)
            } catch {
                unsent = FanmailFailure(.unusableInput, error.explanation)
            }
        }
        TranscriptFile.closeAll()
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("name", .string(known.name)), ("server", trial.json),
                    ("outcome", JSONValue(outcomes.first?.description)),
                ]).text)
        } else {
            for line in trial.lines { Terminal.print(line) }
            for outcome in outcomes { Terminal.print(outcome.description) }
        }
        if let unsent { throw unsent }
        if let failure = trial.failure {
            throw FanmailFailure(.unavailable, at: "no mail would go there", failure.what, remedy: failure.remedy)
        }
        guard outcomes.allSatisfy(\.isAccepted) else { throw ExitCode(69) }
    }

    private static func message(from: String, to: String) throws -> MailMessage {
        var addresses: [MailAddress] = []
        for (option, text) in [("--from", from), ("--to", to)] {
            do throws(MailboxSyntaxError) {
                addresses.append(MailAddress(try Mailbox(parsing: text).address))
            } catch {
                throw FanmailFailure(.usage, "\(option) \(text.escapedForTerminal): is no address: \(error.reason)")
            }
        }
        return MailMessage(
            from: addresses[0], to: [addresses[1]], subject: "A test of fanmail",
            text: "This was sent to see whether a relay takes mail. It went to nobody else.\n")
    }
}
