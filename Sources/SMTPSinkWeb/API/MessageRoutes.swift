import FanmailBasics
import SMTPSink

/// Many messages: listed, searched, marked, thrown away.
extension SinkAPI {
    var messageRoutes: [Route] {
        [
            .get("/api/v1/messages") { request, _ in
                try await list(MessageSelection(request, messages))
            },
            .get("/api/v1/search") { request, _ in try await list(search(request)) },
            .delete("/api/v1/messages") { request, _ in
                let selection = try MessageSelection(request, messages)
                let ids = try MessageIDs(request)
                return try await remove(ids.all ?? (selection.isFiltered ? nil : []), selection)
            },
            .delete("/api/v1/search") { request, _ in try await remove(nil, search(request)) },
            .put("/api/v1/messages") { request, _ in
                let selection = try MessageSelection(request, messages)
                let wanted = try MessageIDs(request)
                let isRead = wanted.isRead ?? true
                return try await apart { [messages] in
                    let ids = wanted.all ?? selection.ids(in: messages)
                    messages.mark(ids, isRead: isRead)
                    return .json(.object([("marked", JSONValue(ids.count))]))
                }
            },
        ]
    }

    private func search(_ request: WebRequest) throws(WebFailure) -> MessageSelection {
        guard let text = request.value("query") else { throw WebFailure(400, "`query` is missing: what to search for") }
        var selection = try MessageSelection(request, others: ["query"], messages)
        selection.add(try SearchText(text))
        return selection
    }

    private func list(_ selection: MessageSelection) async throws -> WebResponse {
        try await apart { [messages] in
            let (found, total) = selection.page(of: messages)
            let shown = found.map { MessageJSON(message: $0, isRead: messages.isRead($0.id)) }
            return .json(
                .object([
                    ("total", JSONValue(messages.count)), ("unread", JSONValue(messages.unread)),
                    ("count", JSONValue(found.count)), ("messages_count", JSONValue(total)),
                    ("messages_unread", JSONValue(shown.count { !$0.isRead })), ("start", JSONValue(selection.start)),
                    ("tags", .array([])), ("last", .string("\(messages.lastID)")),
                    ("messages", .array(shown.map(\.summary))),
                ]))
        }
    }

    /// - Parameter ids: nil for those of the selection, none for all.
    private func remove(_ ids: [Int]?, _ selection: MessageSelection) async throws -> WebResponse {
        try await apart { [messages] in
            let removed: Int
            if let ids, ids.isEmpty {
                removed = messages.count
                messages.removeAll()
            } else {
                removed = messages.remove(ids ?? selection.ids(in: messages))
            }
            return .json(.object([("deleted", JSONValue(removed))]))
        }
    }
}

/// The ids that a request brings in its body, as JSON (`{"IDs": ["3"]}`) or as a form (`ids=3&ids=4`).
private struct MessageIDs {
    /// Nil where it says nothing of them.
    private(set) var all: [Int]?
    private(set) var isRead: Bool?

    init(_ request: WebRequest) throws(WebFailure) {
        guard !request.body.isEmpty else { return }
        var texts: [String]?
        if request.contentType == "application/x-www-form-urlencoded" {
            guard let pairs = FormText.pairs(String(decoding: request.body, as: UTF8.self)) else {
                throw WebFailure(400, "the form cannot be read")
            }
            texts = pairs.filter { $0.name.lowercased() == "ids" }.map(\.value)
            isRead = pairs.first { $0.name.lowercased() == "read" }.map {
                ["true", "1"].contains($0.value.lowercased())
            }
        } else {
            let document: JSONValue
            do throws(JSONSyntaxError) {
                document = try JSONValue(parsing: request.body)
            } catch {
                throw WebFailure(400, "the body is no JSON, at octet \(error.offset): \(error.reason)")
            }
            guard case .object(let members) = document else { throw WebFailure(400, "the body is to be a JSON object") }
            for (name, value) in members {
                switch (name.lowercased(), value) {
                case ("ids", .array(let values)): texts = values.compactMap(\.string)
                case ("ids", .null): break
                case ("read", .bool(let value)): isRead = value
                default: throw WebFailure(400, "the body has `IDs`, an array of texts, and with PUT `Read`")
                }
            }
        }
        guard let texts, !texts.isEmpty else { return }
        let ids = texts.compactMap { Int($0) }
        guard ids.count == texts.count else { throw WebFailure(400, "an ID is a number in quotes, such as \"17\"") }
        all = ids
    }
}
