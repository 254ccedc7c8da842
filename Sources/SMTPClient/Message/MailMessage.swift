public import FanmailBasics
import FanmailMIME
import SMTPCore

/// A message to be written: who it is from, whom it is to, what it says (RFC 5322, RFC 2045).
///
/// ```swift
/// let hello = MailMessage(from: "Ada <ada@lists.example>", to: ["ken@example.org"], subject: "Hello", text: "Hello, Ken!")
/// let outcomes = try await Relay("smtp://127.0.0.1:25").send(hello)
/// print(outcomes[0])  // ken@example.org: accepted: 250 2.0.0 Ok
/// ```
/// Any script goes anywhere: names, subject and file names become encoded words (RFC 2047) or extended parameters
/// (RFC 2231), text quoted-printable or base64. Nothing that is given here can add a field or end the header.
public struct MailMessage: Sendable {
    /// A field of one's own.
    public struct Field: Sendable, Hashable {
        /// Such as `In-Reply-To`; not one that the message writes itself.
        public var name: String
        /// Unfolded; text beyond ASCII is encoded.
        public var value: String

        /// A field of one's own.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The author; also the reverse-path, unless another is given when it is sent.
    public var from: MailAddress
    /// Whom it is to.
    public var to: [MailAddress]
    /// Who gets a copy that the others see.
    public var cc: [MailAddress]
    /// Who gets a copy that nobody else sees: they stand in the envelope alone.
    public var bcc: [MailAddress]
    /// Where answers go; nil for the author.
    public var replyTo: MailAddress?
    /// In any script.
    public var subject: String
    /// Plain text; lines end in LF or CRLF.
    public var text: String?
    /// The same as HTML; with both, readers see the one that they can show (RFC 2046, 5.1.4).
    public var html: String?
    /// Those with a `contentID` go beside the HTML, the others behind the text.
    public var attachments: [MailAttachment]
    /// In their order, behind the message's own.
    public var fields: [Field]
    /// `<left@right>` (RFC 5322, 3.6.4); nil for a new one each time it is encoded.
    public var messageID: String?

    /// A message; what is left out here can be set afterwards.
    public init(
        from: MailAddress, to: [MailAddress], cc: [MailAddress] = [], bcc: [MailAddress] = [],
        replyTo: MailAddress? = nil, subject: String, text: String? = nil, html: String? = nil,
        attachments: [MailAttachment] = [], fields: [Field] = [], messageID: String? = nil
    ) {
        self.from = from
        self.to = to
        self.cc = cc
        self.bcc = bcc
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.attachments = attachments
        self.fields = fields
        self.messageID = messageID
    }

    /// Everybody who gets it, each once, as forward-paths.
    public var recipients: [String] {
        var seen: Set<String> = []
        return (to + cc + bcc).map(\.address).filter { seen.insert($0).inserted }
    }

    /// Header and body as they go to a server; every line ends in CRLF.
    ///
    /// - Parameter now: what Date says.
    /// - Throws: ``SubmissionError`` of the kind `field` with what cannot be written.
    public func encoded(now: Timestamp = .now) throws(SubmissionError) -> [UInt8] {
        do throws(HeaderValueFailure) {
            return try written(now)
        } catch {
            throw .field(error.field, error.reason)
        }
    }
}

extension MailMessage {
    private func written(_ now: Timestamp) throws(HeaderValueFailure) -> [UInt8] {
        let author = try from.mailbox("From")
        let id = messageID ?? MessageIdentifier.new(domain: author.domain)
        guard MessageIdentifier.read(id) == id else {
            throw HeaderValueFailure(
                field: "Message-ID",
                reason: "\(id.debugDescription) is no identifier; write <left@right>, or leave it out")
        }
        var header = HeaderWriter()
        try header.append("Date", verbatim: now.rfc5322Date)
        try Self.append("From", [from], to: &header)
        // Nothing else would say that this is all of it: some servers add such a field of their own.
        if to.isEmpty && cc.isEmpty { try header.append("To", verbatim: "undisclosed-recipients:;") }
        try Self.append("To", to, to: &header)
        try Self.append("Cc", cc, to: &header)
        for hidden in bcc { _ = try hidden.mailbox("Bcc") }
        try Self.append("Reply-To", replyTo.map { [$0] } ?? [], to: &header)
        try header.append("Subject", text: subject)
        try header.append("Message-ID", verbatim: id)
        for field in fields {
            try Self.check(field)
            try header.append(field.name, verbatim: field.value)
        }
        try header.append("MIME-Version", verbatim: "1.0")
        var writer = EntityWriter(seed: .random(in: .min ... .max))
        return try writer.message(try body(), header: header)
    }

    private static func append(
        _ name: String, _ addresses: [MailAddress], to header: inout HeaderWriter
    ) throws(HeaderValueFailure) {
        guard !addresses.isEmpty else { return }
        var mailboxes: [(displayName: String?, address: String)] = []
        for address in addresses { mailboxes.append((address.name, try address.mailbox(name).address)) }
        try header.append(name, mailboxes: mailboxes)
    }

    private func body() throws(HeaderValueFailure) -> Entity {
        var (shown, beside): ([Entity], [Entity]) = ([], [])
        for attachment in attachments {
            if html != nil, attachment.contentID != nil {
                shown.append(try attachment.entity())
            } else {
                beside.append(try attachment.entity())
            }
        }
        var parts: [Entity] = []
        if let text { parts.append(.text(subtype: "plain", text: text)) }
        if let html {
            let page = Entity.text(subtype: "html", text: html)
            parts.append(shown.isEmpty ? page : .parts(subtype: "related", [page] + shown))
        }
        if parts.isEmpty { parts.append(.text(subtype: "plain", text: "")) }
        let body = parts.count == 1 ? parts[0] : .parts(subtype: "alternative", parts)
        return beside.isEmpty ? body : .parts(subtype: "mixed", [body] + beside)
    }

    /// What the message writes itself, or a server does; two of them would be read in two ways.
    private static let own: Set<String> = [
        "date", "from", "to", "cc", "bcc", "reply-to", "subject", "message-id", "mime-version", "return-path",
        "received",
    ]

    private static func check(_ field: Field) throws(HeaderValueFailure) {
        let name = field.name.utf8
        // RFC 5322, 3.6.8.
        guard !name.isEmpty, name.count <= 76, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") })
        else {
            throw HeaderValueFailure(
                field: field.name.debugDescription, reason: "no name of a field; write letters and hyphens, X-Campaign")
        }
        let lower = field.name.lowercased()
        guard !own.contains(lower), !lower.hasPrefix("content-") else {
            throw HeaderValueFailure(field: field.name, reason: "the message writes it itself; set the property")
        }
    }
}
