import Composition
import FanmailBasics
import FanmailWeb
import SMTPSink

/// A message's HTML as a document of its own, which has no origin, runs nothing, and loads nothing unless that was asked
/// for.
struct MessageFrame {
    let content: MessageContent
    let isDark: Bool
    /// Pictures from elsewhere are loaded: whoever has them learns of it.
    let loadsPictures: Bool

    /// Octets of HTML that are shown, of which each may come to many in memory.
    static let longest = 4 << 20

    private static let permissions = "allow-popups allow-popups-to-escape-sandbox"

    var response: WebResponse {
        var pictures: [String: ShieldedHTML.Picture] = [:]
        for part in content.parts where !part.contentID.isEmpty && part.type.hasPrefix("image/") {
            pictures[part.contentID] = .init(type: part.type, octets: part.octets)
        }
        let shown = String(decoding: content.html.utf8.prefix(Self.longest), as: UTF8.self)
        let html = ShieldedHTML(shown.inColours(isDark: isDark), pictures: pictures).text
        let policy =
            "sandbox \(Self.permissions); default-src 'none'; style-src 'unsafe-inline'; font-src data:; "
            + "img-src data:\(loadsPictures ? " http: https:" : ""); form-action 'none'; base-uri 'none'; "
            + "frame-ancestors 'self'"
        return WebResponse(
            type: "text/html; charset=utf-8", body: Array(html.utf8),
            fields: [("Content-Security-Policy", policy), ("X-DNS-Prefetch-Control", "off")])
    }

    /// Both frames of a page, of which one is shown.
    static func frames(of view: MessageView, loadsPictures: Bool) -> String {
        let looked = ShownHTML(view.lookedAt)
        let pictures = looked.addresses.count(where: \.isPicture) * 200
        // About as tall as it is; whatever is beyond that is scrolled, and the frame can be drawn taller.
        let height = min(160 + (looked.text.count / 80 + looked.blocks) * 26 + pictures, 900)
        return [false, true].map { isDark in
            let colour = isDark ? "dark" : "light"
            let query = "?dark=\(isDark ? 1 : 0)\(loadsPictures ? "&amp;pictures=1" : "")"
            return """
                <figure class="\(colour)"><iframe sandbox="\(permissions)" referrerpolicy="no-referrer" \
                height="\(height)"\(isDark ? " loading=\"lazy\"" : "") title="The message, \(colour)" \
                src="/message/\(view.message.id)/html\(query)"></iframe></figure>
                """
        }.joined(separator: "\n")
    }
}
