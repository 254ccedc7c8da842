import Composition
import FanmailMIME
import Foundation
import Testing

@Suite("A letter becomes a message")
struct LetterTests {
    private static let alice = RecipientFields(
        address: "alice@example.org", name: "Alice & <Bob>", language: "de-AT",
        attributes: ["city": .string("Łódź"), "vip": .bool(true), "items": .list([.string("one"), .string("two")])],
        unsubscribeURL: "https://lists.example/u?t=1&l=2")

    private static func message(_ letter: Letter, _ recipient: RecipientFields? = nil, seed: UInt64 = 7) throws
        -> [UInt8]
    {
        try letter.message(for: recipient, list: Sample.announce, now: Sample.now, seed: seed)
    }

    @Test("HTML and plain text come from one Markdown source, and Python reads them without a defect")
    func bothFromOneSource() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front(subject: "Größe und 東京")
                + "# Hello\n\nA ~~bad~~ **good** [link](https://example.org/a?b=1&c=2).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nhttps://example.com\n"
        ])
        let letter = try folder.letter()
        #expect(letter.personalFields.isEmpty)
        let parsed = try ParsedMail(Self.message(letter))
        #expect(parsed.defects == [])
        #expect(parsed.subject == "Größe und 東京")
        #expect(parsed.types == ["multipart/alternative", "text/plain", "text/html"])
        let (html, text) = try (#require(parsed.html), #require(parsed.text))
        #expect(
            html.contains("<del>bad</del>") && html.contains("<td style=")
                && html.contains("href=\"https://example.com\""))
        #expect(html.contains("<title>Größe und 東京</title>"))
        #expect(text.contains("A bad good link [1].") && text.contains("[1] https://example.org/a?b=1&c=2"))
        #expect(!text.contains("https://example.com <"))
    }

    @Test("Placeholders survive Markdown, links included; HTML is escaped, subject and plain text are not")
    func placeholders() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front(subject: "'For {{subscriber.name}}'")
                + "Dear **{{subscriber.name}}** of {{attributes.city|your town}}, [leave]({{unsubscribe.url}})\n\n{{>foot}}\n",
            "templates/partials/foot.md": "Bye, {{subscriber.name}}\n",
        ])
        let letter = try folder.letter()
        #expect(letter.personalFields.map(\.name) == ["subscriber.name", "attributes.city", "unsubscribe.url"])
        #expect(letter.personalFields.map(\.hasDefault) == [false, true, false])
        #expect(letter.personalFields.map(\.line) == [2, 6, 6])
        let parsed = try ParsedMail(Self.message(letter, Self.alice))
        #expect(parsed.defects == [])
        #expect(parsed.subject == "For Alice & <Bob>")
        #expect(try #require(parsed.html).contains("<strong>Alice &amp; &lt;Bob&gt;</strong> of Łódź"))
        #expect(try #require(parsed.html).contains("href=\"https://lists.example/u?t=1&amp;l=2\""))
        #expect(try #require(parsed.html).contains("Bye, Alice &amp; &lt;Bob&gt;"))
        #expect(try #require(parsed.text).contains("Bye, Alice & <Bob>"))
        let other = RecipientFields(address: "b@example.org")
        #expect(letter.missing(for: other).map(\.name) == ["subscriber.name", "unsubscribe.url"])
        #expect(try #require(ParsedMail(Self.message(letter, other)).text).contains("of your town"))
        #expect(throws: CompositionFailure.self) { try Self.message(letter) }
    }

    @Test("Sections show, repeat and leave out")
    func sections() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front()
                + "{{#attributes.vip}}\n- golden\n{{/attributes.vip}}\n{{^attributes.vip}}\nplain\n{{/attributes.vip}}\n\n"
                + "{{#attributes.items}}[{{.}}]{{/attributes.items}}\n"
        ])
        let letter = try folder.letter()
        let text = try #require(ParsedMail(Self.message(letter, Self.alice)).text)
        #expect(text.contains("golden") && !text.contains("plain") && text.contains("[one][two]"))
        let html = try #require(ParsedMail(Self.message(letter, RecipientFields(address: "b@example.org"))).html)
        #expect(!html.contains("golden") && !html.contains("<li") && html.contains("plain"))
    }

    @Test("A reader gets the version in their language")
    func languages() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front("language: en\n") + "Hi\n",
            "letter.de.md": LetterFolder.front("language: de\n", subject: "Hallo") + "Servus\n",
        ])
        let letter = try folder.letter()
        #expect(letter.personalFields.map(\.name) == ["subscriber.language"])
        #expect(try ParsedMail(Self.message(letter, Self.alice)).subject == "Hallo")
        #expect(try ParsedMail(Self.message(letter, RecipientFields(address: "b@example.org"))).subject == "Hello")
    }

    @Test("Images are embedded, attachments attached, and the archive makes the same message")
    func files() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front("attachments:\n  - Größe.pdf\n")
                + "![A picture](a%20b.png) ![far](https://example.org/x.png)\n",
            "a b.png": "GIF89a, not much of a picture", "Größe.pdf": "a document",
        ])
        let letter = try folder.letter()
        let message = try Self.message(letter)
        let parsed = try ParsedMail(message)
        #expect(parsed.defects == [])
        #expect(
            parsed.types == [
                "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/gif",
                "application/pdf",
            ])
        #expect(parsed.names.compactMap(\.self) == ["a b.png", "Größe.pdf"])
        #expect(try #require(parsed.html).contains("src=\"cid:"))
        #expect(try #require(parsed.html).contains("src=\"https://example.org/x.png\""))
        let again = try Letter(archive: letter.archive)
        #expect(try Self.message(again) == message)
        #expect(again.digest == letter.digest && letter.digest.utf8.count == 64)
        #expect(try Self.message(letter, seed: 8) != message)
        #expect(throws: CompositionFailure.self) { try Letter(archive: letter.archive.dropLast(3)) }
    }

    @Test(
        "What is wrong with a letter is said with its line and a remedy",
        arguments: [
            ("Hello\n", 1, "front matter"), ("---\nsubject: x\n", 1, "not closed"),
            ("---\nsubjet: x\n---\n", 2, "unknown key subjet"), ("---\nsubject: *x\n---\n", 2, "aliases"),
            ("---\nsubject: [a, b]\n---\n", 2, "plain text"), ("---\nfrom: a@b.example\n---\n", 1, "no subject"),
            (LetterFolder.front() + "\n{{#attributes.x}}\n", 7, "not closed"),
            (LetterFolder.front() + "{{subscriber.nam}}\n", 6, "unknown placeholder"),
            (LetterFolder.front() + "{{{subscriber.name}}}\n", 6, "write HTML"),
            (LetterFolder.front() + "{{>nothing}}\n", 6, "no partial nothing"),
            (LetterFolder.front() + "a {{b\n", 6, "not closed"),
            (LetterFolder.front() + "{{=<% %>=}}\n", 6, "not for letters"),
            (LetterFolder.front("layout: none such\n") + "x\n", 5, "no layout"),
        ])
    func failures(text: String, line: Int, reason: String) throws {
        let failure = try #require(try LetterFolder.failure(text))
        #expect(failure.line == line && failure.reason.contains(reason), "\(failure)")
    }

    @Test("A picture that is missing, or none, is named with its line", arguments: ["a b.png", "notes.pdf"])
    func badImage(name: String) throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front() + "Hi\n\n![x](<\(name)>)\n", "notes.pdf": "%PDF",
        ])
        let failure = #expect(throws: CompositionFailure.self) { try folder.letter() }
        #expect(failure?.line == 8 && failure?.reason.contains(name) == true)
    }

    @Test("A partial that leads back to itself is refused")
    func circle() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front() + "{{>a}}\n", "templates/partials/a.md": "{{>b}}\n",
            "templates/partials/b.md": "{{>a}}\n",
        ])
        #expect(throws: CompositionFailure.self) { try folder.letter() }
    }

    @Test("Any subject, name and body survive the way to Python and back", arguments: 0..<12)
    func roundTrip(seed: UInt64) throws {
        var random = SampleGenerator(state: seed)
        let (subject, name) = (random.text(60), random.text(30))
        let body = (0..<20).map { _ in random.text(200) }.joined(separator: "\n")
        let folder = try LetterFolder([
            "letter.txt": LetterFolder.front(subject: "'{{attributes.s}}'") + "{{attributes.body}}\n"
        ])
        let message = try Self.message(
            folder.letter("letter.txt"),
            RecipientFields(
                address: "b@example.org", name: name,
                attributes: ["s": .string(subject), "body": .string(body)]))
        let parsed = try ParsedMail(message)
        #expect(parsed.defects == [])
        #expect(parsed.subject == subject)
        let header = try HeaderSection(message)
        #expect(EncodedWord.decode(try #require(header.first("Subject")).value) == subject)
        // Undone as a reader does: soft breaks joined, stuffing removed (RFC 3676, 4).
        var read = ""
        // What was in base64 keeps its line ends there.
        let text = try #require(parsed.text).replacing("\r\n", with: "\n")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.hasPrefix(" ") ? line.dropFirst() : line
            read += text.hasSuffix(" ") ? String(text) : text + "\n"
        }
        #expect(read.split(separator: "\n").joined(separator: "\n") == body)
        for line in String(decoding: message, as: UTF8.self).split(separator: "\r\n") {
            #expect(line.utf8.count <= 78 && line.utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A && $0 < 0x80 }, "\(line)")
        }
    }
}

/// Text from all over Unicode, the same for the same state.
private struct SampleGenerator {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    /// Neither spaces at the ends, nor two in a row, nor characters that end a line.
    mutating func text(_ most: Int) -> String {
        var text = ""
        for _ in 0...next(most) {
            let ranges: [ClosedRange<UInt32>] = [
                0x21...0x7E, 0x61...0x7A, 0xA1...0x24F, 0x400...0x4FF, 0x5D0...0x5EA, 0x4E00...0x9FFF,
                0x1F300...0x1F64F,
            ]
            let range = ranges[next(ranges.count)]
            if next(6) == 0, !text.isEmpty, !text.hasSuffix(" ") { text += " " }
            let scalar = range.lowerBound + UInt32(next(Int(range.upperBound - range.lowerBound) + 1))
            text.unicodeScalars.append(Unicode.Scalar(scalar) ?? "x")
        }
        return text.hasSuffix(" ") ? text + "." : text
    }
}
