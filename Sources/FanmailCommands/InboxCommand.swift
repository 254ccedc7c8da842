import ArgumentParser
import Fanmail
import ListStore
import MIME
import MailCore
import Roster
import Tokens

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
                list's: whose From writes there has left, and is told so. Answers go to the subscriber alone: \
                templates/welcome.md and templates/goodbye.md, or a plain text. Without a relay, and when it puts them off, \
                they wait for `fanmail inbox send`.
                """)

        @Argument(help: "A message, an mbox or a Maildir; - for standard input.", completion: .file()) var source = "-"
        @Option(help: "The envelope's recipient, where the MTA tells it.") var recipient: [String] = []
        @OptionGroup var options: DeliveryOptions

        func run() async throws {
            let store = try options.global.store()
            let post = AnswerPost(options: options, store: store)
            var listing = JSONListing(perLine: false)
            try await InboxSource.forEach(source) { message, name in
                let (effect, log) = Self.heed(message, recipients: recipient, store)
                var answer: String?
                if let effect { answer = try await post.answer(effect) }
                if options.global.json {
                    listing.add(
                        .object([
                            ("message", .string(name)), ("result", .string(effect?.result.rawValue ?? "ignored")),
                            ("address", JSONValue(effect?.address)), ("list", JSONValue(effect?.list)),
                            ("reason", JSONValue(log)), ("answer", JSONValue(answer)),
                        ]))
                } else {
                    let what =
                        effect.map { "\($0.address) \($0.result.rawValue): \($0.list)" } ?? "ignored: \(log ?? "")"
                    Terminal.say("\(name): \(what)\(answer.map { "; answer \($0)" } ?? "")".escapedForTerminal)
                }
            }
            if options.global.json { listing.finish() }
        }

        /// Does what a message asks for; or says why it is left alone.
        private static func heed(
            _ message: [UInt8], recipients: [String], _ store: Store
        ) -> (effect: TokenEffect?, log: String?) {
            guard let header = try? HeaderSection(message) else { return (nil, "this is no message") }
            if let loop = automatic(header) { return (nil, loop) }
            let names = ["Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"]
            let texts = recipients + names.flatMap { header.all($0).map(\.value) }
            var reason = "it was sent to no signed address"
            for (token, _) in texts.flatMap({ TokenAddress.tokens(in: String($0.prefix(10_000))) }).prefix(20) {
                do {
                    return (try store.heed(token, source: "mail", sender: Self.sender(header)), nil)
                } catch let failure as TokenFailure {
                    reason = failure.reason
                } catch {
                    reason = (error as? StoreFailure)?.message ?? "\(error)"
                }
            }
            return (nil, reason)
        }

        /// Who wrote it, when that is one address.
        private static func sender(_ header: HeaderSection) -> Mailbox? {
            let fields = header.all("From")
            guard fields.count == 1, let entries = try? AddressList(fields[0].value).entries, entries.count == 1 else {
                return nil
            }
            return try? Mailbox(parsing: entries[0].address)
        }

        /// Why nobody wrote this message by hand (RFC 3834, 2); nil when somebody may have.
        private static func automatic(_ header: HeaderSection) -> String? {
            let submitted = header.first("Auto-Submitted")?.value.lowercased() ?? "no"
            if !submitted.hasPrefix("no") { return "it is an automatic message (Auto-Submitted)" }
            if header.first("Return-Path")?.value.filter({ $0 != " " }) == "<>" { return "it is a failure report" }
            let precedence = header.first("Precedence")?.value.lowercased() ?? ""
            if ["bulk", "junk", "list", "auto_reply"].contains(precedence) { return "its precedence is \(precedence)" }
            if header.has("List-Id") { return "it came through a list" }
            return nil
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
                """)
        @OptionGroup var options: DeliveryOptions

        func run() async throws {
            let store = try options.global.store()
            guard try options.relay(of: []) != nil || store.lists().contains(where: { $0.definition.relay != nil })
            else { throw DeliveryOptions.noRelay }
            let results = try await AnswerPost(options: options, store: store).sendDue()
            if options.global.json {
                Terminal.print(
                    JSONValue.array(
                        results.map { sent in
                            .object([
                                ("kind", .string(sent.notice.kind.rawValue)), ("list", .string(sent.notice.list)),
                                ("address", .string(sent.notice.recipient)), ("outcome", .string(sent.outcome)),
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
            if results.contains(where: { $0.outcome == "deferred" }) { throw ExitCode(75) }
        }
    }
}
