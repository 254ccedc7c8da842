import FanmailBasics
import FanmailWeb
import SMTPSink

/// What a browser is shown. Nothing of it changes anything.
extension SinkAPI {
    /// Somebody looks at a list for so long without anything new.
    private static let longestWait = Duration.seconds(25)
    private static let mostNew = 50
    private static let mostShown = 1_000

    var pageRoutes: [Route] {
        [
            .get("/") { request, _ in
                try await shown {
                    let query = request.value("query") ?? ""
                    // What its forms throw away, and what comes on top by itself, goes by the words alone.
                    guard request.query.allSatisfy({ ["query", "start", "limit"].contains($0.name) }) else {
                        throw WebFailure(400, "the page takes `query`, `start` and `limit`; the API has other filters")
                    }
                    var selection = try MessageSelection(request, others: ["query"], messages)
                    var refusal: String?
                    do throws(WebFailure) {
                        if !query.isEmpty { selection.add(try SearchText(query)) }
                    } catch {
                        refusal = error.reason
                    }
                    return MessageListPage(api: self, query: query, selection: selection, refusal: refusal).page
                }
            },
            .get("/message/*") { request, names in
                try await shown {
                    try request.expectOnce()
                    let message = try message(names[0])
                    if !request.isForHeader { messages.mark([message.id], isRead: true) }
                    return MessagePage(self, message, loadsPictures: Self.wantsPictures(request)).page
                }
            },
            .get("/message/*/html") { request, names in
                try request.expectOnce()
                return try await apart {
                    MessageFrame(
                        content: try message(names[0]).content, isDark: request.value("dark") == "1",
                        loadsPictures: Self.wantsPictures(request)
                    ).response
                }
            },
            .get("/message/*/part/*") { _, names in
                try await apart { Self.download(try part(names[1], of: message(names[0]))) }
            },
            .get("/message/*/download") { _, names in
                try await apart {
                    let message = try message(names[0])
                    var response = WebResponse.octets(message.octets, type: "message/rfc822")
                    response.fields.append(
                        ("Content-Disposition", "attachment; filename=\"message-\(message.id).eml\""))
                    return response
                }
            },
            .get("/new") { request, _ in try await arrivals(request) },
        ]
    }

    /// Rows of what came behind a message, as soon as something has, and the ids of rows that are shown and whose
    /// messages are there no more. `run` and `more` say that what is shown is to make way for something else.
    private func arrivals(_ request: WebRequest) async throws -> WebResponse {
        let query = request.value("query") ?? ""
        var selection = try MessageSelection(
            request, others: ["query", "run", "shown", "arrivals"], isPaged: false, messages)
        if !query.isEmpty { selection.add(try SearchText(query)) }
        guard case .id(let mark) = selection.query.since else {
            throw WebFailure(400, "`since` is the ID of a message")
        }
        let chosen = selection
        let shown = Set((request.value("shown") ?? "").split(separator: ",").compactMap { Int($0) })
        guard shown.count <= Self.mostShown else { throw WebFailure(400, "`shown` has at most \(Self.mostShown) IDs") }
        guard request.value("run") ?? run == run else { return .json(.object([("run", .string(run))])) }
        let isOnTop = request.value("arrivals") != "no"
        var awaited = chosen.query
        // None comes before there was a first one.
        if !isOnTop { awaited.before = Timestamp(milliseconds: .min) }
        _ = await messages.wait(for: awaited, orUntilGone: shown, timeout: Self.longestWait)
        return try await apart { [messages] in
            // What came while it was woken, too; the next call goes on behind what was looked at.
            let last = messages.lastID
            var rows: [String] = []
            var isMore = false
            messages.walk(newestFirst: true) { message in
                guard isOnTop, message.id > mark, !isMore else { return false }
                guard chosen.matches(message, in: messages) else { return true }
                isMore = rows.count >= Self.mostNew
                if !isMore { rows.append(MessageRow(message: message, isRead: messages.isRead(message.id)).text) }
                return !isMore
            }
            var all = chosen
            all.forgetSince()
            let total = query.isEmpty ? messages.count : all.page(of: messages).total
            return .json(
                .object([
                    ("last", .string("\(last)")), ("rows", .string(rows.joined(separator: "\n"))),
                    ("more", .bool(isMore)), ("gone", JSONValue(messages.gone(of: shown).sorted().map { "\($0)" })),
                    ("total", .string(MessageListPage.count(total, of: messages.count, query))),
                ]))
        }
    }

    /// Pictures are loaded for whoever asks for them here: a link elsewhere that is followed asks for nothing.
    private static func wantsPictures(_ request: WebRequest) -> Bool {
        request.value("pictures") == "1" && !request.isFromElsewhere
    }

    /// A browser keeps it, and shows nothing of it.
    private static func download(_ response: WebResponse) -> WebResponse {
        var response = response
        let name = response.fields.first { $0.name == "Content-Disposition" }?.value.split(separator: ";").last
        response.fields.removeAll { $0.name == "Content-Disposition" }
        response.fields.append(
            ("Content-Disposition", "attachment" + (name.map { ";\($0)" } ?? "; filename=\"part\"")))
        return response
    }

    /// A page, also where there is nothing to show.
    func shown(_ body: @escaping @Sendable () throws -> SinkPage) async throws -> WebResponse {
        do {
            return try await apart { try body().response }
        } catch let failure as WebFailure {
            return SinkPage.failure(failure).response
        }
    }
}
