import FanmailBasics
import FanmailWeb
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
                let selection = try MessageSelection(request, isPaged: false, messages)
                let ids = try MessageIDs(request, selection)
                guard ids.isRead == nil else { throw WebFailure(400, "`Read` is for PUT; nothing was thrown away") }
                return try await remove(ids.all ?? (selection.isFiltered ? nil : []), selection)
            },
            .delete("/api/v1/search") { request, _ in try await remove(nil, search(request, isPaged: false)) },
            .put("/api/v1/messages") { request, _ in
                let selection = try MessageSelection(request, isPaged: false, messages)
                let wanted = try MessageIDs(request, selection)
                return try await apart { [messages] in
                    let ids = wanted.all ?? selection.ids(in: messages)
                    let marked = messages.mark(ids, isRead: wanted.isRead ?? false)
                    return .json(.object([("marked", JSONValue(marked))]))
                }
            },
        ]
    }

    private func search(_ request: WebRequest, isPaged: Bool = true) throws(WebFailure) -> MessageSelection {
        guard let text = request.value("query") else { throw WebFailure(400, "`query` is missing: what to search for") }
        var selection = try MessageSelection(request, others: ["query"], isPaged: isPaged, messages)
        selection.add(try SearchText(text))
        return selection
    }

    private func list(_ selection: MessageSelection) async throws -> WebResponse {
        try await apart { [messages] in
            let (found, total, unread) = selection.countedPage(of: messages)
            let shown = found.map { MessageJSON(message: $0, isRead: messages.isRead($0.id)) }
            return .json(
                .object([
                    ("total", JSONValue(messages.count)), ("unread", JSONValue(messages.unread)),
                    ("count", JSONValue(found.count)), ("messages_count", JSONValue(total)),
                    ("messages_unread", JSONValue(unread)), ("start", JSONValue(selection.start)),
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
