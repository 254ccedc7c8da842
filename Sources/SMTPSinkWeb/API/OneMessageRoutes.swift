import FanmailBasics
import FanmailWeb
import SMTPSink

/// One message, by its id or as `latest`.
extension SinkAPI {
    var oneMessageRoutes: [Route] {
        [
            .get("/api/v1/message/*") { request, names in
                try await apart { [messages] in
                    let message = try message(names[0])
                    let isRead = messages.isRead(message.id)
                    if !request.isForHeader { messages.mark([message.id], isRead: true) }
                    return .json(MessageJSON(message: message, isRead: isRead).whole)
                }
            },
            .delete("/api/v1/message/*") { _, names in try await removeOne(names[0]) },
            .get("/api/v1/message/*/headers") { _, names in
                try await apart { .json(MessageJSON(message: try message(names[0]), isRead: true).headers) }
            },
            .get("/api/v1/message/*/raw") { _, names in
                try await apart { .octets(try message(names[0]).octets, type: "text/plain; charset=utf-8") }
            },
            .get("/api/v1/message/*/part/*") { _, names in
                try await apart { try part(names[1], of: message(names[0])) }
            },
        ]
    }

    func removeOne(_ name: String) async throws -> WebResponse {
        try await apart { [messages] in
            .json(.object([("deleted", JSONValue(messages.remove([try message(name).id])))]))
        }
    }

    func part(_ number: String, of message: SinkMessage) throws(WebFailure) -> WebResponse {
        guard let part = message.content.parts.first(where: { $0.number == number }) else {
            throw WebFailure(404, "message \(message.id) has no part \(String(number.prefix(40)).escapedForTerminal)")
        }
        let charset = part.charset.map { $0.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) } }
        var response = WebResponse.octets(part.octets, type: part.type + (charset.map { "; charset=\($0)" } ?? ""))
        let name = part.name.utf8.map { byte -> String in
            let isPlain = byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte))
            return isPlain || "-._".utf8.contains(byte) ? String(Unicode.Scalar(byte)) : "%" + Hex.upper(byte)
        }.joined()
        if !name.isEmpty {
            response.fields.append(("Content-Disposition", "inline; filename*=UTF-8''\(name)"))
        }
        return response
    }
}
