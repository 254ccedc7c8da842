import Composition
import FanmailBasics
import FanmailWeb

/// What all pages of the sink have around them. It needs nothing else, runs at most the one script of its own, and can be
/// read without that.
struct SinkPage {
    let title: String
    /// HTML of the bar on top, and below it.
    let bar: String
    let main: String
    var script: PageScript?
    /// A browser without JavaScript loads it anew every so many seconds.
    var refresh: Int?
    var status = 200

    private static let styleHash = PageScript.hash(of: SinkPageStyle.css)
    private static let icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230b5cad' "
        + "d='M1 3h14v10H1z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='1.5' d='M2 4l6 5 6-5'/%3E%3C/svg%3E"

    var response: WebResponse {
        let refreshing = refresh.map { "<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>" } ?? ""
        let html = """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">\(refreshing)
            <title>\(title.escapedForHTML)</title><link rel="icon" href="\(Self.icon)">
            <style>\(SinkPageStyle.css)</style></head><body>
            <header>\(bar)</header>
            <main>
            \(main)
            </main>\(script.map { "<script>\($0.text)</script>" } ?? "")
            </body></html>

            """
        let policy =
            "default-src 'none'; style-src \(Self.styleHash); img-src data:; frame-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src \(script?.hash ?? "'none'")"
        return WebResponse(
            status: status, type: "text/html; charset=utf-8", body: Array(html.utf8),
            // Without its own address in it a form would say that it comes from nowhere (Fetch standard, 3.2).
            fields: [("Content-Security-Policy", policy), ("Referrer-Policy", "same-origin")])
    }

    /// Why there is nothing else.
    static func failure(_ failure: WebFailure) -> SinkPage {
        SinkPage(
            title: "Not there", bar: "<p><a rel=\"up\" href=\"/\">Messages</a></p>",
            main: "<h1>\(failure.status)</h1><p class=\"notice\" role=\"alert\">\(failure.reason.escapedForHTML)</p>",
            status: failure.status)
    }
}

extension String {
    /// Words of somebody else, for the midst of a page: they keep their direction to themselves.
    var isolatedForHTML: String { "<bdi>\(escapedForHTML)</bdi>" }
}
