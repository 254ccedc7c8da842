import Composition
import FanmailBasics
import SMTPSink

/// The list of what came, the newest first: a page of it.
struct MessageListPage {
    let api: SinkAPI
    /// As it was typed.
    let query: String
    let selection: MessageSelection
    /// Why the query means nothing.
    let refusal: String?

    private static let refreshing = 10

    var page: SinkPage {
        let messages = api.messages
        // Before it is looked: what comes meanwhile may be told twice, and is shown once.
        let last = messages.lastID
        let (found, total) = refusal == nil ? selection.page(of: messages) : ([], 0)
        let rows = found.map { MessageRow(message: $0, isRead: messages.isRead($0.id)).text }
        let isFirst = selection.start == 0 && refusal == nil
        // Other pages lose what is thrown away, and nothing comes on top of them.
        let only = isFirst ? "" : "&amp;arrivals=no"
        let live =
            refusal == nil
            ? " data-live=\"/new?run=\(api.run)&amp;query=\(PercentText.coded(query))\(only)\"" : ""
        let main = """
            <h1>\(query.isEmpty ? "Messages" : "Found by \(query.isolatedForHTML)")</h1>
            \(refusal.map { "<p class=\"notice\" role=\"alert\">\($0.escapedForHTML)</p>" } ?? "")
            <div class="bar"><p role="status" class="soft">\(Self.count(total, of: messages.count, query))</p>\
            \(deletion(total, last))</div>
            <form method="post" action="/delete">\(api.token.field)<input type="hidden" name="query" \
            value="\(query.escapedForHTML)"><input type="hidden" name="start" value="\(selection.start)">\(limit)
            <ul class="messages" data-last="\(last)"\(live)>\(rows.joined(separator: "\n"))</ul></form>
            \(found.isEmpty && refusal == nil ? empty : "")
            \(pages(shown: found.count, total))
            """
        return SinkPage(
            title: query.isEmpty ? "Messages" : "Messages: \(query)", bar: bar, main: main, script: .list,
            refresh: isFirst ? Self.refreshing : nil)
    }

    /// For within a form: how many are shown, where that was asked for.
    private var limit: String {
        selection.limit == MessageSelection.usual
            ? "" : "<input type=\"hidden\" name=\"limit\" value=\"\(selection.limit)\">"
    }

    /// Where a page of the list is.
    static func address(query: String, start: Int, limit: Int) -> String {
        var parts: [String] = []
        if !query.isEmpty { parts.append("query=\(PercentText.coded(query))") }
        if start > 0 { parts.append("start=\(start)") }
        if limit != MessageSelection.usual { parts.append("limit=\(limit)") }
        return parts.isEmpty ? "/" : "/?\(parts.joined(separator: "&"))"
    }

    private var bar: String {
        """
        <p><b><a href="/">fanmail sink</a></b> \(api.address.escapedForHTML)</p>
        <form class="search" role="search" method="get" action="/"><input type="search" name="query" \
        aria-label="Search messages" placeholder="to: from: subject: words" value="\(query.escapedForHTML)">\
        \(limit)<button>Search</button></form>
        """
    }

    /// All of them, or all that were found; asked once more, without JavaScript.
    private func deletion(_ total: Int, _ last: Int) -> String {
        guard total > 0 else { return "" }
        let what = query.isEmpty ? "all \(counted(total, "message"))" : "the \(counted(total, "message")) found"
        return """
            <details><summary>Delete \(query.isEmpty ? "all" : "these")…</summary><form method="post" action="/delete">\
            \(api.token.field)<input type="hidden" name="query" value="\(query.escapedForHTML)">\(limit)\
            <input type="hidden" name="upto" value="\(last)"><button class="grave" name="all" value="yes">\
            Delete \(what)</button></form></details>
            """
    }

    /// Nothing came yet, or nothing was found.
    private var empty: String {
        guard query.isEmpty, selection.start == 0 else { return "<p class=\"empty\">No message has that.</p>" }
        return """
            <section class="empty"><h2>Nothing came yet</h2>
            <p>Have your application send to <code>\(api.address.escapedForHTML)</code>, or try it:</p>
            <pre>printf 'From: ada@example.org\\r\\nTo: ken@example.org\\r\\nSubject: Hello\\r\\n\\r\\nHello Ken\\r\\n' |
            curl smtp://\(api.address.escapedForHTML) --mail-from ada@example.org --mail-rcpt ken@example.org -T -</pre>
            <p>It shows up here by itself. Tests ask the API: <code>/api/v1/wait?to=ken@example.org</code></p></section>
            """
    }

    private func pages(shown: Int, _ total: Int) -> String {
        var links: [String] = []
        func link(_ start: Int, _ text: String, _ rel: String) {
            let address = Self.address(query: query, start: start, limit: selection.limit)
            links.append("<a rel=\"\(rel)\" href=\"\(address.escapedForHTML)\">\(text)</a>")
        }
        if selection.start > 0 { link(max(0, selection.start - selection.limit), "Newer", "prev") }
        if selection.start + shown < total { link(selection.start + selection.limit, "Older", "next") }
        return links.isEmpty ? "" : "<nav class=\"bar\" aria-label=\"Pages\">\(links.joined(separator: " "))</nav>"
    }

    /// `12 messages`, `3 of 12 messages`.
    static func count(_ total: Int, of all: Int, _ query: String) -> String {
        query.isEmpty ? counted(total, "message") : "\(total) of \(counted(all, "message"))"
    }
}
