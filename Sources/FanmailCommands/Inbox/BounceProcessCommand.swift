import ArgumentParser
import Fanmail
import ListStore

struct BounceProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Reads failure reports that came back, and logs the bounces of the subscribers they name.",
        discussion: """
            Example: fanmail bounce process ~/Maildir
            The source is - (a pipe from the MTA), a message, an mbox, or a Maildir, whose messages go from new/ to cur/. \
            Lists with verp = "always" have a reverse-path for each recipient, NAME-bounces-TOKEN: who is meant is told by \
            the signed token alone, never by the report. Forged tokens, complaints, reports of a delay and automatic \
            answers do nothing but a log line. A report that comes twice counts once. What is not understood is told, stays in new/, and makes the \
            exit status 65.
            """)

    @Argument(help: "A message, an mbox or a Maildir; - for standard input.", completion: .file()) var source = "-"
    @Option(help: "The envelope's recipient, where the MTA tells it.") var recipient: [String] = []
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let intake = BounceIntake(store: try global.store())
        let mail = IncomingMail(.init(argument: source))
        let isJSON = global.json
        var listing = JSONListing(perLine: false)
        let counts = try await intake.take(mail, recipients: recipient) { name, outcome in
            let row = BounceRow(message: name, outcome: outcome)
            if isJSON, let json = row.json { listing.add(json) } else { Terminal.say(row.text) }
        }
        if isJSON { listing.finish() }
        try counts.expectUnderstood(of: mail)
    }
}
