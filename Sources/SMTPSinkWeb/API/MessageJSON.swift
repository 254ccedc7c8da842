import FanmailBasics
import SMTPSink

/// A message as JSON: the members of Mailpit's, by the same names, and the envelope and the session beside them.
struct MessageJSON {
    let message: SinkMessage
    let isRead: Bool

    /// As it stands in a list.
    var summary: JSONValue {
        let content = message.content
        return .object(
            head + [
                ("Attachments", JSONValue(content.attachments.count)), ("Snippet", .string(content.snippet())),
                ("Envelope", envelope),
            ])
    }

    /// All of it.
    var whole: JSONValue {
        let content = message.content
        return .object(
            head + [
                ("ReturnPath", .string(message.reversePath)),
                ("Date", JSONValue(message.header.date ?? message.at)), ("ListUnsubscribe", unsubscribe),
                ("Text", .string(content.text)), ("HTML", .string(content.html)),
                ("Inline", .array(content.inline.map(Self.attachment))),
                ("Attachments", .array(content.attachments.map(Self.attachment))),
                ("Envelope", envelope), ("Session", session),
                (
                    "Headers",
                    .array(
                        message.header.fields.map { field in
                            .object([("Name", .string(field.name)), ("Value", .string(field.value))])
                        })
                ),
                ("Parts", .array(content.parts.map(Self.part))),
                (
                    "Links",
                    .array(
                        content.links.map { link in
                            .object([("URL", .string(link.url)), ("In", .string(link.isOfHTML ? "html" : "text"))])
                        })
                ),
            ])
    }

    /// The values of each field, by the name that Go's programs give it.
    var headers: JSONValue {
        var names: [String] = []
        var values: [String: [String]] = [:]
        for field in message.header.fields {
            let name = Self.canonical(field.name)
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(field.value)
        }
        return .object(names.map { ($0, JSONValue(values[$0] ?? [])) })
    }

    // MARK: - Pieces

    private var head: [(String, JSONValue)] {
        let header = message.header
        return [
            ("ID", .string("\(message.id)")), ("MessageID", .string(header.messageID)), ("Read", .bool(isRead)),
            ("From", header.from.first.map(Self.address) ?? .null), ("To", .array(header.to.map(Self.address))),
            ("Cc", .array(header.cc.map(Self.address))), ("Bcc", .array(hidden.map(Self.address))),
            ("ReplyTo", .array(header.replyTo.map(Self.address))), ("Subject", .string(header.subject)),
            ("Created", JSONValue(message.at)), ("Username", .string(message.session.user ?? "")), ("Tags", .array([])),
            ("Size", JSONValue(message.size)),
        ]
    }

    /// Those of Bcc, and who stands in the envelope alone.
    private var hidden: [MessageAddress] {
        let header = message.header
        let named = Set((header.to + header.cc + header.bcc).map { $0.address.lowercased() })
        return header.bcc
            + message.recipients.filter { !named.contains($0.path.lowercased()) }
            .map { MessageAddress(name: "", address: $0.path) }
    }

    private var envelope: JSONValue {
        .object([
            ("ReversePath", .string(message.reversePath)), ("Parameters", JSONValue(message.mailParameters)),
            (
                "ForwardPaths",
                .array(
                    message.recipients.map { recipient in
                        .object([("Path", .string(recipient.path)), ("Parameters", JSONValue(recipient.parameters))])
                    })
            ),
        ])
    }

    private var session: JSONValue {
        let facts = message.session
        return .object([
            ("Peer", .string(facts.peer)), ("Hello", JSONValue(facts.hello)), ("Protocol", .string(facts.dialect)),
            ("TLS", JSONValue(facts.tls)), ("User", JSONValue(facts.user)),
        ])
    }

    /// What the list's fields say (RFC 2369, 3.2; RFC 8058, 3.1).
    private var unsubscribe: JSONValue {
        let field = message.header.values("List-Unsubscribe").first ?? ""
        let links = ListChecks.ways(field)
        return .object([
            ("Header", .string(field)), ("Links", JSONValue(links)), ("Errors", .string("")),
            ("HeaderPost", .string(message.header.values("List-Unsubscribe-Post").first ?? "")),
        ])
    }

    private static func address(_ address: MessageAddress) -> JSONValue {
        .object([("Name", .string(address.name)), ("Address", .string(address.address))])
    }

    private static func attachment(_ part: MessagePart) -> JSONValue {
        .object([
            ("PartID", .string(part.number)), ("FileName", .string(part.name)), ("ContentType", .string(part.type)),
            ("ContentID", .string(part.contentID)), ("Size", JSONValue(part.octets.count)),
        ])
    }

    private static func part(_ part: MessagePart) -> JSONValue {
        .object([
            ("PartID", .string(part.number)), ("ContentType", .string(part.type)), ("Charset", JSONValue(part.charset)),
            ("Role", .string(part.role.rawValue)), ("FileName", .string(part.name)),
            ("ContentID", .string(part.contentID)), ("Size", JSONValue(part.octets.count)),
        ])
    }

    /// `message-ID` as `Message-Id`.
    private static func canonical(_ name: String) -> String {
        name.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "-")
    }
}
