import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import Foundation
import SMTPClient
import SMTPCore
import SMTPProtocol

struct EhloCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ehlo",
        abstract: "Shows what a server offers: extensions before and after TLS, limits, certificate, logins, times.",
        discussion: """
            Example: fanmail ehlo smtp://127.0.0.1:25
            Sends no mail. With a user in the URL it logs in too, once the certificate is trusted.
            Exit status: 0 when a mailing could go there; 69 when not, with the reason; 78 configuration.
            """)

    @Argument(help: "smtp://[user@]host[:port], smtps://..., lmtp://host:port or lmtp+unix:///path.") var url: String
    @OptionGroup(title: "CONNECTION OPTIONS") var connection: RelayOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let configuration = try global.configuration(connection.flags)
        let relay = try RelayOptions.relay(url)
        let smtp = try connection.connection(to: relay, configuration, logsIn: true, logger: global.log.logger)
        let trial = try await RelayTrial(relay, smtp)
        TranscriptFile.closeAll()
        if global.json {
            Terminal.print(trial.json.text)
        } else {
            for line in trial.lines { Terminal.print(line) }
        }
        if let failure = trial.failure {
            throw FanmailFailure(.unavailable, at: "no mail would go there", failure.what, remedy: failure.remedy)
        }
    }
}
