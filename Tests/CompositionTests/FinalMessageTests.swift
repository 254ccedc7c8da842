import Crypto
import FanmailMIME
import Foundation
import SMTPCore
import Testing

@testable import Composition

/// What goes out, octet for octet, to a list that adds nothing of its own.
struct FinalMessageTests {
    private static let given =
        "From: a@b.example\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <m@b.example>\r\n"

    @Test func aWholeMessageStaysAsItIs() throws {
        let text =
            "Received: by x\r\n\tfor y\r\nFROM:a@b.example\r\nto :  plain@lists.example \r\nSubject: =?utf-8?q?Zo=C3=AB?=\r\n"
            + " and\r\n\t more \r\nDate: Mon, 1 Jan 2001 00:00:00 +0100 (CET)\r\nMessage-Id: <m@b.example>\r\nX: \r\n\r\n"
            + ".\r\n..\r\nFrom here on  \r\n\r\n\r\n"
        let message = try Sample.finalMessage(text)
        #expect(String(decoding: message.bytes, as: UTF8.self) == text)
        #expect(message.messageID == "<m@b.example>")
        #expect(message.subject == "Zoë and\t more")
        #expect(message.author == "a@b.example")
    }

    @Test func octetsBeyondASCIIStayAsTheyAre() throws {
        let source = Array(Self.given.utf8) + Array("\r\n".utf8) + (1...255).filter { $0 != 10 && $0 != 13 } + [13, 10]
        #expect(try Sample.finalMessage(source).bytes == source)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEndIsMended(end: String) throws {
        let text = Self.given + "X: 1\r\n 2\r\n\r\none\r\n\r\ntwo\r\n"
        #expect(try Sample.text(text.replacing("\r\n", with: end)) == text)
    }

    /// Each of the line ends in turn is another one than its neighbours.
    @Test(arguments: 0..<8, ["\n", "\r"])
    func oneOddLineEnd(place: Int, odd: String) throws {
        let lines = [
            "From: a@b.example", "Date: Mon, 23 Nov 2026 08:00:00 +0000", "Message-ID: <m@b.example>", "X: 1", " 2", "",
            "one", "two",
        ]
        let expected = lines.map { $0 + "\r\n" }.joined()
        let source = lines.enumerated().map { $1 + ($0 == place ? odd : "\r\n") }.joined()
        #expect(try Sample.text(source) == expected)
    }

    /// A bare CR stands at every place of a body in turn.
    @Test(arguments: 0...9)
    func aBareCarriageReturnAnywhere(place: Int) throws {
        let body = Array("ab\r\n\r\ncd\n".utf8)
        let source = Array((Self.given + "\r\n").utf8) + body[..<place] + [0x0D] + body[place...]
        let bytes = try Sample.finalMessage(source).bytes
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
        let message = try Sample.finalMessage(String(Self.given.dropLast()))
        #expect(String(decoding: message.bytes, as: UTF8.self) == Self.given + "\r\n")
        #expect(message.headerSize == Self.given.utf8.count)
    }

    @Test(arguments: [
        ("Bcc: x@y.example\n", ""),
        ("BCC:\n x@y.example,\n\tz@y.example\nA: 1\n", "A: 1\r\n"),
        ("A: 1\nbcc: x@y.example,\r\n z@y.example\nB: 2\n", "A: 1\r\nB: 2\r\n"),
        ("A: 1\n 2\nBcc : x@y.example\r z@y.example\n", "A: 1\r\n 2\r\n"),
        ("bCC\t: x@y.example\nBcc: z@y.example\nBcc:\n", ""),
        ("Resent-Bcc: x@y.example\nRESENT-BCC :\n z@y.example\n", ""),
        ("Bcc-Not: 1\nX-Bcc: 2\n", "Bcc-Not: 1\r\n"),
        ("Return-Path: <a@b.example>\nA: 1\n", "A: 1\r\n"),
    ])
    func blindCopiesAndReturnPathGo(source: String, expected: String) throws {
        let to = "To: plain@lists.example\r\n"
        #expect(try Sample.text(Self.given + to + source + "\nbody\n") == Self.given + to + expected + "\r\nbody\r\n")
        #expect(try Sample.text(source + to + Self.given + "\nbody\n") == expected + to + Self.given + "\r\nbody\r\n")
        #expect(try Sample.text(Self.given + to + source) == Self.given + to + expected + "\r\n")
    }

    @Test(
        "Where a list stands in Bcc alone, To says that nobody is named",
        arguments: [
            ("Bcc: plain@lists.example\n", "To: undisclosed-recipients:;\r\n"),
            ("To:\nCc: \n\t\nBcc: plain@lists.example\n", "To: undisclosed-recipients:;\r\n"),
            ("To: x@y.example\nBcc: plain@lists.example\n", "To: x@y.example\r\n"),
            ("Cc: x@y.example\nBcc: plain@lists.example\n", "Cc: x@y.example\r\n"),
            ("To: us:;\nBcc: plain@lists.example\n", "To: us:;\r\n"),
        ])
    func undisclosed(source: String, expected: String) throws {
        #expect(try Sample.text(Self.given + source + "\nx\n") == Self.given + expected + "\r\nx\r\n")
    }

    @Test func theMboxLineGoes() throws {
        #expect(try Sample.text("From a@b.example Mon\n" + Self.given + "\nx\n") == Self.given + "\r\nx\r\n")
    }

    @Test(arguments: [
        ("From: a@b.example\n", "From: a@b.example\r\n"),
        ("From: a@b.example\nDate:\nMessage-ID: \n \n", "From: a@b.example\r\n"),
    ])
    func dateAndMessageIDAreAdded(source: String, kept: String) throws {
        let message = try Sample.finalMessage(source + "\nx\n")
        let added = "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <t0ken@lists.example>\r\n"
        #expect(String(decoding: message.bytes, as: UTF8.self) == kept + added + "\r\nx\r\n")
        #expect(message.messageID == "<t0ken@lists.example>")
    }

    @Test func onlyWhatIsMissingIsAdded() throws {
        #expect(
            try Sample.text("From: a@b.example\nmessage-id: <m@b.example>\n\n")
                == "From: a@b.example\r\nmessage-id: <m@b.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\n")
        #expect(
            try Sample.text("From: a@b.example\nDATE: Mon, 23 Nov 2026 08:00:00 +0000\n\n")
                == "From: a@b.example\r\nDATE: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <t0ken@lists.example>\r\n\r\n"
        )
    }

    @Test func digestsTellTheSourceFromTheResult() throws {
        let unix = try Sample.finalMessage(Self.given.replacing("\r\n", with: "\n") + "\nx\n")
        let dos = try Sample.finalMessage(Self.given + "\r\nx\r\n")
        #expect(unix.digest == dos.digest)
        #expect(unix.sourceDigest != dos.sourceDigest)
        #expect(dos.digest == dos.sourceDigest)
        #expect(dos.digest == SHA256.hash(data: dos.bytes).description.replacing("SHA256 digest: ", with: ""))
    }

    @Test(
        "Text beyond ASCII is encoded for everybody, and so is nothing else",
        arguments: [
            ("Subject: Zo\u{EB}\r\n", "Subject: =?UTF-8?Q?Zo=C3=AB?=\r\n", "Subject"),
            ("Reply-To: Zo\u{EB} <z@b.example>\r\n", "Reply-To: =?UTF-8?Q?Zo=C3=AB?= <z@b.example>\r\n", "Reply-To"),
            ("To: n@b.example <n@b.example>\r\n", "To: \"n@b.example\" <n@b.example>\r\n", "To"),
            ("X-A: caf\u{E9} (x)\r\n", "X-A: =?UTF-8?Q?caf=C3=A9?= (x)\r\n", "X-A"),
        ])
    func textBeyondASCII(field: String, expected: String, name: String) throws {
        let message = try Sample.finalMessage(Self.given + field + "\r\nZo\u{EB}\r\n")
        #expect(String(decoding: message.bytes, as: UTF8.self) == Self.given + expected + "\r\nZo\u{EB}\r\n")
        #expect(message.changes.encoded == [name] && !message.needsSMTPUTF8)
        #expect(try Sample.finalMessage(Self.given + "\r\nx\r\n").changes == HeaderChanges())
    }

    @Test func anAddressBeyondASCIINeedsSMTPUTF8() throws {
        let message = try Sample.finalMessage(Self.given + "Reply-To: zo\u{EB}@b\u{FC}cher.example\r\n\r\nx\r\n")
        #expect(message.needsSMTPUTF8)
        #expect(String(decoding: message.bytes, as: UTF8.self).contains("Reply-To: zo\u{EB}@xn--bcher-kva.example\r\n"))
        #expect(message.changes.warnings.map(\.line) == [4])
        #expect(message.changes.warnings[0].text.contains("SMTPUTF8"))
    }

    @Test("Octets that are no UTF-8 are refused with their line", arguments: ["Subject", "X-A", "To", "Keywords"])
    func latin1(name: String) throws {
        for (value, line) in [([0x5A, 0x6F, 0xEB], 4), ([0x5A, 0x0A, 0x20, 0x6F, 0xEB], 5)] as [([UInt8], Int)] {
            let source = Array("\(Self.given)\(name): ".utf8) + value + Array("\n\nx\n".utf8)
            let failure = try #require(try Sample.failure(source))
            #expect(failure.line == line && failure.reason.contains("save the message as UTF-8"), "\(failure)")
        }
    }

    @Test(
        "A Date that is none is the present one, and an odd one is told",
        arguments: [
            ("yesterday", "Mon, 23 Nov 2026 09:00:00 +0000", "is no date"),
            ("Mon, 30 Feb 2026 09:00:00 +0000", "Mon, 23 Nov 2026 09:00:00 +0000", "is no date"),
            ("23 Nov 2026", "Mon, 23 Nov 2026 09:00:00 +0000", "is no date"),
            ("Tue, 23 Nov 2026 09:00:00 +0100", "Mon, 23 Nov 2026 08:00:00 +0000", "wrong day of the week"),
            ("Mon, 1 Jan 2001 09:00:00 +0000", "Mon, 1 Jan 2001 09:00:00 +0000", "days ago"),
            ("Wed, 23 Nov 2050 09:00:00 +0000", "Wed, 23 Nov 2050 09:00:00 +0000", "days ahead"),
            ("Sun, 22 Nov 2026 23:30:00 -0500 (EST)", "Sun, 22 Nov 2026 23:30:00 -0500 (EST)", nil),
        ] as [(String, String, String?)])
    func dates(date: String, sent: String, warning: String?) throws {
        let message = try Sample.finalMessage(
            "From: a@b.example\nX: 1\nDate: \(date)\nMessage-ID: <m@b.example>\n\nx\n")
        let text = String(decoding: message.bytes, as: UTF8.self)
        #expect(
            text.components(separatedBy: "\r\nDate: ").count == 2 && text.contains("\r\nDate: \(sent)\r\n"), "\(text)")
        #expect(message.changes.warnings.count == (warning == nil ? 0 : 1))
        if let warning {
            #expect(message.changes.warnings[0].line == 3)
            #expect(message.changes.warnings[0].text.contains(warning), "\(message.changes.warnings)")
        }
    }

    @Test(
        "A Message-ID that is none is replaced",
        arguments: [
            "<x@y> <z@w>", "<>", "< a @ b.example >", "x@y.example", "<x y@z>", "<zo\u{EB}@b.example>", "<x@y@z>",
            "<x>",
        ])
    func messageIDs(id: String) throws {
        let message = try Sample.finalMessage("From: a@b.example\nMessage-ID: \(id)\n\nx\n")
        #expect(message.messageID == "<t0ken@lists.example>")
        let text = String(decoding: message.bytes, as: UTF8.self)
        #expect(text.components(separatedBy: "Message-ID:").count == 2 && text.contains("\r\nMessage-ID: <t0ken@"))
        #expect(message.changes.warnings.map(\.line) == [2])
        #expect(message.changes.warnings[0].text.contains("is removed"), "\(message.changes.warnings)")
    }

    @Test(arguments: ["<x@y>", " <x.y@[192.0.2.1]> ", "<x@y> (comment)", "<\"x y\"@z>".replacing(" ", with: "")])
    func lawfulMessageIDsStay(id: String) throws {
        let message = try Sample.finalMessage("From: a@b.example\nMessage-ID: \(id)\n\nx\n")
        #expect(message.changes.warnings.isEmpty && id.contains(message.messageID))
        #expect(String(decoding: message.bytes, as: UTF8.self).contains("Message-ID: \(id)\r\n"))
    }

    @Test(arguments: [
        (Self.given + "\nx\n\u{0}\n", 6, "NUL"),
        (
            Self.given + "Content-Type: multipart/signed; boundary=b\n\n--b\n\n" + "y".repeated(999) + "\n--b--\n", 8,
            "in what is signed"
        ),
        (
            Self.given + "Content-Type: multipart/mixed; boundary=b\n\n" + "y".repeated(999) + "\n--b\n\nx\n--b--\n", 6,
            "between parts"
        ),
        (Self.given + "References: <" + "y".repeated(998) + "@z>\n\n", 4, "nowhere to be folded"),
        (Self.given + "Reply-To: Bob, Smith <b@c.example>\n\n", 4, "Reply-To: the name"),
    ])
    func whatMailCannotCarry(source: String, line: Int, part: String) throws {
        let failure = try #require(try Sample.failure(source))
        #expect(failure.kind == .message)
        #expect(failure.line == line)
        #expect(failure.reason.contains(part), "\(failure.reason)")
    }

    @Test("A line of the body that is too long is encoded", arguments: ["\n", "\r\n", "\r"])
    func longLines(end: String) throws {
        let long = "y=".repeated(2_500)
        let message = try Sample.finalMessage((Self.given + "\r\nx\r\n\(long)\r\nz\r\n").replacing("\r\n", with: end))
        let text = String(decoding: message.bytes, as: UTF8.self)
        #expect(
            text.contains("\r\nContent-Transfer-Encoding: base64\r\n") && text.contains("\r\nMIME-Version: 1.0\r\n"))
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        let body = try #require(text.components(separatedBy: "\r\n\r\n").last)
        let decoded = Data(base64Encoded: body, options: .ignoreUnknownCharacters).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(decoded == "x\r\n\(long)\r\nz\r\n")
    }

    @Test func aLongFieldIsFolded() throws {
        let to = (0..<70).map { "user\($0)@lists.example" }.joined(separator: ",")
        let text = try Sample.text("From: a@b.example\nTo: \(to)\n\nx\n")
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        let header = try HeaderSection(Array(text.utf8))
        let value = try #require(header.first("To")?.value)
        #expect(try AddressList(value).entries.map(\.address).joined(separator: ",") == to)
    }

    @Test func theLongestLine() throws {
        let source = Self.given + "X:" + "x".repeated(996) + "\r\n\r\n" + "y".repeated(998) + "\r\n"
        #expect(try Sample.text(source) == source)
    }

    @Test(arguments: ["announcement", "newsletter"])
    func samplesAreReady(name: String) throws {
        // Tests/CompositionTests/FinalMessageTests.swift, in the repository.
        let path = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        let source = try SampleLetter.bytes(of: "\(path)/templates/\(name).eml")
        #expect(!source.contains(0x0D))
        let header = try HeaderSection(source)
        let addressing = try Addressing(of: header) { $0 == Sample.announce.address ? Sample.announce : nil }
        #expect(addressing.others.isEmpty)
        let message = try Sample.finalMessage(source, lists: addressing.lists)
        #expect(!message.needsSMTPUTF8)
        #expect(message.bytes.contains { $0 >= 0x80 })
        #expect(!message.subject.contains("=?"))
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
