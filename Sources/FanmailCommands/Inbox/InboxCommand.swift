import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import ListStore
import MailingLists
import SMTPCore

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

        private enum Result {
            case heeded(TokenEffect)
            /// Wants to leave, and is not subscribed with this address.
            case stranger(Mailbox, ListRecord, isToBeAnswered: Bool)
            case ignored(String)
            case notUnderstood(String)
        }

        func run() async throws {
            let store = try options.global.store()
            let post = AnswerPost(options: options, store: store)
            var listing = JSONListing(perLine: false)
            let mail = IncomingMail(.init(argument: source))
            let counts = try await mail.forEach { message, name in
                guard let message = message.octets(orSayThat: name) else { return false }
                let result = try Self.heed(message, recipients: recipient, store)
                let (word, address, list, reason) = Self.parts(of: result)
                var answer: String?
                switch result {
                case .heeded(let effect): answer = try await post.answer(effect)
                case .stranger(let sender, let list, isToBeAnswered: true):
                    answer = try await post.send(.stranger, to: sender, list, token: nil)?.text
                case .stranger, .ignored, .notUnderstood: break
                }
                if options.global.json {
                    listing.add(
                        .object([
                            ("message", .string(name)), ("result", .string(word)), ("address", JSONValue(address)),
                            ("list", JSONValue(list)), ("reason", JSONValue(reason)), ("answer", JSONValue(answer)),
                        ]))
                } else {
                    let what =
                        switch result {
                        case .heeded: "\(address ?? "") \(word): \(list ?? "")"
                        case .stranger(let sender, let list, _):
                            "\(sender.address) wants to leave \(list.name), and is not subscribed with this address"
                        case .ignored: "ignored: \(reason ?? "")"
                        case .notUnderstood: "not understood: \(reason ?? "")"
                        }
                    Terminal.say("\(name): \(what)\(answer.map { "; answer \($0)" } ?? "")".escapedForTerminal)
                }
                if case .notUnderstood = result { return false }
                return true
            }
            if options.global.json { listing.finish() }
            try counts.expectUnderstood(in: mail.place)
        }

        private static func parts(of result: Result) -> (word: String, address: String?, list: String?, reason: String?)
        {
            switch result {
            case .heeded(let effect): (effect.result.rawValue, effect.address, effect.list, nil)
            case .stranger(let sender, let list, _): ("stranger", sender.address, list.name, nil)
            case .ignored(let reason): ("ignored", nil, nil, reason)
            case .notUnderstood(let reason): ("notUnderstood", nil, nil, reason)
            }
        }

        /// Does what a message asks for; or says why it is left alone.
        private static func heed(_ message: [UInt8], recipients: [String], _ store: Store) throws -> Result {
            guard let incoming = IncomingMessage(message) else { return .notUnderstood("this is no message") }
            switch incoming.origin {
            case .person: break
            case .machine(let reason): return .ignored(reason)
            case .report(let kind): return .ignored("it is \(kind.name)")
            }
            let texts = incoming.destinations(recipients, "Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
            let tokens = texts.flatMap { TokenAddress.tokens(in: $0) }.prefix(20).map(\.token)
            let sender = incoming.sender
            var reason = "it was sent to no signed address"
            for token in tokens {
                do {
                    return .heeded(try store.heed(token, source: "mail", sender: sender))
                } catch let failure as TokenFailure {
                    reason = failure.reason
                } catch let failure as StoreFailure where failure.kind == .stranger {
                    guard let sender, let (list, fate) = try store.meetStranger(sender, token: token) else { continue }
                    let mayAnswer =
                        try fate == .isToBeAnswered && sender.isAnswerable && store.list(address: sender) == nil
                    return .stranger(sender, list, isToBeAnswered: mayAnswer)
                } catch let failure as StoreFailure where failure.isAboutInput {
                    reason = failure.message
                    if sender == nil { return .notUnderstood("its From is not one address: \(reason)") }
                }
            }
            return .ignored(reason)
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

extension Mailbox {
    /// A person may read what is sent there (RFC 3834, 2).
    fileprivate var isAnswerable: Bool {
        let name = localPart.lowercased()
        return !["mailer-daemon", "postmaster", "noreply", "no-reply", "do-not-reply", "donotreply"].contains(name)
            && !name.hasPrefix("owner-")
            && !["-request", "-owner", "-bounces", "-errors"].contains { name.hasSuffix($0) }
    }
}
