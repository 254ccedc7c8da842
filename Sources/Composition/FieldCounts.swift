import FanmailMIME
import SMTPCore

/// How often fields may stand in a header (RFC 5322, 3.6).
enum FieldCounts {
    private static let atMostOnce = [
        "From", "Sender", "Reply-To", "To", "Cc", "Message-ID", "In-Reply-To", "References", "Subject", "Date",
    ]

    /// - Returns: the address of From, when it is one that mail can go to.
    static func check(_ header: HeaderSection) throws(CompositionFailure) -> Mailbox? {
        for name in atMostOnce {
            let fields = header.all(name)
            if fields.count > 1 {
                throw CompositionFailure(line: fields[1].line, "there is more than one \(name) field; keep one")
            }
        }
        guard let from = header.first("From") else {
            throw CompositionFailure(
                .message, "it has no From field; write who sends it, such as From: Ada <ada@example.org>")
        }
        let entries = try entries(of: from)
        if let replyTo = header.first("Reply-To"), !replyTo.value.isEmpty { _ = try Self.entries(of: replyTo) }
        guard let first = entries.first else {
            throw CompositionFailure(line: from.line, "From names nobody; write who sends it")
        }
        return entries.count == 1 ? try? Mailbox(parsing: first.address) : nil
    }

    private static func entries(of field: HeaderSection.Field) throws(CompositionFailure) -> [AddressList.Entry] {
        do {
            return try AddressList(field.value).entries
        } catch {
            throw CompositionFailure(line: field.line, "\(field.name): \(error.reason)")
        }
    }
}
