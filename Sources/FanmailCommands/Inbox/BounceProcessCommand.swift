import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import ListStore
import MailingLists

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

    private enum Result {
        case logged(BounceRecord)
        case known
        case ignored(String)
        case notUnderstood(String)

        var word: String {
            switch self {
            case .logged: "logged"
            case .known: "known"
            case .ignored: "ignored"
            case .notUnderstood: "notUnderstood"
            }
        }
    }

    func run() async throws {
        let store = try global.store()
        var listing = JSONListing(perLine: false)
        let mail = IncomingMail(.init(argument: source))
        let counts = try await mail.forEach { message, name in
            guard let message = message.octets(orSayThat: name) else { return false }
            let result = try Self.heed(message, recipients: recipient, store)
            var bounce: BounceRecord?
            var reason: String?
            let text: String
            switch result {
            case .logged(let record):
                bounce = record
                let effect = record.effect == .ended ? "; the subscription has ended" : ""
                text =
                    "\(record.recipient) \(record.kind.rawValue): \(record.status ?? "no status"), \(record.list)\(effect)"
            case .known: text = "this is known already"
            case .ignored(let why):
                reason = why
                text = "ignored: \(why)"
            case .notUnderstood(let why):
                reason = why
                text = "not understood: \(why)"
            }
            if global.json {
                listing.add(
                    .object([
                        ("message", .string(name)), ("result", .string(result.word)), ("reason", JSONValue(reason)),
                        ("bounce", bounce.map(BounceCommand.json) ?? .null),
                    ]))
            } else {
                Terminal.say("\(name): \(text)".escapedForTerminal)
            }
            if case .notUnderstood = result { return false }
            return true
        }
        if global.json { listing.finish() }
        try counts.expectUnderstood(in: mail.place)
    }

    private static func heed(_ message: [UInt8], recipients: [String], _ store: Store) throws -> Result {
        guard let incoming = IncomingMessage(message) else { return .notUnderstood("this is no message") }
        let texts = incoming.destinations(recipients, "Delivered-To", "X-Original-To", "Envelope-To", "To")
        let tokens = texts.flatMap { TokenAddress.bounceTokens(in: $0) }.prefix(20)
        let report = DeliveryReport(message)
        guard !tokens.isEmpty else {
            let reason = "it was sent to no reverse-path with a token"
            return report?.action == .failed ? .notUnderstood(reason) : .ignored(reason)
        }
        guard let report else {
            switch ReportKind(incoming.header) {
            case .complaint?: return .ignored("it is \(ReportKind.complaint.name)")
            case .disposition?: return .ignored("it is \(ReportKind.disposition.name)")
            case .delivery?, nil:
                // The answer of somebody who is away, above all.
                if case .machine(let why) = incoming.origin { return .ignored(why) }
                return .notUnderstood("this is no delivery report that can be read (RFC 3464)")
            }
        }
        guard report.action == .failed else { return .ignored("it says \(report.action.rawValue), not failed") }
        var reason = ""
        for token in tokens {
            do {
                return try store.recordBounce(token: token, report.reply).map { .logged($0) } ?? .known
            } catch let failure as TokenFailure {
                reason = failure.reason
            } catch let failure as StoreFailure where failure.isAboutInput {
                reason = failure.message
            }
        }
        return .ignored(reason)
    }
}
