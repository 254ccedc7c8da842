import ArgumentParser
import Bounces
import ListStore
import MIME
import MailCore
import Tokens

struct BounceProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Reads failure reports that came back, and logs the bounces of the subscribers they name.",
        discussion: """
            Example: fanmail bounce process ~/Maildir
            The source is - (a pipe from the MTA), a message, an mbox, or a Maildir, whose messages go from new/ to cur/. \
            Lists with verp = "always" have a reverse-path for each recipient, NAME-bounces-TOKEN: who is meant is told by \
            the signed token alone, never by the report. Forged tokens, and what is no report of a failure (RFC 3464), do \
            nothing but a log line. A report that comes twice counts once.
            """)

    @Argument(help: "A message, an mbox or a Maildir; - for standard input.", completion: .file()) var source = "-"
    @Option(help: "The envelope's recipient, where the MTA tells it.") var recipient: [String] = []
    @OptionGroup var global: GlobalOptions

    private enum Result {
        case logged(BounceRecord)
        case known
        case ignored(String)

        var word: String {
            switch self {
            case .logged: "logged"
            case .known: "known"
            case .ignored: "ignored"
            }
        }
    }

    func run() async throws {
        let store = try global.store()
        var listing = JSONListing(perLine: false)
        try await InboxSource.forEach(source) { message, name in
            let result = Self.heed(message, recipients: recipient, store)
            var bounce: BounceRecord?
            var reason: String?
            let text: String
            switch result {
            case .logged(let record):
                bounce = record
                let effect = record.effect == "ended" ? "; the subscription has ended" : ""
                text = "\(record.recipient) \(record.kind): \(record.status ?? "no status"), \(record.list)\(effect)"
            case .known: text = "this is known already"
            case .ignored(let why):
                reason = why
                text = "ignored: \(why)"
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
        }
        if global.json { listing.finish() }
    }

    private static func heed(_ message: [UInt8], recipients: [String], _ store: Store) -> Result {
        guard let header = try? HeaderSection(message) else { return .ignored("this is no message") }
        let names = ["Delivered-To", "X-Original-To", "Envelope-To", "To"]
        let texts = recipients + names.flatMap { header.all($0).map(\.value) }
        let tokens = texts.flatMap { TokenAddress.bounceTokens(in: String($0.prefix(10_000))) }.prefix(20)
        guard !tokens.isEmpty else { return .ignored("it was sent to no reverse-path with a token") }
        guard let report = DeliveryReport(message) else { return .ignored("this is no failure report (RFC 3464)") }
        guard report.action == .failed else { return .ignored("it says \(report.action.rawValue), not failed") }
        var reason = ""
        for token in tokens {
            do {
                return try store.recordBounce(token: token, report.reply).map { .logged($0) } ?? .known
            } catch let failure as TokenFailure {
                reason = failure.reason
            } catch {
                reason = (error as? StoreFailure)?.message ?? "\(error)"
            }
        }
        return .ignored(reason)
    }
}
