import FanmailBasics
import SMTPProtocol

/// What RCPT asked about reports of one recipient (RFC 3461, 4.1 and 4.2).
struct AnswerRequest: Equatable {
    /// Nothing asked: failures and delays are told.
    private(set) var wantsFailure = true
    private(set) var wantsDelay = true
    /// `rfc822;` and the address, without its encoding.
    private(set) var originalRecipient: String?

    init(_ recipient: SMTPServerSession.Recipient) {
        if let notify = recipient.notify {
            wantsFailure = notify.contains(.failure)
            wantsDelay = notify.contains(.delay)
        }
        originalRecipient = recipient.originalRecipient.map {
            Self.decoded(String(decoding: $0.prefix(500), as: UTF8.self))
        }
    }

    /// xtext (RFC 3461, 4) as the text it stands for; whatever cannot stand in a header field becomes a question mark.
    static func decoded(_ text: String) -> String { visible(XText.decoded(text)) }

    static func visible(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }
}
