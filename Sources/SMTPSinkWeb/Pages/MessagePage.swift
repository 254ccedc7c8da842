import Composition
import FanmailBasics
import SMTPClient
import SMTPSink

/// One message: what a reader sees of it, what its envelope says, and what there is to say of it.
struct MessagePage {
    let api: SinkAPI
    let view: MessageView
    var loadsPictures = false

    /// Octets of a text or a source that are shown; the rest is for the download.
    private static let longest = 256 << 10
    private static let mostRows = 200

    init(_ api: SinkAPI, _ message: SinkMessage, loadsPictures: Bool = false) {
        (self.api, self.loadsPictures) = (api, loadsPictures)
        view = MessageView(message)
    }

    private var message: SinkMessage { view.message }
    private var content: MessageContent { view.content }

    var page: SinkPage {
        let subject = message.subject.isEmpty ? "(no subject)" : String(message.subject.prefix(1000))
        return SinkPage(
            title: subject, bar: Self.bar(message, api),
            main: """
                <h1>\(subject.isolatedForHTML)</h1>
                \(facts)
                \(letter)
                \(attachments)
                \(comparison)
                \(checks)
                \(links)
                \(releasing)
                \(Self.folded("Header, decoded", "<pre>\(header.escapedForHTML)</pre>"))
                \(source)
                """, script: .message)
    }

    // MARK: - On top

    private static func bar(_ message: SinkMessage, _ api: SinkAPI) -> String {
        let older = api.messages.next(to: message.id, isForward: false)
        let newer = api.messages.next(to: message.id, isForward: true)
        func link(_ rel: String, _ id: Int?, _ text: String) -> String {
            id.map { "<a rel=\"\(rel)\" href=\"/message/\($0)\">\(text)</a>" } ?? ""
        }
        return """
            <nav aria-label="Messages"><a rel="up" href="/">Messages</a>\(link("prev", newer, "Newer"))\
            \(link("next", older, "Older"))</nav>
            <nav aria-label="This message"><a href="/message/\(message.id)/download">Download</a></nav>
            <form method="post" action="/delete">\(api.token.field)<button class="grave" name="id" \
            value="\(message.id)">Delete</button></form>
            """
    }

    private var facts: String {
        let header = message.header
        var rows: [(String, String)] = []
        func add(_ name: String, _ addresses: [MessageAddress]) {
            guard !addresses.isEmpty else { return }
            let shown = addresses.prefix(20).map {
                ($0.name.isEmpty ? $0.address : "\($0.name) <\($0.address)>").isolatedForHTML
            }
            let more = addresses.count > 20 ? " and \(addresses.count - 20) more" : ""
            rows.append((name, shown.joined(separator: ", ") + more))
        }
        add("From", header.from)
        add("To", header.to)
        add("Cc", header.cc)
        add("Reply-To", header.replyTo)
        rows.append(("Came", "\(MessageRow.time(message.at)), \(MessageRow.size(message.size))"))
        let facts = message.session
        var session = [facts.peer, facts.hello.map { "says it is \($0)" } ?? "", facts.dialect]
        session += [facts.tls ?? "", facts.user.map { "logged in as \($0)" } ?? ""]
        rows.append(("From whom", session.filter { !$0.isEmpty }.map(\.isolatedForHTML).joined(separator: ", ")))
        return "<dl>\(rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined())</dl>"
    }

    // MARK: - What is read

    private var letter: String {
        let plain = content.parts.contains { $0.role == .text }
        let sheet = "<pre class=\"sheet\">\(Self.cut(content.text).escapedForHTML)</pre>"
        guard content.parts.contains(where: { $0.role == .html }) else {
            return plain ? "<h2>The message</h2>\(sheet)" : "<p class=\"soft\">There is no text to read.</p>"
        }
        let remote = view.addresses.contains {
            $0.isPicture && ($0.target.lowercased().hasPrefix("http") || $0.target.hasPrefix("//"))
        }
        let choice =
            loadsPictures
            ? "<p class=\"soft\">Pictures from elsewhere are loaded. <a href=\"/message/\(message.id)\">Do without</a></p>"
            : remote
                ? "<p class=\"soft\">Pictures from elsewhere are not loaded. "
                    + "<a href=\"/message/\(message.id)?pictures=1\">Load them</a></p>" : ""
        return """
            <h2>The message</h2><div class="switches">\(Self.choice("Colours", "colours", ["light", "dark"]))\
            \(Self.choice("Width", "width", ["desk", "phone"]))</div>\(choice)
            \(MessageFrame.frames(of: view, loadsPictures: loadsPictures))
            \(plain ? Self.folded("Plain text", sheet) : "")
            """
    }

    /// The first is chosen.
    private static func choice(_ title: String, _ name: String, _ options: [String]) -> String {
        let buttons = options.enumerated().map { place, option in
            "<input type=\"radio\" name=\"\(name)\" id=\"\(option)\"\(place == 0 ? " checked" : "")>"
                + "<label for=\"\(option)\">\(option)</label>"
        }
        return "<fieldset><legend>\(title)</legend>\(buttons.joined())</fieldset>"
    }

    private var attachments: String {
        let parts = content.parts.filter { $0.role == .attachment || $0.role == .inline }
        guard !parts.isEmpty else { return "" }
        let rows = parts.prefix(Self.mostRows).map { part in
            let name = part.name.isEmpty ? "part \(part.number)" : String(part.name.prefix(300))
            return "<li><a href=\"/message/\(message.id)/part/\(part.number)\">\(name.isolatedForHTML)</a> "
                + "<span class=\"soft\">\(String(part.type.prefix(100)).escapedForHTML), "
                + "\(MessageRow.size(part.octets.count))\(part.role == .inline ? ", within the text" : "")</span></li>"
        }
        return "<h2>Attached</h2><ul class=\"plain\">\(rows.joined())</ul>"
    }

    // MARK: - What servers go by, and what was looked at

    private var comparison: String {
        let comparison = view.comparison
        let rows = comparison.rows.map { row in
            "<tr\(row.differs ? " class=\"differs\"" : "")><td>\(row.header.isEmpty ? "" : row.header.isolatedForHTML)</td>"
                + "<td>\(row.envelope.isEmpty ? "" : "<code>\(row.envelope.isolatedForHTML)</code>")</td>"
                + "<td>\(row.meaning.escapedForHTML)</td></tr>"
        }
        let more = comparison.more > 0 ? "<p class=\"soft\">And \(comparison.more) more.</p>" : ""
        return """
            <h2>Header and envelope</h2><table><thead><tr><th scope="col">Header: what readers see</th>\
            <th scope="col">Envelope: who gets it</th><th scope="col">What that means</th></tr></thead>\
            <tbody>\(rows.joined())</tbody></table>\(more)
            """
    }

    private var checks: String {
        let rows = MessageCheck.all(of: view, keys: api.keys).map { check in
            "<tr class=\"\(check.level.rawValue)\"><td><b>\(check.level.rawValue)</b></td>"
                + "<td>\(check.subject.escapedForHTML)</td><td>\(String(check.verdict.prefix(500)).isolatedForHTML)</td></tr>"
        }
        return "<h2>What was looked at</h2><table><tbody>\(rows.joined())</tbody></table>"
    }

    private var links: String {
        let all = view.addresses
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(Self.mostRows).map { check in
            "<tr class=\"\(check.level.rawValue)\"><td>\(check.isPicture ? "picture" : "link")</td>"
                + "<td>\(String((check.text ?? "").prefix(300)).isolatedForHTML)"
                + "<span class=\"target\">\(String(check.target.prefix(500)).isolatedForHTML)</span></td>"
                + "<td><b>\(check.level.rawValue)</b> \(String(check.verdict.prefix(500)).isolatedForHTML)</td></tr>"
        }
        let more = all.count > Self.mostRows ? "<p class=\"soft\">And \(all.count - Self.mostRows) more.</p>" : ""
        return "<h2>Links and pictures</h2><table><tbody>\(rows.joined())</tbody></table>\(more)"
    }

    // MARK: - On to somebody real

    private var releasing: String {
        guard let release = api.release else { return "" }
        return """
            <h2>Send it on</h2><form method="post" action="/message/\(message.id)/release">\(api.token.field)\
            <input type="text" name="to" aria-label="Addresses to send it to" autocomplete="email" \
            placeholder="an address, or several"><button name="whom" value="typed">Send to these</button> \
            <button name="whom" value="envelope">Send to its \(counted(message.recipients.count, "recipient"))</button>\
            </form><p class="soft">Through \(release.name.escapedForHTML), as it came.</p>
            """
    }

    /// What became of each copy.
    static func released(_ message: SinkMessage, _ outcomes: [RecipientOutcome], _ api: SinkAPI) -> SinkPage {
        let rows = outcomes.map { outcome in
            let level = outcome.isAccepted ? "good" : "bad"
            return
                "<tr class=\"\(level)\"><td><b>\(outcome.word)</b></td><td>\(outcome.description.isolatedForHTML)</td></tr>"
        }
        return SinkPage(
            title: "Sent on", bar: bar(message, api),
            main: """
                <h1>Sent on: \(message.subject.isolatedForHTML)</h1>
                <table role="status"><tbody>\(rows.joined())</tbody></table>
                <p><a href="/message/\(message.id)">Back to the message</a></p>
                """)
    }

    // MARK: - As it came

    private var header: String {
        Self.cut(message.header.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))
    }

    private var source: String {
        let text = String(decoding: message.octets.prefix(Self.longest), as: UTF8.self)
        let more =
            message.size > Self.longest
            ? "<p class=\"soft\">The first \(MessageRow.size(Self.longest)); the download has all.</p>" : ""
        return Self.folded("Source, \(counted(message.size, "octet"))", "\(more)<pre>\(text.escapedForHTML)</pre>")
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "\n…"
    }

    private static func folded(_ title: String, _ content: String) -> String {
        "<details><summary>\(title.escapedForHTML)</summary>\(content)</details>"
    }
}
