import Composition
import Crypto
import MIME
import MailCore
import Testing

/// What goes out, octet for octet, to a list that adds nothing of its own.
struct PostingTests {
    private static let given = "From: a@b.example\r\nDate: d\r\nMessage-ID: <m@b.example>\r\n"

    @Test func aWholeMessageStaysAsItIs() throws {
        let text =
            "Received: by x\r\n\tfor y\r\nFROM:a@b.example\r\nto :  plain@lists.example \r\nSubject: =?utf-8?q?Zo=C3=AB?=\r\n"
            + " and\r\n\t more \r\nDate: Mon, 1 Jan 2001 00:00:00 +0100 (CET)\r\nMessage-Id: <m@b.example>\r\nX: \r\n\r\n"
            + ".\r\n..\r\nFrom here on  \r\n\r\n\r\n"
        let posting = try Sample.posting(text)
        #expect(String(decoding: posting.bytes, as: UTF8.self) == text)
        #expect(posting.messageID == "<m@b.example>")
        #expect(posting.subject == "Zoë and\t more")
        #expect(posting.author == "a@b.example")
    }

    @Test func octetsBeyondASCIIStayAsTheyAre() throws {
        let source = Array(Self.given.utf8) + Array("\r\n".utf8) + (1...255).filter { $0 != 10 && $0 != 13 } + [13, 10]
        #expect(try Sample.posting(source).bytes == source)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEndIsMended(end: String) throws {
        let text = Self.given + "X: 1\r\n 2\r\n\r\none\r\n\r\ntwo\r\n"
        #expect(try Sample.text(text.replacing("\r\n", with: end)) == text)
    }

    /// Each of the line ends in turn is another one than its neighbours.
    @Test(arguments: 0..<8, ["\n", "\r"])
    func oneOddLineEnd(place: Int, odd: String) throws {
        let lines = ["From: a@b.example", "Date: d", "Message-ID: <m@b.example>", "X: 1", " 2", "", "one", "two"]
        let expected = lines.map { $0 + "\r\n" }.joined()
        let source = lines.enumerated().map { $1 + ($0 == place ? odd : "\r\n") }.joined()
        #expect(try Sample.text(source) == expected)
    }

    /// A bare CR stands at every place of a body in turn.
    @Test(arguments: 0...9)
    func aBareCarriageReturnAnywhere(place: Int) throws {
        let body = Array("ab\r\n\r\ncd\n".utf8)
        let source = Array((Self.given + "\r\n").utf8) + body[..<place] + [0x0D] + body[place...]
        let bytes = try Sample.posting(source).bytes
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.last?.isEmpty == true)
        #expect(lines.dropLast().allSatisfy { $0.last == 0x0D && $0.count { $0 == 0x0D } == 1 })
        #expect(bytes.filter { $0 != 0x0D && $0 != 0x0A } == source.filter { $0 != 0x0D && $0 != 0x0A })
        // Four lines of the header, three of the body, and the CR's own, unless it stands before a bare LF.
        #expect(lines.count - 1 == (place == 8 ? 7 : 8))
    }

    @Test(arguments: [
        ("", ""), ("\r\n", ""), ("\n", ""), ("\r\nx", "x\r\n"), ("\nx\n", "x\r\n"), ("\n\n", "\r\n"),
        ("\nx\r", "x\r\n"),
        ("\n.", ".\r\n"), ("\nx\n\n\n", "x\r\n\r\n\r\n"),
    ])
    func theEndOfTheBody(source: String, body: String) throws {
        #expect(try Sample.text(Self.given + source) == Self.given + "\r\n" + body)
    }

    @Test func aHeaderWithoutALastLineEnd() throws {
        let posting = try Sample.posting(String(Self.given.dropLast()))
        #expect(String(decoding: posting.bytes, as: UTF8.self) == Self.given + "\r\n")
        #expect(posting.headerSize == Self.given.utf8.count)
    }

    @Test(arguments: [
        ("Bcc: x@y.example\n", ""),
        ("BCC:\n x@y.example,\n\tz@y.example\nA: 1\n", "A: 1\r\n"),
        ("A: 1\nbcc: x@y.example,\r\n z@y.example\nB: 2\n", "A: 1\r\nB: 2\r\n"),
        ("A: 1\n 2\nBcc : x@y.example\r z@y.example\n", "A: 1\r\n 2\r\n"),
        ("Bcc-Not: 1\nX-Bcc: 2\n", "Bcc-Not: 1\r\nX-Bcc: 2\r\n"),
        ("Return-Path: <a@b.example>\nA: 1\n", "A: 1\r\n"),
    ])
    func blindCopiesAndReturnPathGo(source: String, expected: String) throws {
        #expect(try Sample.text(Self.given + source + "\nbody\n") == Self.given + expected + "\r\nbody\r\n")
        #expect(try Sample.text(source + Self.given + "\nbody\n") == expected + Self.given + "\r\nbody\r\n")
        #expect(try Sample.text(Self.given + source) == Self.given + expected + "\r\n")
    }

    @Test func theMboxLineGoes() throws {
        #expect(try Sample.text("From a@b.example Mon\n" + Self.given + "\nx\n") == Self.given + "\r\nx\r\n")
    }

    @Test(arguments: [
        ("From: a@b.example\n", "From: a@b.example\r\n"),
        ("From: a@b.example\nDate:\nMessage-ID: \n \n", "From: a@b.example\r\n"),
    ])
    func dateAndMessageIDAreAdded(source: String, kept: String) throws {
        let posting = try Sample.posting(source + "\nx\n")
        let added = "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <t0ken@lists.example>\r\n"
        #expect(String(decoding: posting.bytes, as: UTF8.self) == kept + added + "\r\nx\r\n")
        #expect(posting.messageID == "<t0ken@lists.example>")
    }

    @Test func onlyWhatIsMissingIsAdded() throws {
        #expect(
            try Sample.text("From: a@b.example\nmessage-id: <m@b.example>\n\n")
                == "From: a@b.example\r\nmessage-id: <m@b.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\n")
        #expect(
            try Sample.text("From: a@b.example\nDATE: d\n\n")
                == "From: a@b.example\r\nDATE: d\r\nMessage-ID: <t0ken@lists.example>\r\n\r\n")
    }

    @Test func digestsTellTheSourceFromTheResult() throws {
        let unix = try Sample.posting(Self.given.replacing("\r\n", with: "\n") + "\nx\n")
        let dos = try Sample.posting(Self.given + "\r\nx\r\n")
        #expect(unix.digest == dos.digest)
        #expect(unix.sourceDigest != dos.sourceDigest)
        #expect(dos.digest == dos.sourceDigest)
        #expect(dos.digest == SHA256.hash(data: dos.bytes).description.replacing("SHA256 digest: ", with: ""))
    }

    @Test func aHeaderBeyondASCIINeedsSMTPUTF8() throws {
        let source = Self.given + "Subject: Zoë\r\n\r\nx\r\n"
        let posting = try Sample.posting(source)
        #expect(posting.needsSMTPUTF8)
        #expect(posting.subject == "Zoë")
        #expect(String(decoding: posting.bytes, as: UTF8.self) == source)
        #expect(try !Sample.posting(Self.given + "\r\nZoë\r\n").needsSMTPUTF8)
    }

    @Test(arguments: [
        (Self.given + "\nx\n" + "y".repeated(999) + "\n", 6, "quoted-printable"),
        (Self.given + "\n" + "y".repeated(999), 5, "quoted-printable"),
        (Self.given.replacing("\r\n", with: "\r") + "\r" + "y".repeated(999), 5, "quoted-printable"),
        (Self.given + "X: 1\n " + "y".repeated(998) + "\n\n", 5, "fold it"),
        (Self.given + "\nx\n\u{0}\n", 6, "NUL"),
    ])
    func whatMailCannotCarry(source: String, line: Int, part: String) throws {
        let failure = try #require(try Sample.failure(source))
        #expect(failure.kind == .message)
        #expect(failure.line == line)
        #expect(failure.reason.contains(part), "\(failure.reason)")
    }

    @Test func theLongestLine() throws {
        let source = Self.given + "X:" + "x".repeated(996) + "\r\n\r\n" + "y".repeated(998) + "\r\n"
        #expect(try Sample.text(source) == source)
    }

    @Test(arguments: ["announcement", "newsletter"])
    func samplesAreReady(name: String) throws {
        // Tests/CompositionTests/PostingTests.swift, in the repository.
        let path = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        let source = try SampleLetter.bytes(of: "\(path)/templates/\(name).eml")
        #expect(!source.contains(0x0D))
        let header = try HeaderSection(source)
        let addressing = try Addressing(of: header) { $0 == Sample.announce.address ? Sample.announce : nil }
        #expect(addressing.others.isEmpty)
        let posting = try Sample.posting(source, lists: addressing.lists)
        #expect(!posting.needsSMTPUTF8)
        #expect(posting.bytes.contains { $0 >= 0x80 })
        #expect(!posting.subject.contains("=?"))
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
