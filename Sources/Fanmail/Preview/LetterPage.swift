package import Composition
import FanmailBasics
import SMTPCore

/// A letter as a page that needs nothing else: the line in the inbox, the letter, what its links and pictures are, and
/// folded away what else there is. Nothing but the height of the frames needs JavaScript.
package struct LetterPage: Sendable {
    /// How a page is told from others where it is served, and changes while somebody looks at it.
    package struct Served: Sendable {
        /// What the letter has versions in, beside its own.
        package let languages: [String]
        /// Subscribers to choose among.
        package let readers: [String]
        /// As long as this stays the page need not be loaded anew.
        package let version: String
    }

    /// What the letter is called.
    package let name: String
    /// Not empty; the first is shown first.
    package let views: [LetterView]
    package let plan: MailingPlan
    /// What lint finds.
    package let findings: [LetterFinding]
    package var served: Served?

    private static let shownRecipients = 12

    /// HTML.
    package var text: String {
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        let title = (views.first?.message.subject ?? name).escapedForHTML
        return """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            img-src data: http: https:; connect-src 'self'; form-action 'self'; frame-src 'self'; \
            script-src 'nonce-\(nonce)'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">\(refreshing)
            <title>\(title)</title>
            <style>\(LetterPageStyle.text(views: views.count))</style></head><body>
            <header><p><b>\(name.escapedForHTML)</b> \(summary.escapedForHTML)</p>\(form)\(switches)</header>
            <main>
            \(views.indices.map(section).joined(separator: "\n"))
            </main>
            <script nonce="\(nonce)">\(LetterPageStyle.script)\(served.map { LetterPageStyle.watch($0.version) } ?? "")</script>
            </body></html>

            """
    }

    private var summary: String {
        let individual = plan.individual > 0 ? ", \(counted(plan.individual, "recipient")) alone in theirs" : ""
        return "\(counted(plan.recipients, "recipient")) in \(counted(plan.envelopes, "envelope"))\(individual)"
    }

    /// Without JavaScript it is loaded anew every few seconds.
    private var refreshing: String {
        served == nil ? "" : "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>"
    }

    // MARK: - Switches

    private var switches: String {
        var sets: [String] = []
        if views.count > 1 {
            sets.append(Self.choice("Reader", "view", views.enumerated().map { ("v\($0)", $1.label) }))
        }
        if views.contains(where: { $0.message.html != nil }) {
            sets.append(
                Self.choice("Colours", "colours", [("light", "light"), ("dark", "dark"), ("bothcolours", "both")]))
            sets.append(Self.choice("Width", "width", [("bothwidths", "both"), ("desk", "desk"), ("phone", "phone")]))
        }
        return "<div class=\"switches\">\(sets.joined())</div>"
    }

    /// The first is chosen.
    private static func choice(_ title: String, _ name: String, _ options: [(id: String, text: String)]) -> String {
        let buttons = options.enumerated().map { place, option in
            "<input type=\"radio\" name=\"\(name)\" id=\"\(option.id)\"\(place == 0 ? " checked" : "")>"
                + "<label for=\"\(option.id)\">\(option.text.escapedForHTML)</label>"
        }
        return "<fieldset><legend>\(title)</legend>\(buttons.joined())</fieldset>"
    }

    /// Where it is served: whom to show it to, and in which language.
    private var form: String {
        guard let served, let view = views.first else { return "" }
        let readers = served.readers.map { "<option value=\"\($0.escapedForHTML)\">" }.joined()
        let languages = served.languages.map { language in
            "<option\(language == view.language ? " selected" : "")>\(language.escapedForHTML)</option>"
        }
        let choice =
            languages.isEmpty
            ? ""
            : "<label>Language <select name=\"language\"><option value=\"\">their own</option>\(languages.joined())"
                + "</select></label>"
        return
            "<form method=\"get\"><label>Reader <input type=\"email\" name=\"as\" list=\"readers\" placeholder=\"anybody\""
            + " value=\"\((view.reader ?? "").escapedForHTML)\"></label><datalist id=\"readers\">\(readers)</datalist>"
            + "\(choice)<button>Show</button></form>"
    }

    // MARK: - A view

    private func section(_ place: Int) -> String {
        let (view, message) = (views[place], views[place].message)
        let who = view.reader.map { "as \($0) reads it" } ?? "as anybody reads it"
        let notice = view.notice.map { "<p class=\"notice\">\($0.escapedForHTML)</p>" } ?? ""
        let plain = message.plain.map { text in
            let sheet = "<pre class=\"sheet\">\(text.escapedForHTML)</pre>"
            return message.html == nil ? "<h2>The letter</h2>\(sheet)" : Self.folded("Plain text", sheet)
        }
        let source = String(decoding: view.source, as: UTF8.self)
        return """
            <section class="view" id="view\(place)">\(notice)
            <h2>In the inbox, <span class="who">\(who.escapedForHTML)</span></h2>
            <p class="inbox"><b>\(message.sender.escapedForHTML)</b> <span class="subject">\
            \(message.subject.escapedForHTML)</span> <span class="preheader">\(message.preheader.escapedForHTML)</span></p>
            \(frames(message))
            \(message.html == nil ? plain ?? "" : "")
            \(checks(message))
            \(message.html == nil ? "" : plain ?? "")
            \(Self.folded("Header: what readers see", "<pre>\(Self.header(message).escapedForHTML)</pre>"))
            \(Self.folded("Envelope: who gets it", "<pre>\(envelope(view).escapedForHTML)</pre>"))
            \(Self.folded("Source, \(counted(view.source.count, "octet"))", "<pre>\(source.escapedForHTML)</pre>"))
            </section>
            """
    }

    private static func folded(_ title: String, _ content: String) -> String {
        "<details><summary>\(title.escapedForHTML)</summary>\(content)</details>"
    }

    private static func header(_ message: ShownMessage) -> String {
        message.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    }

    private func envelope(_ view: LetterView) -> String {
        guard let sample = plan.sample else { return "nobody is subscribed" }
        let all = view.reader.map { [$0] } ?? sample.forwardPaths
        var lines = ["MAIL FROM:<\(sample.reversePath.address)>"]
        lines += all.prefix(Self.shownRecipients).map { "RCPT TO:<\($0)>" }
        if all.count > Self.shownRecipients {
            lines.append("and \(all.count - Self.shownRecipients) more in this envelope")
        }
        return lines.joined(separator: "\n")
    }

    private func frames(_ message: ShownMessage) -> String {
        guard let html = message.html else { return "" }
        let frame = LetterFrame(html, images: message.images)
        let all = LetterFrame.Place.allCases.flatMap { place in [false, true].map { frame.text(place, isDark: $0) } }
        return "<h2>The letter</h2><div class=\"row\">\(all.joined(separator: "\n"))</div>"
    }

    // MARK: - What was looked at

    private func checks(_ message: ShownMessage) -> String {
        let checks = AddressCheck.all(in: message.html ?? "", images: message.images)
        let rows = checks.map { check in
            "<tr class=\"\(check.level.rawValue)\"><td>\(check.isPicture ? "picture" : "link")</td>"
                + "<td>\((check.text ?? "").escapedForHTML)<span class=\"target\">\(check.target.escapedForHTML)</span></td>"
                + "<td><b>\(check.level.rawValue)</b> \(check.verdict.escapedForHTML)</td></tr>"
        }
        let table = rows.isEmpty ? "<p>There are none.</p>" : "<table>\(rows.joined())</table>"
        let files = message.files.map {
            "<li>\($0.name.escapedForHTML), \($0.type.escapedForHTML), \(counted($0.size, "octet"))</li>"
        }
        let found = findings.map { finding in
            "<li class=\"\(finding.weight == .error ? "bad" : "warning")\"><b>\(finding.weight.rawValue)</b> "
                + "\("\(finding.file):\(finding.line): \(finding.problem); \(finding.remedy)".escapedForHTML)</li>"
        }
        return "<h2>Links and pictures</h2>\(table)"
            + (files.isEmpty ? "" : "<h2>Attached</h2><ul>\(files.joined())</ul>")
            + (found.isEmpty ? "" : "<h2>What lint finds</h2><ul>\(found.joined())</ul>")
    }
}
