import Composition
import FanmailBasics
import Foundation
import SMTPCore

/// A letter as a page that needs nothing else: header beside envelope, HTML in four frames, plain text, source.
package struct LetterPage: Sendable {
    let content: LetterContent
    /// The message.
    let source: [UInt8]
    let plan: MailingPlan
    /// Whom it is shown to; nil: to anybody.
    let reader: String?

    private static let shownRecipients = 12

    /// HTML.
    package var text: String {
        let source = String(decoding: source, as: UTF8.self)
        let header = source.firstRange(of: "\r\n\r\n").map { String(source[..<$0.lowerBound]) } ?? source
        let who = reader.map { "as \($0) reads it" } ?? "as anybody reads it"
        return """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(content.subject))</title>
            <style>\(Self.style)</style></head><body>
            <header><h1>\(escaped(content.subject))</h1><p>\(escaped(who)); \(escaped(summary))</p></header>
            <section class="split"><div><h2>Header: what readers see</h2><pre>\(escaped(header))</pre></div>
            <div><h2>Envelope: who gets it</h2><pre>\(escaped(envelope))</pre></div></section>
            \(frames)
            \(content.plain.map { "<section><h2>Plain text</h2><pre class=\"sheet\">\(escaped($0))</pre></section>" } ?? "")
            <section><details><summary>Source, \(counted(self.source.count, "octet"))</summary><pre>\(escaped(source))</pre></details>
            </section></body></html>

            """
    }

    private var summary: String {
        let individual = plan.individual > 0 ? ", \(counted(plan.individual, "recipient")) alone in theirs" : ""
        return "\(counted(plan.recipients, "recipient")) in \(counted(plan.envelopes, "envelope"))\(individual)"
    }

    private var envelope: String {
        guard let sample = plan.sample else { return "nobody is subscribed" }
        let all = reader.map { [$0] } ?? sample.forwardPaths
        var lines = ["MAIL FROM:<\(sample.reversePath.address)>"]
        lines += all.prefix(Self.shownRecipients).map { "RCPT TO:<\($0)>" }
        if all.count > Self.shownRecipients {
            lines.append("and \(all.count - Self.shownRecipients) more in this envelope")
        }
        return lines.joined(separator: "\n")
    }

    private var frames: String {
        guard var html = content.html else { return "" }
        for image in content.images {
            let data = Data(image.octets).base64EncodedString()
            html = html.replacing("cid:\(image.contentID)", with: "data:\(image.type);base64,\(data)")
        }
        func frame(_ title: String, _ kind: String, isDark: Bool) -> String {
            // A page cannot ask for another colour scheme within a frame: the question is answered beforehand.
            let shown =
                html
                .replacing("(prefers-color-scheme: dark)", with: isDark ? "all" : "not all")
                .replacing("(prefers-color-scheme: light)", with: isDark ? "not all" : "all")
            return "<figure class=\"\(kind)\"><figcaption>\(title)</figcaption>"
                + "<iframe sandbox srcdoc=\"\(escaped(shown))\"></iframe></figure>"
        }
        return """
            <section><h2>At a desk</h2><div class="row">\(frame("light", "desk", isDark: false))
            \(frame("dark", "desk", isDark: true))</div></section>
            <section><h2>On a phone</h2><div class="row">\(frame("light", "phone", isDark: false))
            \(frame("dark", "phone", isDark: true))</div></section>
            """
    }

    private func escaped(_ text: String) -> String {
        text.replacingOctets("&", with: "&amp;").replacingOctets("<", with: "&lt;").replacingOctets(
            "\"", with: "&quot;")
    }

    private static let style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#f3f1ec;color:#222}
        header,section{padding:1rem 2rem}header{background:#26323c;color:#fff}h1{margin:0;font-size:1.4rem}
        header p{margin:.2rem 0 0;color:#c9d3da}h2{font-size:1rem;margin:.2rem 0 .6rem}
        .split{display:flex;flex-wrap:wrap;gap:1rem}.split>div{flex:1 1 26rem;min-width:0}
        pre{background:#fff;border:1px solid #d8d3c8;border-radius:6px;padding:.8rem;overflow:auto;margin:0;
        font:13px/1.45 ui-monospace,monospace}
        pre.sheet{max-width:46rem;white-space:pre-wrap}.row{display:flex;flex-wrap:wrap;gap:1.5rem}
        figure{margin:0}figcaption{color:#777;font-size:.85rem}
        iframe{border:1px solid #d8d3c8;border-radius:6px;background:#fff;height:40rem}
        .desk iframe{width:720px;max-width:92vw}.phone iframe{width:375px;border-radius:22px}
        summary{cursor:pointer}
        """
}
