import Bounces
import FanmailMIME
import SMTPCore

/// A message that came in, as far as it says who wrote it and to whom.
struct IncomingMessage {
    /// Who is behind it (RFC 3834, 2).
    enum Origin {
        /// Somebody may have written it.
        case person
        /// A machine wrote it, or it went to many: it asks for nothing.
        case machine(MachineMark.Kind)
        /// It tells what became of another message.
        case report(BounceReading.Nature)
    }

    /// So many tokens of a message are looked at.
    static let mostTokens = 20

    let header: HeaderSection

    /// - Returns: nil when there is no header.
    init?(_ message: [UInt8]) {
        guard let header = try? HeaderSection(received: message), !header.fields.isEmpty else { return nil }
        self.header = header
    }

    /// The values of the fields that may say where it was sent, as far as they are looked at.
    ///
    /// - Parameter recipients: those of the envelope, where they are known.
    func destinations(_ recipients: [String], _ names: String...) -> [String] {
        (recipients + names.flatMap { header.all($0).map(\.value) }).map { String($0.prefix(10_000)) }
    }

    /// Who wrote it, when that is one address.
    var sender: Mailbox? {
        for name in ["From", "Sender"] {
            let texts = header.all(name).map(\.value)
            if let address = WrittenAddress.only(in: texts.joined(separator: ",")) {
                return try? Mailbox(parsing: address)
            }
        }
        return nil
    }

    var origin: Origin {
        if let kind = BounceReading.Nature(header) { return .report(kind) }
        guard let mark = MachineMark.all(in: header).first else { return .person }
        return mark.kind == .nullReversePath ? .report(.delivery) : .machine(mark.kind)
    }
}
