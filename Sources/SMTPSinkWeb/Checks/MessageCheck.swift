import Composition
import FanmailBasics
import SMTPSink

/// Something that was looked at in a message; nobody is asked, but for keys where that was chosen.
struct MessageCheck: Sendable, Equatable {
    let level: AddressCheck.Level
    /// What was looked at: a field, the body, a signature.
    let subject: String
    /// A clause for a person.
    let verdict: String

    init(_ level: AddressCheck.Level, _ subject: String, _ verdict: String) {
        (self.level, self.subject, self.verdict) = (level, subject, verdict)
    }

    /// Octets of HTML that are looked at; of a message that is longer the rest is not.
    static let lookedAt = 256 << 10

    /// All of a message: what is wrong first. It may wait for the DNS.
    static func all(of view: MessageView, keys: SignatureKeys = SignatureKeys()) -> [MessageCheck] {
        var all = BodyChecks(view).checks
        if let fault = view.headerFault {
            let verdict = "\(fault); neither its fields nor its signatures were looked at"
            all.append(.init(.bad, "Header", verdict))
        } else {
            all =
                FieldChecks(view.message).checks + view.comparison.checks
                + SignatureChecks(view.message, keys: keys).checks + ListChecks(view.message).checks + all
        }
        let order: [AddressCheck.Level] = [.bad, .warning, .good]
        return order.flatMap { level in all.filter { $0.level == level } }
    }

    /// Its links and pictures, one by one.
    static func addresses(of content: MessageContent, _ html: String) -> [AddressCheck] {
        let images = content.parts.filter { !$0.contentID.isEmpty && $0.type.hasPrefix("image/") }
            .map { LetterContent.Image(contentID: $0.contentID, type: $0.type, octets: $0.octets) }
        return AddressCheck.all(in: String(decoding: html.utf8.prefix(lookedAt), as: UTF8.self), images: images)
    }

    var json: JSONValue {
        .object([("Level", .string(level.rawValue)), ("Subject", .string(subject)), ("Verdict", .string(verdict))])
    }
}
