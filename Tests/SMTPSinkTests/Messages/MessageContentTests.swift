import FanmailBasics
import Testing

@testable import SMTPSink

@Suite("What stands in a message")
struct MessageContentTests {
    private func octets(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

    @Test("Text, HTML, what is shown within it and what is attached, by the numbers of IMAP") func parts() {
        let content = MessageContent(
            octets(
                "Content-Type: multipart/mixed; boundary=a", "", "--a", "Content-Type: multipart/related; boundary=b",
                "",
                "--b", "Content-Type: multipart/alternative; boundary=c", "", "--c", "Content-Type: text/plain", "",
                "plain", "--c", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
                "",
                "<p>Gr=C3=BC=C3=9Fe</p>", "--c--", "--b", "Content-Type: image/png; name=\"logo.png\"",
                "Content-ID: <logo@x>", "Content-Transfer-Encoding: base64", "", "AAEC", "--b--", "--a",
                "Content-Type: application/pdf",
                "Content-Disposition: attachment; filename*0*=utf-8''Rechnung%20; filename*1*=%E2%82%AC.pdf", "",
                "%PDF", "--a--", ""))
        #expect(content.parts.map(\.number) == ["1.1.1", "1.1.2", "1.2", "2"])
        #expect(content.parts.map(\.role) == [.text, .html, .inline, .attachment])
        #expect(content.text == "plain" && content.html == "<p>Grüße</p>")
        #expect(content.inline.first?.octets == [0, 1, 2] && content.inline.first?.contentID == "logo@x")
        #expect(content.attachments.first?.name == "Rechnung €.pdf")
    }

    @Test("Links of HTML and of text, each once, without what only stands beside them") func links() {
        let content = MessageContent(
            octets(
                "Content-Type: multipart/alternative; boundary=a", "", "--a", "", "See https://x.example/a?b=1&c=2.",
                "(https://x.example/p) <mailto:ada@x.example> https://x.example/wiki/A_(b)", "--a",
                "Content-Type: text/html", "",
                "<!-- <a href=\"https://hidden.example/\"> --><A HREF='https://x.example/confirm?t=1&amp;u=2'>ok</A>",
                "<img src=https://x.example/p.png><a href=\"#top\"><a href=\"cid:x\"><a href=\" https://x.example/p \">",
                "--a--", ""))
        #expect(
            content.links.map(\.url) == [
                "https://x.example/a?b=1&c=2", "https://x.example/p", "mailto:ada@x.example",
                "https://x.example/wiki/A_(b)", "https://x.example/confirm?t=1&u=2", "https://x.example/p.png",
            ])
        #expect(content.links.map(\.isOfHTML) == [false, false, false, false, true, true])
    }

    @Test("What is hostile or broken ends, and takes nobody with it", arguments: 0..<200)
    func broken(_ seed: Int) {
        var state = UInt64(seed + 1) &* 0x9E37_79B9_7F4A_7C15
        let words = [
            "Content-Type: multipart/mixed; boundary=a\r\n", "\r\n", "--a\r\n", "--a--", "\n", "<a href=", "\"", "<!--",
            "Content-Disposition: attachment; filename*0*=\"", "%", "=?utf-8?q?", "<style", "https://", "=", "\0", "é",
            ":",
            "From: <a@b>\r\n", "Content-Transfer-Encoding: base64\r\n", "((((", ">", "&#", ";",
        ]
        var text = ""
        for _ in 0..<60 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += words[Int(state >> 33) % words.count]
        }
        let message = SinkMessage(
            id: 1, at: .init(milliseconds: 0), reversePath: "", recipients: [], octets: Array(text.utf8))
        #expect(message.content.parts.count <= 60 && message.links.count <= 60)
        #expect(message.content.snippet().count <= 250 && message.header.fields.count <= 60)
    }
}
