public import FanmailBasics
import FanmailMIME

/// The header of a message that came in, decoded: as far as it can be, since nothing of it is trusted.
public struct MessageHeader: Sendable {
    /// In order.
    public let fields: [MessageField]
    public let subject: String
    public let from: [MessageAddress]
    public let to: [MessageAddress]
    public let cc: [MessageAddress]
    public let bcc: [MessageAddress]
    public let replyTo: [MessageAddress]
    /// Without its angle brackets; empty where there is none.
    public let messageID: String
    /// Of the Date field; nil where there is none, or it is no date.
    public let date: Timestamp?

    init(_ message: [UInt8]) {
        let all = ReceivedEntity(message).fields
        let named = { (name: String) in all.first { $0.isNamed(name) }?.value }
        fields = all.map { MessageField(name: $0.name, value: EncodedWord.decode($0.value)) }
        subject = named("Subject").map { EncodedWord.decode($0) } ?? ""
        from = MessageAddress.all("From", in: all)
        to = MessageAddress.all("To", in: all)
        cc = MessageAddress.all("Cc", in: all)
        bcc = MessageAddress.all("Bcc", in: all)
        replyTo = MessageAddress.all("Reply-To", in: all)
        messageID = (named("Message-ID") ?? "").filter { !" <>\t".contains($0) }
        date = named("Date").flatMap { RFC5322Date($0)?.timestamp }
    }

    /// The values of the fields of a name, in order; case does not matter.
    public func values(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return fields.filter { $0.name.lowercased() == wanted }.map(\.value)
    }
}
