import FanmailBasics
import FanmailWeb
import SMTPSink

/// A search in words, as Mailpit has it: `from:ada subject:"the news" -is:read has:attachment after:2026-11-23`.
struct SearchText {
    private(set) var conditions: [SinkQuery.Condition] = []
    private(set) var after: Timestamp?
    private(set) var before: Timestamp?
    /// Somebody has looked at it, or nobody has.
    private(set) var isRead: Bool?

    init(_ text: String) throws(WebFailure) {
        let words = Self.words(text)
        // It would mean all.
        guard !words.isEmpty else { throw WebFailure(400, "the search is empty; say what to look for") }
        for word in words { try read(word) }
    }

    private mutating func read(_ word: String) throws(WebFailure) {
        let isNegated = word.count > 1 && (word.hasPrefix("-") || word.hasPrefix("!"))
        let plain = isNegated ? String(word.dropFirst()) : word
        let parts = plain.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let value = parts.count > 1 ? parts[1] : ""
        func add(_ field: SinkQuery.Condition.Field, _ value: String) {
            conditions.append(.init(field, .part(value), isNegated: isNegated))
        }
        switch parts[0].lowercased() {
        case "to" where !value.isEmpty: add(.recipient, value)
        case "from" where !value.isEmpty: add(.sender, value)
        case "subject" where !value.isEmpty: add(.subject, value)
        case "cc" where !value.isEmpty, "bcc" where !value.isEmpty, "reply-to" where !value.isEmpty,
            "message-id" where !value.isEmpty:
            add(.header(parts[0].lowercased()), value)
        case "has" where value.lowercased().hasPrefix("attachment"):
            conditions.append(.init(.attachment, .glob("*"), isNegated: isNegated))
        case "is" where value.lowercased() == "read": isRead = !isNegated
        case "is" where value.lowercased() == "unread": isRead = isNegated
        case "after" where !value.isEmpty && isNegated, "before" where !value.isEmpty && isNegated:
            throw WebFailure(400, "before: and after: cannot be negated; write the one for the other")
        // Of several all are true.
        case "after" where !value.isEmpty: after = max(try time(value), after ?? Timestamp(milliseconds: .min))
        case "before" where !value.isEmpty: before = min(try time(value), before ?? Timestamp(milliseconds: .max))
        default: add(.anything, plain)
        }
    }

    private func time(_ text: String) throws(WebFailure) -> Timestamp {
        guard let time = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: "\(text)T00:00:00Z") else {
            throw WebFailure(400, "before: and after: want a date such as 2026-11-23")
        }
        return time
    }

    /// With blanks between them; those within quotes stay together.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character.isWhitespace, !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
