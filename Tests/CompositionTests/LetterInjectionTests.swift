import Composition
import FanmailBasics
import FanmailMIME
import Foundation
import Testing

/// Nothing that an author or a subscriber writes becomes a header field, a part, or markup of its own.
struct LetterInjectionTests {
    private static func compose(_ folder: borrowing LetterFolder, _ recipient: RecipientFields?) throws -> [UInt8] {
        try folder.letter().message(for: recipient, list: nil, now: Timestamp(milliseconds: 0), seed: 7)
    }

    @Test(
        "A line break in the front matter adds no field",
        arguments: ["subject", "from", "reply-to", "language", "direction", "preheader", "list", "layout"],
        ["\\r\\nBcc: x@example.org", "\\nBcc: x@example.org", "\\rBcc: x@example.org", "\\n\\nBcc: x@example.org"])
    func frontMatter(key: String, evil: String) throws {
        let usual = [
            "subject": "Hello", "from": "news@lists.example", "reply-to": "ada@lists.example", "language": "en",
            "direction": "ltr", "preheader": "p", "list": "announce@lists.example", "layout": "default",
        ]
        let front = usual.map { name, value in
            "\(name): \"\(value)\(name == key ? evil : "")\"\n"
        }.joined()
        let folder = try LetterFolder(["letter.md": "---\n\(front)---\nHi\n"])
        guard let message = try? Self.compose(folder, nil) else { return }
        let header = try HeaderSection(message)
        #expect(!header.has("Bcc"))
        #expect(
            header.fields.map(\.name).sorted()
                == header.fields.map(\.name).sorted().reduce(into: []) {
                    if $0.last != $1 { $0.append($1) }
                })
        #expect(try ParsedMail(message).defects == [])
    }

    @Test("Nor does the name of an attachment", arguments: ["a\\r\\nBcc: x.pdf", "a\\\"; x=\\\".pdf", "a\\nb.pdf"])
    func attachments(name: String) throws {
        let real = name.replacing("\\r", with: "\r").replacing("\\n", with: "\n").replacing("\\\"", with: "\"")
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front("attachments: [\"\(name)\"]\n") + "Hi\n", real: "%PDF",
        ])
        guard let message = try? Self.compose(folder, nil) else { return }
        let parsed = try ParsedMail(message)
        #expect(parsed.defects == [] && parsed.names.compactMap(\.self) == [real])
        #expect(!String(decoding: message, as: UTF8.self).contains("\nBcc:"))
    }

    @Test(
        "What is for nobody else travels under no name",
        arguments: [
            ".netrc", "./.netrc", "notes.txt", ".git/config", "fanmail.toml", "relay-password", "link.txt", "hard.txt",
        ])
    func secrets(name: String) throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front("attachments: [\"\(name)\"]\n") + "Hi\n", ".netrc": "x", ".git/config": "x",
            "fanmail.toml": "x", "relay-password": "x",
        ])
        for (link, target) in [("notes.txt", ".netrc"), ("link.txt", "relay-password")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(link)", withDestinationPath: "\(folder.path)/\(target)")
        }
        try FileManager.default.linkItem(atPath: "\(folder.path)/relay-password", toPath: "\(folder.path)/hard.txt")
        let path = folder.path
        let failure = #expect(throws: CompositionFailure.self) {
            try Letter(file: "\(path)/letter.md", templates: nil, secrets: ["\(path)/relay-password"])
        }
        #expect(failure?.reason.contains("never travels in a letter") == true, "\(String(describing: failure))")
    }

    @Test(
        "A value shows as it is, wherever it stands",
        arguments: [
            "</td><script>alert(1)</script>", "\"><img src=x>", "{{attributes.other}}", "{{{content}}}",
            "[a](http://b)",
            "--=_0\r\nContent-Type: text/html", "\r\n.\r\nMAIL FROM:<x>", "=?UTF-8?Q?x?=", "fmtagx0z", "%00", "&lt;",
        ])
    func values(evil: String) throws {
        let body = "Name: {{attributes.evil}}\n\n[link](https://example.org/?q={{attributes.evil}})\n"
        let folder = try LetterFolder(["letter.md": LetterFolder.front() + body])
        let message = try Self.compose(
            folder,
            RecipientFields(address: "b@example.org", attributes: ["evil": .string(evil), "other": .string("no")]))
        let parsed = try ParsedMail(message)
        #expect(parsed.defects == [] && parsed.types == ["multipart/alternative", "text/plain", "text/html"])
        let html = try #require(parsed.html)
        let escaped = evil.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("\r\n", with: "\n")
        #expect(html.replacing("\r\n", with: "\n").contains("Name: \(escaped)<"))
        #expect(!html.contains("<script") && !html.contains("<img src=x"))
    }
}
