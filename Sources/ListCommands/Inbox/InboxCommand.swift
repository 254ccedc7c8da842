import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import MailingLists

struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "Mail that comes in: leaving and confirming by mail.",
        subcommands: [Process.self, Send.self])

    struct Process: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "process",
            abstract: "Reads messages, heeds the signed addresses they were sent to, and answers with a template.",
            discussion: """
                Example: fanmail inbox process ~/Maildir --relay smtp://127.0.0.1:25
                The source is - (a pipe from the MTA), a message, an mbox, or a Maildir, whose messages go from new/ to cur/. \
                Addresses are NAME-leave-TOKEN and NAME-confirm-TOKEN, as `token make` shows them. Automatic messages, \
                forged and used tokens do nothing but a log line. The token in List-Unsubscribe of messages to many is the \
                list's: whose From writes there has left, and is told so; whoever is not subscribed with that address is told \
                that, at most once a day, and counted (`list show`). What is not understood is told, stays in new/, and makes \
                the exit status 65. Answers go to the subscriber alone: \
                templates/welcome.md and templates/goodbye.md, or a plain text. Without a relay, and when it puts them off, \
                they wait for `fanmail inbox send`.
                """)

        @Argument(help: "A message, an mbox or a Maildir; - for standard input.", completion: .file()) var source = "-"
        @Option(help: "The envelope's recipient, where the MTA tells it.") var recipient: [String] = []
        @OptionGroup var options: DeliveryOptions

        func run() async throws {
            let store = try options.global.store()
            let inbox = Inbox(store: store, notices: try NoticePost(options, store))
            let mail = IncomingMail(.init(argument: source))
            let isJSON = options.global.json
            var listing = JSONListing(perLine: false)
            let counts = try await inbox.take(mail, recipients: recipient) { name, outcome in
                let row = InboxRow(message: name, outcome: outcome)
                row.notice?.givenUp.tell()
                if isJSON, let json = row.json { listing.add(json) } else { Terminal.say(row.text) }
            }
            if isJSON { listing.finish() }
            try counts.expectUnderstood(of: mail)
        }
    }

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Sends the confirmations, welcomes and goodbyes that wait for a relay, or for another try.",
            discussion: """
                Example: fanmail inbox send --relay smtp://127.0.0.1:25, once every few minutes.
                What is put off is due again after 5, 10, 20 minutes and so on up to six hours, and given up after three days. \
                Exit status 75 when something was put off.
                The owner of a list is told, too, when much of a mailing came back (warn-percent), and addresses that bounced \
                are asked whether they are there (probe).
                """)
        @OptionGroup var options: DeliveryOptions

        func run() async throws {
            let store = try options.global.store()
            guard try options.relay(of: []) != nil || store.lists().contains(where: { $0.definition.relay != nil })
            else { throw DeliveryOptions.noRelay }
            let writer = NoticeWriter(store: store, letters: LetterReader(try options.configuration()))
            _ = try await store.apart {
                try writer.writeProbes()
                return try writer.warnOwners(commands: OwnerWarning.commands)
            }
            let round = try await NoticePost(options, store).sendDue()
            round.givenUp.tell()
            let results = round.sent
            if options.global.json {
                Terminal.print(
                    JSONValue.array(
                        results.map { sent in
                            .object([
                                ("kind", .string(sent.notice.kind.rawValue)), ("list", .string(sent.notice.list)),
                                ("address", .string(sent.notice.recipient)),
                                ("outcome", .string(sent.outcome.rawValue)),
                                ("text", .string(sent.text)),
                            ])
                        }
                    ).text)
            } else {
                for sent in results { Terminal.print("\(sent.notice.kind.rawValue): \(sent.text)") }
            }
            let waiting = try store.waitingNotices()
            if waiting > 0 { Terminal.say("\(counted(waiting, "notice")) still to be sent") }
            // From cron there is nothing to say then.
            if waiting == 0, results.isEmpty, Terminal.isErrorTerminal { Terminal.say("nothing waits to be sent") }
            if results.contains(where: { $0.outcome == .deferred }) { throw ExitCode(75) }
        }
    }
}
