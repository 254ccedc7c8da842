import FanmailBasics
import Foundation

@testable import SMTPSink
@testable import SMTPSinkWeb

/// A message that tries whatever a page could be made to do by what it shows.
enum HostileMessage {
    /// A picture of one pixel.
    static let picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    /// - Parameter port: of something on this machine that notices who comes.
    static func text(port: Int) -> String {
        let there = "http://127.0.0.1:\(port)"
        return """
            From: "Ada </title><script>document.title='owned'</script>" <ada@x.example>
            To: "Ken <b>" <ken@x.example>, mei@x.example
            Subject: =?utf-8?q?<img_src=3Dx_onerror=3D"document.title=3D'owned'">_&amp;_=E2=80=AEevil?=
            Date: Mon, 23 Nov 2026 09:00:00 +0000
            Message-ID: <hostile@x.example>
            X-More: </pre><script>document.title='owned'</script>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=utf-8

            <!doctype html><html><head><title>x</title><base href="\(there)/">
            <meta http-equiv="refresh" content="0;url=\(there)/refresh">
            <link rel="stylesheet" href="\(there)/a.css"><link rel="preconnect" href="\(there)">
            <style>@import url(\(there)/b.css); body{background:url(\(there)/c.png)}
            @font-face{font-family:f;src:url(\(there)/f.woff)} p{font-family:f;position:fixed;top:0}</style>
            <script>top.document.title='owned'; fetch('\(there)/script')</script></head>
            <body onload="top.document.title='owned'" background="\(there)/d.png">
            <p>harmless words</p>
            <img src="\(there)/e.png" srcset="\(there)/e2.png 2x" onerror="top.document.title='owned'">
            <img alt="own" src="cid:own@x.example">
            <form action="\(there)/form"><input autofocus onfocus="top.document.title='owned'" name=a>
            <input type="image" src="\(there)/g.png"><button>go</button></form>
            <iframe src="\(there)/h"></iframe><object data="\(there)/i"></object><embed src="\(there)/j">
            <video src="\(there)/k" poster="\(there)/l.png" autoplay></video><audio src="\(there)/m" autoplay></audio>
            <svg><image href="\(there)/n.png"/><script>top.document.title='owned'</script></svg>
            <a href="https://evil.example/" ping="\(there)/ping">https://bank.example/</a>
            <a href="javascript:top.document.title='owned'">more</a>
            </body></html>
            --b
            Content-Type: image/png
            Content-ID: <own@x.example>
            Content-Transfer-Encoding: base64

            \(picture)
            --b
            Content-Type: text/html; name="../../<script>.html"
            Content-Disposition: attachment; filename="../\\"<img src=x onerror=alert(1)>.html"

            <script>document.title='owned'</script>
            --b--

            """.replacing("\n", with: "\r\n")
    }
}

extension SinkDesk {
    /// Sends a message as it stands; no line of it begins with a dot.
    func send(raw message: String, from reversePath: String = "bounces@x.example", to recipients: [String]) throws {
        let client = try RawClient(port: sink.port)
        let paths = recipients.map { "RCPT TO:<\($0)>\r\n" }.joined()
        try client.send("EHLO app.example\r\nMAIL FROM:<\(reversePath)>\r\n\(paths)DATA\r\n")
        try client.send(message + (message.hasSuffix("\r\n") ? "" : "\r\n") + ".\r\nQUIT\r\n")
        _ = try client.codesToEnd()
    }

    /// Sends a form as a browser does, with the token of a page.
    func submit(_ path: String, _ fields: String, token: String? = nil) async throws -> WebClient.Answer {
        let page = try await web.get("/").text
        let known = page.components(separatedBy: "name=\"token\" value=\"").dropFirst().first?.prefix { $0 != "\"" }
        var web = web
        web.fields = [("Content-Type", "application/x-www-form-urlencoded")]
        return try await web.ask("POST", path, "token=\(token ?? known.map(String.init) ?? "")&\(fields)")
    }
}
