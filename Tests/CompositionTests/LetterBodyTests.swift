import Composition
import FanmailBasics
import FanmailMIME
import Foundation
import SMTPCore
import Testing

@Suite("A letter's text is read as it was written")
struct LetterBodyTests {
    private static let reader = RecipientFields(address: "a@b.example", name: "Ada")

    private static func content(
        _ body: String, file: String = "letter.md", more: [String: String] = [:], front: String = ""
    ) throws -> LetterContent {
        let files = [file: LetterFolder.front(front) + body]
        let folder = try LetterFolder(files.merging(more) { one, _ in one })
        return try folder.letter(file).content(for: reader, list: nil)
    }

    @Test(
        "Brackets that are no placeholder are shown",
        arguments: [
            ("a \\{{ x }} b", "a {{ x }} b"), ("a \\{\\{ x }} b", "a {{ x }} b"), ("&#123;&#123; x }}", "{{ x }}"),
            ("&#123;{{subscriber.name}}", "{Ada"), ("`{{ x }}` {{subscriber.name}}", "<code>{{ x }}</code> Ada"),
            ("`` {{#x}} ` `` b", "<code>{{#x}} `</code> b"),
            ("`{{` and `}}` b", "<code>{{</code> and <code>}}</code> b"),
            ("`{{ {{subscriber.name}} }}` b", "<code>{{ {{subscriber.name}} }}</code> b"),
            ("`\\{{ x }}` b", "<code>\\{{ x }}</code> b"),
            ("`{{subscriber.name}}` b", "<code>{{subscriber.name}}</code> b"),
        ])
    func brackets(body: String, wanted: String) throws {
        let content = try Self.content(body + "\n", front: "layout: none\n")
        let html = try #require(content.html).replacing(#/ style="[^"]*"/#, with: "")
        #expect(html == "<p>\(wanted)</p>\n")
        let plain = wanted.replacing("<code>", with: "").replacing("</code>", with: "")
        #expect(try #require(content.plain) == plain + "\n")
    }

    @Test("In blocks of code, too") func blocks() throws {
        let body = "{{subscriber.name}}\n\n```js\n{{ x }} {{/y}} {{\n```\n\n    {{#z}}\n\n{{subscriber.name}}\n"
        let html = try #require(try Self.content(body, front: "layout: none\n").html)
        #expect(html.contains("{{ x }} {{/y}} {{\n</code>") && html.contains("{{#z}}\n</code>"))
        #expect(html.matches(of: /Ada/).count == 2)
    }

    @Test(
        "Joiners and combining marks behind syntax",
        arguments: ["\u{200C}", "\u{200D}", "\u{FE0F}", "\u{301}", "\u{94D}", "\u{93F}", "\u{E34}", "\u{20E3}"],
        ["letter.md", "letter.html", "letter.txt"])
    func joiners(mark: String, file: String) throws {
        let body =
            file.hasSuffix(".html")
            ? "<p>\(mark)x <b>\(mark){{subscriber.name}}\(mark)</b>\(mark){{>part}}\(mark)</p>\n"
            : "**b**\(mark) {{subscriber.name}}\(mark) x\(mark){{attributes.none|y}}\(mark){{>part}}\(mark)\n"
        let content = try Self.content(
            body, file: file,
            more: [
                "templates/partials/part.html": "p\(mark)", "templates/partials/part.txt": "p\(mark)",
                "templates/layouts/default.html": "<b>{{subject}}\(mark)</b>{{{content}}}\(mark)<p>\(mark)</p>",
            ])
        for text in [content.html, content.plain].compactMap(\.self) {
            let scalars = text.unicodeScalars.map(\.value)
            let name = "Ada\(mark)".unicodeScalars.map(\.value)
            #expect(scalars.ranges(of: name).count == 1, "\(text)")
            #expect(scalars.ranges(of: "p\(mark)\(mark)".unicodeScalars.map(\.value)).count == 1, "\(text)")
            #expect(
                !scalars.ranges(of: mark.unicodeScalars.map(\.value)).isEmpty && !text.utf8.contains(UInt8(ascii: "{")))
        }
    }

    @Test("A byte order mark and CRLF are no part of it", arguments: ["\u{FEFF}"], ["\n", "\r\n", "\r"])
    func marks(mark: String, end: String) throws {
        let folder = try LetterFolder([:])
        let text = mark + (LetterFolder.front() + "a\n\nb {{subscriber.name}}\n").replacing("\n", with: end)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/letter.txt"))
        let content = try folder.letter("letter.txt").content(for: Self.reader, list: nil)
        #expect(content.subject == "Hello" && content.plain == "a\n\nb Ada\n")
    }

    @Test(
        "UTF-16 is named", arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
    func utf16(encoding: String.Encoding) throws {
        let folder = try LetterFolder(["x": ""])
        let data = try #require((LetterFolder.front() + "a\n").data(using: encoding))
        try data.write(to: URL(fileURLWithPath: folder.path + "/letter.txt"))
        let failure = #expect(throws: CompositionFailure.self) { try folder.letter("letter.txt") }
        #expect(failure?.reason.contains("UTF-16") == true && failure?.reason.contains("save it as UTF-8") == true)
    }

    @Test(
        "HTML takes the plain text of its own name",
        arguments: [
            ("letter.html", ["letter.txt", "letter.de.txt"], "letter.txt"),
            ("letter.de.html", ["letter.txt", "letter.de.txt"], "letter.de.txt"),
            ("letter.de.html", ["letter.txt"], "letter.txt"),
            ("letter.pt-BR.html", ["letter.txt", "letter.pt-BR.txt"], "letter.pt-BR.txt"),
            ("news.2026-11.html", ["news.txt", "news.2026-11.txt"], "news.2026-11.txt"),
            ("news.2026-11.html", ["news.txt"], nil),
            ("news.2026-11.de.html", ["news.2026-11.txt", "news.txt"], "news.2026-11.txt"),
        ])
    func beside(file: String, texts: [String], wanted: String?) throws {
        let more = Dictionary(uniqueKeysWithValues: texts.map { ($0, $0 + "\n") })
        #expect(try Self.content("<p>x</p>", file: file, more: more).plain == wanted.map { $0 + "\n" })
    }

    @Test("A preview beside a letter is no language of it") func preview() throws {
        let more = ["letter.preview.html": "<html>", "letter.2026-11.html": "<html>"]
        #expect(try Self.content("<p>x</p>", file: "letter.html", more: more).html?.contains("<p>x</p>") == true)
    }

    // MARK: - headers

    private static func message(_ headers: String) throws -> HeaderSection {
        let folder = try LetterFolder(["letter.md": LetterFolder.front("headers:\n\(headers)") + "x\n"])
        return try HeaderSection(
            folder.letter().message(for: reader, list: nil, now: Timestamp(milliseconds: 0), seed: 1))
    }

    @Test("Header fields of one's own") func fields() throws {
        let long = "{\"category\":\"" + String(repeating: "x", count: 200) + "\"}"
        let header = try Self.message(
            "  X-Campaign: autumn\n  Organization: Größe GmbH\n  X-SMTPAPI: '\(long)'\n  X-Reader: '{{subscriber.name}}'\n"
                + "  In-Reply-To: '<a@b.example>'\n  X-None: '{{attributes.none|}}'\n")
        #expect(header.first("X-Campaign")?.value == "autumn" && header.first("X-Reader")?.value == "Ada")
        #expect(header.first("In-Reply-To")?.value == "<a@b.example>" && header.first("X-SMTPAPI")?.value == long)
        let organization = try #require(header.first("Organization")).value
        #expect(organization.hasPrefix("=?UTF-8?Q?") && EncodedWord.decode(organization) == "Größe GmbH")
        #expect(!header.has("X-None"))
    }

    @Test(
        "Those that are the program's, the list's or a server's are refused, with their line",
        arguments: [
            "Bcc", "bcc", "To", "From", "Sender", "Reply-To", "Subject", "Date", "Message-ID", "Received",
            "Return-Path",
            "DKIM-Signature", "ARC-Seal", "Authentication-Results", "Content-Type", "Content-Transfer-Encoding",
            "MIME-Version", "List-Unsubscribe", "List-Id", "Precedence", "Feedback-ID", "Resent-To", "Resent-Bcc",
            "X-Bcc",
            "Control", "Supersedes", "Newsgroups", "Path", "Autocrypt", "Expires", "X-Fanmail-Mailing", "X-Spam-Flag",
            "Apparently-To", "Errors-To", "Disposition-Notification-To", "Approved", "Auto-Submitted", "Delivered-To",
        ])
    func refused(name: String) throws {
        let text = LetterFolder.front("headers:\n  X-A: b\n  \(name): x\n") + "x\n"
        let failure = try #require(try LetterFolder.failure(text))
        #expect(failure.line == 7 && failure.reason.contains("headers: \(name) "), "\(failure)")
    }

    @Test(
        "Nothing adds a field, or breaks one",
        arguments: [
            "X-A: \"a\\r\\nBcc: x@y.example\"", "X-A: \"a\\nb\"", "X-A: \"a\\0b\"", "\"X-A\\r\\nBcc\": x", "\"X A\": x",
            "\"X:A\": x",
            "Größe: x", "X-A: ''", "X-A: [a]", "\"\": x", "{X-A: b, x-a: c}: d",
        ])
    func injection(line: String) throws {
        #expect(try LetterFolder.failure(LetterFolder.front("headers:\n  \(line)\n") + "x\n") != nil)
    }

    @Test(
        "Nor does a reader's own value, which costs nobody their copy",
        arguments: [
            ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"), ("a\nb", "a b"), ("a\rb", "a b"), ("a\0b", "a b"),
            ("a\r\n\r\nb\n", "a b"),
            ("\u{7F}\tGröße\n", "Größe"), (String(repeating: "x", count: 1000), String(repeating: "x", count: 1000)),
        ])
    func values(name: String, shown: String) throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front(
                "headers:\n  X-A: '{{subscriber.name}}'\n", subject: "'{{subscriber.name}}'") + "x\n"
        ])
        let reader = RecipientFields(address: "a@b.example", name: name)
        let message = try folder.letter().message(
            for: reader, list: nil, now: Timestamp(milliseconds: 0), seed: 1)
        let header = try HeaderSection(message)
        #expect(header.first("X-A").map { EncodedWord.decode($0.value) } == shown)
        #expect(header.first("Subject").map { EncodedWord.decode($0.value) } == shown)
        #expect(!header.has("Bcc") && message.split(separator: 0x0A).allSatisfy { $0.count < 999 })
    }

    @Test("An order to one's own relay goes out; one out of a message sent before does not") func orders() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front("headers:\n  X-Campaign: autumn\n  X-PM-Message-Stream: news\n") + "x\n"
        ])
        let message = try folder.letter().message(
            for: Self.reader, list: Sample.announce, now: Timestamp(milliseconds: 0), seed: 1)
        let text = String(decoding: message, as: UTF8.self)
        for trace in [
            "Received: by a.example", "DKIM-Signature: v=1", "ARC-Seal: i=1", "Return-Path: <a@b.example>", "",
        ] {
            let source = (trace.isEmpty ? "" : trace + "\r\n") + text
            let header = try HeaderSection(Sample.finalMessage(source, lists: [Sample.announce]).bytes)
            #expect(header.first("X-Campaign")?.value == (trace.isEmpty ? "autumn" : nil), "\(trace)")
            #expect(header.first("X-PM-Message-Stream")?.value == (trace.isEmpty ? "news" : nil), "\(trace)")
        }
    }
}
