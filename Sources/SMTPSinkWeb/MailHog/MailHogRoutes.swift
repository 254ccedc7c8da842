import FanmailBasics
import FanmailWeb
import SMTPSink

/// The calls that clients of MailHog make, where they are no others' already.
extension SinkAPI {
    private static let most = 250
    /// Octets of the messages on one page, which has each of them several times over; it has one at least.
    private static let mostOctets = 8 << 20

    var mailHogRoutes: [Route] {
        [
            .get("/api/v2/messages") { request, _ in try await mailHogList(request, SinkQuery()) },
            .get("/api/v2/search") { request, _ in
                guard let text = request.value("query") else { throw WebFailure(400, "`query` is missing") }
                let field: SinkQuery.Condition.Field =
                    switch request.value("kind") ?? "containing" {
                    case "from": .sender
                    case "to": .recipient
                    case "containing": .anything
                    default: throw WebFailure(400, "`kind` is from, to or containing")
                    }
                var query = SinkQuery()
                query.conditions = [.init(field, .part(text))]
                return try await mailHogList(request, query)
            },
            .get("/api/v1/messages/*") { _, names in
                try await apart { .json(MailHogJSON(message: try message(names[0])).value) }
            },
            .delete("/api/v1/messages/*") { _, names in try await removeOne(names[0]) },
            .get("/api/v1/messages/*/download") { _, names in
                try await apart { .octets(try message(names[0]).octets, type: "message/rfc822") }
            },
        ]
    }

    private func mailHogList(_ request: WebRequest, _ query: SinkQuery) async throws -> WebResponse {
        try request.expectOnce()
        let start = max(0, request.value("start").flatMap { Int($0) } ?? 0)
        let limit = min(Self.most, max(1, request.value("limit").flatMap { Int($0) } ?? 50))
        return try await apart { [messages] in
            var found: [SinkMessage] = []
            var (total, octets, isFull) = (0, 0, false)
            // Without a condition the rest need not be looked at to be counted.
            let isFiltered = !query.conditions.isEmpty
            messages.walk(newestFirst: true) { message in
                if query.matches(message) {
                    if total >= start, !isFull {
                        octets += message.size
                        isFull = !found.isEmpty && octets > Self.mostOctets
                        if !isFull { found.append(message) }
                        isFull = isFull || found.count >= limit
                    }
                    total += 1
                }
                return isFiltered || !isFull
            }
            if !isFiltered { total = messages.count }
            return .json(
                .object([
                    ("total", JSONValue(total)), ("count", JSONValue(found.count)), ("start", JSONValue(start)),
                    ("items", .array(found.map { MailHogJSON(message: $0).value })),
                ]))
        }
    }
}
