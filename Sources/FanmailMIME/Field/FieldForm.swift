/// What the value of a header field is made of, as far as text beyond ASCII and folding go by it.
enum FieldForm {
    /// Text (RFC 5322, 2.2.1): encoded words anywhere.
    case unstructured
    /// Mailboxes and groups (RFC 5322, 3.4): encoded words in names and comments.
    case addresses
    /// Phrases with commas between them (RFC 5322, 3.6.5).
    case phrases
    /// URLs and identifiers in angle brackets (RFC 2369, RFC 2919): encoded words outside, percent-encoding within.
    case links
    /// A token with parameters (RFC 2045, 5.1; RFC 2183): RFC 2231.
    case parameters
    /// Neither of these: encoded words in comments alone.
    case tokens

    init(of name: String) {
        let name = name.lowercased()
        switch name {
        case "from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender", "resent-reply-to",
            "resent-to", "resent-cc", "resent-bcc", "mail-followup-to", "mail-reply-to", "errors-to", "original-from",
            "disposition-notification-to", "return-receipt-to":
            self = .addresses
        case "keywords": self = .phrases
        case "content-type", "content-disposition", "auto-submitted": self = .parameters
        case "message-id", "in-reply-to", "references", "date", "resent-date", "resent-message-id", "received",
            "return-path", "mime-version", "content-transfer-encoding", "content-id", "content-language",
            "dkim-signature", "authentication-results", "received-spf":
            self = .tokens
        case "archived-at": self = .links
        default:
            if name.hasPrefix("list-") {
                self = .links
            } else {
                self = name.hasPrefix("arc-") ? .tokens : .unstructured
            }
        }
    }
}
