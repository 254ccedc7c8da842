import Composition
import FanmailBasics
import FanmailMIME
import SMTPSink

/// What there is to say of a message's header (RFC 5322, 3.6).
struct FieldChecks {
    private(set) var checks: [MessageCheck] = []

    private static let once = [
        "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "List-Id", "List-Unsubscribe",
        "List-Unsubscribe-Post",
    ]
    private static let oneDay: Int64 = 86_400_000

    init(_ message: SinkMessage) {
        let header = message.header
        do throws(HeaderFailure) {
            _ = try HeaderSection(message.octets)
        } catch {
            checks.append(.init(.bad, "Header", "\(error)"))
        }
        checkAuthor(header)
        checkDate(header, message)
        checkIdentifier(header)
        let subject = header.values("Subject")
        if subject.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
            checks.append(.init(.warning, "Subject", "there is none, which filters and readers distrust"))
        }
        if header.fields.contains(where: { $0.name.lowercased() == "bcc" }) {
            checks.append(
                .init(.bad, "Bcc", "the field went out with the message: everybody reads who was not to be known"))
        }
        for name in Self.once where header.values(name).count > 1 {
            checks.append(.init(.bad, name, "stands there \(header.values(name).count) times; once is allowed"))
        }
        checkOctets(message)
    }

    private mutating func checkAuthor(_ header: MessageHeader) {
        let fields = header.values("From")
        if fields.isEmpty {
            checks.append(.init(.bad, "From", "there is none, and every message has one"))
        } else if header.from.isEmpty {
            checks.append(.init(.bad, "From", "names no address that can be read"))
        } else if let sender = header.from.first, sender.name.contains("@"), !sender.name.contains(sender.address) {
            checks.append(.init(.warning, "From", "the name looks like another address, as phishing does"))
        }
    }

    private mutating func checkDate(_ header: MessageHeader, _ message: SinkMessage) {
        guard let text = header.values("Date").first else {
            return checks.append(.init(.bad, "Date", "there is none, and every message has one"))
        }
        guard let date = header.date else {
            return checks.append(.init(.bad, "Date", "\(text.prefix(60)) is no date (RFC 5322, 3.3)"))
        }
        let distance = date.milliseconds - message.at.milliseconds
        if abs(distance) > Self.oneDay {
            let where_ = distance > 0 ? "after" : "before"
            checks.append(.init(.warning, "Date", "is more than a day \(where_) the message came"))
        } else {
            checks.append(.init(.good, "Date", text))
        }
    }

    private mutating func checkIdentifier(_ header: MessageHeader) {
        guard let text = header.values("Message-ID").first else {
            let verdict = "there is none: servers on the way make one up, answers find no thread, filters distrust it"
            return checks.append(.init(.warning, "Message-ID", verdict))
        }
        let parts = text.dropFirst().dropLast().split(separator: "@", omittingEmptySubsequences: false)
        let isWell =
            text.hasPrefix("<") && text.hasSuffix(">") && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !text.contains(where: \.isWhitespace)
        checks.append(
            isWell
                ? .init(.good, "Message-ID", text)
                : .init(.bad, "Message-ID", "\(text.prefix(80)) has not the form <left@right> (RFC 5322, 3.6.4)"))
    }

    private mutating func checkOctets(_ message: SinkMessage) {
        guard let header = try? HeaderSection(received: message.octets) else { return }
        let isDeclared = message.mailParameters.contains { $0.uppercased() == "SMTPUTF8" }
        let raw = header.fields.first { field in message.octets[field.range].contains { $0 > 0x7F } }
        if let raw, !isDeclared {
            checks.append(
                .init(
                    .bad, raw.name,
                    "has octets beyond ASCII without SMTPUTF8: encode them as RFC 2047 has it, =?utf-8?q?...?="))
        }
    }
}
