import FanmailBasics
import FanmailWeb
import SMTPSink

/// What the pages' forms do, each of which brings the server's own token.
extension SinkAPI {
    var formRoutes: [Route] {
        [
            .post("/delete") { request, _ in
                do {
                    return try await delete(token.fields(of: request))
                } catch let failure as WebFailure {
                    return SinkPage.failure(failure).response
                }
            },
            .post("/message/*/release") { request, names in
                do {
                    let fields = try token.fields(of: request)
                    let (message, outcomes) = try await release(names[0], to: Self.recipients(fields))
                    return try await shown { MessagePage.released(message, outcomes, self) }
                } catch let failure as WebFailure {
                    return SinkPage.failure(failure).response
                }
            },
        ]
    }

    private static func value(_ name: String, _ fields: [(name: String, value: String)]) -> String {
        fields.first { $0.name == name }?.value ?? ""
    }

    /// One, or all that a page has counted: what came since stays.
    private func delete(_ fields: [(name: String, value: String)]) async throws -> WebResponse {
        let query = Self.value("query", fields)
        let start = Int(Self.value("start", fields)) ?? 0
        let search = query.isEmpty ? nil : try SearchText(query)
        if Self.value("all", fields) == "yes" {
            guard let limit = Int(Self.value("upto", fields)) else { throw WebFailure(400, "the form cannot be read") }
            try await apart { [messages] in
                var selection = MessageSelection()
                if let search { selection.add(search) }
                messages.remove(selection.ids(in: messages).filter { $0 <= limit })
            }
        } else {
            guard let id = Int(Self.value("id", fields)) else { throw WebFailure(400, "the form cannot be read") }
            _ = try await apart { [messages] in messages.remove([id]) }
        }
        // With GET, so that loading it anew deletes nothing more.
        let limit = Int(Self.value("limit", fields)) ?? MessageSelection.usual
        let place = MessageListPage.address(query: query, start: start, limit: limit)
        return WebResponse(status: 303, type: "text/plain; charset=utf-8", body: [], fields: [("Location", place)])
    }

    private static func recipients(_ fields: [(name: String, value: String)]) throws(WebFailure) -> [String] {
        guard value("whom", fields) == "typed" else { return [] }
        let typed = value("to", fields).split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        guard !typed.isEmpty else { throw WebFailure(400, "no address was typed to send it to") }
        return typed
    }
}
