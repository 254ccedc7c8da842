import FanmailBasics
import FanmailMIME
import Foundation
import SMTPClient
import SMTPCore
import SMTPProtocol
import SMTPSink
import Synchronization
import Testing

@Suite("A message is written so that every reader reads what was meant", .timeLimit(.minutes(10)))
struct MailMessageTests {
    private let now = Timestamp(milliseconds: 1_795_770_000_000)

    private func written(_ message: MailMessage) throws -> (text: String, header: HeaderSection) {
        let bytes = try message.encoded(now: now)
        // What goes over the wire without another word.
        let content = try EncodedContent(bytes)
        #expect(!content.is8Bit || content.has8BitHeader)
        #expect(content.size == bytes.count)
        let text = String(decoding: bytes, as: UTF8.self)
        for line in text.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 78, "\(line)") }
        return (text, try HeaderSection(bytes))
    }

    @Test("The smallest, octet for octet") func smallest() throws {
        let message = MailMessage(
            from: "Ada <ada@lists.example>", to: ["ken@example.org"], subject: "Hello", text: "Hello, Ken!",
            messageID: "<1@lists.example>")
        let expected = """
            Date: Fri, 27 Nov 2026 09:00:00 +0000
            From: Ada <ada@lists.example>
            To: ken@example.org
            Subject: Hello
            Message-ID: <1@lists.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Hello, Ken!

            """
        #expect(try written(message).text == expected.replacing("\n", with: "\r\n"))
    }

    private static let names = [
        "Ada", "Lovelace, Ada", "Zoë", "小野 洋子", "a \"b\" \\ c", "ada@lists.example", "=?UTF-8?Q?x?=", " Ada ",
        "Ada <evil@example.org>", String(repeating: "ö", count: 200), String(repeating: "\"", count: 300), "(Ada)",
        "Ada;",
    ]

    @Test("Whatever a name holds, it is read as that name, of that address", arguments: names)
    func name(name: String) throws {
        let addresses = [
            MailAddress(name: name, address: "ada@lists.example"), "ken@example.org",
            MailAddress(name: name, address: "mei@example.net"),
        ]
        let header = try written(MailMessage(from: addresses[0], to: addresses, subject: "x", text: "")).header
        for field in ["From", "To"] {
            let list = try AddressList(try #require(header.first(field)).value)
            let expected = field == "From" ? [addresses[0]] : addresses
            #expect(list.entries.map(\.address) == expected.map(\.address))
            for (entry, meant) in zip(list.entries, expected) where meant.name != nil {
                #expect(
                    entry.displayName.map(EncodedWord.decode)?.trimmingCharacters(in: .whitespaces)
                        == name.trimmingCharacters(in: .whitespaces))
            }
        }
    }

    @Test("An address as people write it")
    func parsing() {
        #expect(MailAddress("Ada <ada@lists.example>") == MailAddress(name: "Ada", address: "ada@lists.example"))
        #expect(MailAddress("\"Lovelace, Ada\" <a@b.example>").name == "Lovelace, Ada")
        #expect(MailAddress("=?UTF-8?Q?Zo=C3=AB?= <z@b.example>").name == "Zoë")
        #expect(MailAddress("Zoë <z@b.example>") == MailAddress(name: "Zoë", address: "z@b.example"))
        #expect(MailAddress("a@b.example, c@d.example").name == nil)
    }

    private static let subjects = [
        "", "Grüße 🎉", "=?x?", String(repeating: "long ", count: 100), "日本語の件名" + String(repeating: "長", count: 90),
    ]

    @Test("Any subject comes back", arguments: subjects) func subject(subject: String) throws {
        let header = try written(MailMessage(from: "a@b.example", to: ["c@d.example"], subject: subject, text: ""))
            .header
        let value = try #require(header.first("Subject")).value
        #expect(EncodedWord.decode(value) == subject)
    }

    private static let injections: [(String, @Sendable (inout MailMessage) -> Void)] = [
        ("From", { $0.from.name = "Ada\r\nBcc: x@example.org" }), ("From", { $0.from.address = "a@b.example\r\nX: y" }),
        ("From", { $0.from = "a@b.example, c@d.example" }), ("To", { $0.to = ["ken"] }),
        ("To", { $0.to[0].name = "Ken\nX: y" }), ("To", { $0.to[0].name = "Ken\u{0}" }),
        ("Cc", { $0.cc = ["Ken <ken@example.org>\r\nX: y"] }), ("Reply-To", { $0.replyTo = "nobody" }),
        ("Bcc", { $0.bcc = ["x@y\r\n.example"] }), ("Subject", { $0.subject = "Hello\r\n\r\nbody" }),
        ("Subject", { $0.subject = "Hello\rX: y" }), ("Message-ID", { $0.messageID = "<a@b>\r\nX: y" }),
        ("Message-ID", { $0.messageID = "hello" }), ("X-A", { $0.fields = [.init("X-A", "b\r\nX: y")] }),
        ("\"X\\r\\nY\"", { $0.fields = [.init("X\r\nY", "b")] }), ("\"X: Y\"", { $0.fields = [.init("X: Y", "b")] }),
        ("Bcc", { $0.fields = [.init("Bcc", "a@b.example")] }),
        ("from", { $0.fields = [.init("from", "a@b.example")] }),
        ("Content-Type", { $0.fields = [.init("Content-Type", "text/html")] }),
        ("Content-Type", { $0.attachments = [.init(name: "a", type: "text/html; x=y", content: [])] }),
        ("Content-Type", { $0.attachments = [.init(name: "a", type: "text\r\nX: y/z", content: [])] }),
        ("Content-Type", { $0.attachments = [.init(name: "a", type: "multipart/mixed", content: [])] }),
        ("Content-Type", { $0.attachments = [.init(name: "a\r\nX: y", content: [])] }),
        ("Content-ID", { $0.attachments = [.init(name: "a", content: [], contentID: "a@b>\r\nX: y")] }),
    ]

    @Test("Nothing adds a field, ends the header, or smuggles an address", arguments: injections.indices)
    func injection(number: Int) throws {
        let (field, change) = Self.injections[number]
        var message = MailMessage(from: "Ada <ada@lists.example>", to: ["ken@example.org"], subject: "x", text: "y")
        change(&message)
        let failure = #expect(throws: SubmissionError.self) { _ = try message.encoded() }
        let reported = try #require(failure)
        #expect(reported.kind == .field && reported.place == field && !reported.what.isEmpty)
        #expect(reported.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }

    @Test("Text, HTML, a picture in it and a file are parts as RFC 2046 has them") func parts() throws {
        let message = MailMessage(
            from: "a@b.example", to: ["c@d.example"], subject: "x",
            text: "Viele Grüße an alle, die das hier lesen\n.\nFrom here\n", html: "<img src=\"cid:logo@b.example\">",
            attachments: [
                .init(
                    name: "Übersicht 2026 – ein sehr langer Name für eine Datei, die jemand nicht kürzen wollte.pdf",
                    content: [0, 255]),
                .init(name: "logo.png", content: [1, 2, 3], contentID: "logo@b.example"),
            ])
        let text = try written(message).text
        let types = text.components(separatedBy: "\r\n").filter { $0.hasPrefix("Content-Type: ") }
            .map { String($0.dropFirst(14).prefix { $0 != ";" }) }
        #expect(
            types == [
                "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
                "application/pdf",
            ])
        #expect(text.contains("Viele Gr=C3=BC=C3=9Fe an") && text.contains("filename*0*=UTF-8''%C3%9Cbersicht%20"))
        #expect(text.contains("Content-ID: <logo@b.example>") && text.contains("Content-Disposition: inline"))
        #expect(text.contains("\r\n\r\nAP8=\r\n"))
    }

    @Test("Each message has an identifier of its own, and a field of one's own stands as it is") func identifier()
        throws
    {
        let message = MailMessage(
            from: "a@b.example", to: ["c@d.example"], subject: "x", text: "",
            fields: [.init("In-Reply-To", "<1@b.example>"), .init("X-Greeting", "Grüße")])
        let (first, second) = (try written(message).header, try written(message).header)
        let ids = [first, second].compactMap { $0.first("Message-ID")?.value }
        #expect(ids.count == 2 && ids[0] != ids[1] && ids.allSatisfy { $0.hasSuffix("@b.example>") })
        #expect(first.first("In-Reply-To")?.value == "<1@b.example>")
        #expect(EncodedWord.decode(first.first("X-Greeting")?.value ?? "") == "Grüße")
    }

    @Test("Three lines send a hello; hidden recipients stand in the envelope alone") func hello() async throws {
        let box = RecordBox()
        var configuration = SinkConfiguration()
        configuration.recorder = { copies in box.add(copies) }
        let sink = try await SinkServer.start(configuration)
        let url = "smtp://127.0.0.1:\(sink.port)"
        var hello = MailMessage(
            from: "Ada <ada@lists.example>", to: ["Ken <ken@example.org>"], subject: "Hello", text: "Hello, Ken!")
        hello.bcc = ["mei@example.net", "ken@example.org"]
        let outcomes = try await Relay(url).send(hello)
        await sink.stop()
        #expect(outcomes.map(\.recipient) == ["ken@example.org", "mei@example.net"])
        #expect(outcomes.allSatisfy { $0.isAccepted })
        #expect(box.copies.map(\.forwardPath) == ["ken@example.org", "mei@example.net"])
        #expect(box.copies.allSatisfy { $0.reversePath == "ada@lists.example" })
        let text = try written(hello).text
        #expect(!text.contains("mei@"))
    }

    private final class RecordBox: Sendable {
        private let kept = Mutex<[RecordedCopy]>([])
        var copies: [RecordedCopy] { kept.withLock { $0 } }
        func add(_ copies: [RecordedCopy]) { kept.withLock { $0 += copies } }
    }
}
