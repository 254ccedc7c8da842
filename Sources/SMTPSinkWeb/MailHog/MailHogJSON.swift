import FanmailBasics
import SMTPSink

/// A message as MailHog's clients know it.
struct MailHogJSON {
    let message: SinkMessage

    var value: JSONValue {
        let parts = message.content.parts
        let body = String(decoding: message.body, as: UTF8.self)
        return .object([
            ("ID", .string("\(message.id)")), ("From", Self.path(message.reversePath)),
            ("To", .array(message.recipients.map { Self.path($0.path) })),
            (
                "Content",
                .object([
                    ("Headers", headers), ("Body", .string(body)), ("Size", JSONValue(message.size)), ("MIME", .null),
                ])
            ),
            ("Created", JSONValue(message.at)),
            ("MIME", parts.count > 1 ? .object([("Parts", .array(parts.map(Self.part)))]) : .null),
            (
                "Raw",
                .object([
                    ("From", .string(message.reversePath)), ("To", JSONValue(message.recipients.map(\.path))),
                    ("Data", .string(String(decoding: message.octets, as: UTF8.self))),
                    ("Helo", .string(message.session.hello ?? "")),
                ])
            ),
        ])
    }

    private var headers: JSONValue {
        var names: [String] = []
        var values: [String: [String]] = [:]
        for field in message.header.fields {
            if values[field.name] == nil { names.append(field.name) }
            values[field.name, default: []].append(field.value)
        }
        return .object(names.map { ($0, JSONValue(values[$0] ?? [])) })
    }

    private static func path(_ path: String) -> JSONValue {
        let at = path.lastIndex(of: "@")
        return .object([
            ("Relays", .null), ("Mailbox", .string(at.map { String(path[..<$0]) } ?? path)),
            ("Domain", .string(at.map { String(path[path.index(after: $0)...]) } ?? "")), ("Params", .string("")),
        ])
    }

    private static func part(_ part: MessagePart) -> JSONValue {
        let isText = part.role == .text || part.role == .html
        var headers: [(String, JSONValue)] = [
            ("Content-Type", JSONValue([part.type + (isText ? "; charset=utf-8" : "")])),
            // As the body stands here, not as it came.
            ("Content-Transfer-Encoding", JSONValue([isText ? "8bit" : "base64"])),
        ]
        if !isText || !part.name.isEmpty {
            let name = part.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            let kind = part.role == .attachment ? "attachment" : "inline"
            let field = part.name.isEmpty ? kind : "\(kind); filename=\"\(name)\""
            headers.append(("Content-Disposition", JSONValue([field])))
        }
        if !part.contentID.isEmpty { headers.append(("Content-ID", JSONValue(["<\(part.contentID)>"]))) }
        return .object([
            ("Headers", .object(headers)),
            ("Body", .string(isText ? part.text : Base64.encoded(part.octets))),
            ("Size", JSONValue(part.octets.count)), ("MIME", .null),
        ])
    }
}
