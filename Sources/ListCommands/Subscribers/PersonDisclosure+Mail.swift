import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import SMTPCore

extension PersonDisclosure.Mail {
    /// The members of the document that tell of it.
    var json: [(String, JSONValue)] {
        [
            ("mailings", .array(mailings.map(Self.json))), ("bounces", .array(bounces.map(BounceCommand.json))),
            (
                "confirmationRequests",
                .array(
                    confirmationRequests.map {
                        .object([
                            ("address", .string($0.address)), ("list", .string($0.list)), ("at", JSONValue($0.at)),
                        ])
                    })
            ),
            (
                "notices",
                .array(
                    notices.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("list", .string($0.list)),
                            ("address", .string($0.recipient)),
                            ("at", JSONValue($0.at)), ("attempts", JSONValue($0.attempts)),
                        ])
                    })
            ),
        ]
    }

    private static func json(_ mailing: PersonMailing) -> JSONValue {
        let outcome = mailing.outcome
        return .object([
            ("mailing", .int(mailing.mailing)), ("subject", .string(mailing.subject)),
            ("address", .string(outcome.address)),
            ("outcome", .string(outcome.isUnderWay ? "underWay" : outcome.word)), ("code", JSONValue(outcome.code)),
            ("status", JSONValue(outcome.status)), ("text", JSONValue(outcome.text)),
        ])
    }

    /// For a terminal.
    func printTables() {
        Terminal.print("")
        var table = TextTable("MAILING", "SUBJECT", "ADDRESS", "OUTCOME", "REPLY")
        for mailing in mailings {
            let reply = [mailing.outcome.code.map(String.init), mailing.outcome.text].compactMap { $0 }
            table.add(
                mailing.mailing, mailing.subject, mailing.outcome.address,
                mailing.outcome.word, reply.joined(separator: " "))
        }
        if mailings.isEmpty { Terminal.print("no mailing has had a copy for them") } else { table.print() }
        Terminal.print("")
        var log = TextTable("BOUNCE", "MAILING", "ADDRESS", "KIND", "REPLY", "EFFECT")
        for bounce in bounces {
            let reply = [bounce.code.map(String.init), bounce.status, bounce.text].compactMap { $0 }
            log.add(
                bounce.at, bounce.mailing, bounce.recipient, bounce.kind.rawValue, reply.joined(separator: " "),
                bounce.effect.rawValue)
        }
        if bounces.isEmpty { Terminal.print("no bounces") } else { log.print() }
        for request in confirmationRequests {
            Terminal.print(
                "asked to confirm \(request.list) at \(request.at.shown): \(request.address)".escapedForTerminal)
        }
        for notice in notices {
            Terminal.print(
                "waits since \(notice.at.shown): \(notice.kind.rawValue), \(notice.list), to \(notice.recipient)"
                    .escapedForTerminal)
        }
    }
}
