import Foundation
import TestSupport
import Testing

@testable import FanmailMIME

@Suite("A message gets a 7-bit form, or a reason why not", .timeLimit(.minutes(10)))
struct SevenBitMessageTests {
    private func made(_ lines: String...) throws -> String {
        let message = lines.joined(separator: "\r\n") + "\r\n"
        return String(decoding: try SevenBitMessage(Array(message.utf8)).octets, as: UTF8.self)
    }

    private func lines(_ lines: String...) -> String { lines.joined(separator: "\r\n") + "\r\n" }

    @Test("A 7-bit message is left alone, whatever it says of itself")
    func sevenBit() throws {
        let message = lines("Content-Transfer-Encoding: 8bit", "", "plain =")
        #expect(try made("Content-Transfer-Encoding: 8bit", "", "plain =") == message)
    }

    @Test("Text goes in quoted-printable, and its label with it")
    func text() throws {
        #expect(
            try made(
                "MIME-Version: 1.0", "Content-Transfer-Encoding: 8bit", "Content-Type: text/plain; charset=utf-8", "",
                "Grüße = greetings", ".", "From here ", "")
                == lines(
                    "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                    "Content-Transfer-Encoding: quoted-printable", "", "Gr=C3=BC=C3=9Fe =3D greetings", "=2E",
                    "=46rom here=20", ""))
    }

    @Test("Text with few ASCII letters goes in base64, which is shorter")
    func base64Text() throws {
        let made = try made("MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", "日本語のお知らせ")
        let parts = made.components(separatedBy: "\r\n\r\n")
        #expect(parts[0].hasSuffix("Content-Transfer-Encoding: base64"))
        let decoded = Data(base64Encoded: parts[1], options: .ignoreUnknownCharacters)
        #expect(decoded == Data("日本語のお知らせ\r\n".utf8))
    }

    @Test("A message that never said what it is gets told so", arguments: [true, false])
    func unlabelled(isUTF8: Bool) throws {
        let body: [UInt8] = isUTF8 ? Array("é plain text".utf8) : [0xE9] + Array(" plain text".utf8)
        let made = String(
            decoding: try SevenBitMessage(Array("Subject: x\r\n\r\n".utf8) + body).octets, as: UTF8.self)
        #expect(
            made == "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                + "charset=\(isUTF8 ? "utf-8" : "unknown-8bit")\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + "\(isUTF8 ? "=C3=A9" : "=E9") plain text")
    }

    @Test("Of a multipart only the 8-bit parts change, at any depth")
    func multipart() throws {
        #expect(
            try made(
                "MIME-Version: 1.0", "Content-Type: multipart/mixed; (x;) boundary=\"a b\"",
                "Content-Transfer-Encoding: 8BIT", "", "preamble", "--a b",
                "Content-Type: multipart/alternative; boundary=i=n", "", "--i=n", "", "plain =", "--i=n",
                "Content-Type: text/html", "", "<p>é", "--i=n-- ", "", "--a b",
                "Content-Type: application/octet-stream", "Content-Transfer-Encoding: binary", "", "é", "--a b",
                "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "AAAA", "--a bc", "--a b--", "end")
                == lines(
                    "MIME-Version: 1.0", "Content-Type: multipart/mixed; (x;) boundary=\"a b\"",
                    "Content-Transfer-Encoding: 7bit", "", "preamble", "--a b",
                    "Content-Type: multipart/alternative; boundary=i=n", "", "--i=n", "", "plain =", "--i=n",
                    "Content-Type: text/html", "Content-Transfer-Encoding: base64", "", "PHA+w6k=", "--i=n-- ", "",
                    "--a b", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "",
                    "w6k=", "--a b", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "AAAA",
                    "--a bc", "--a b--", "end"))
    }

    @Test("A forwarded message changes inside")
    func forwarded() throws {
        let made = try made(
            "MIME-Version: 1.0", "Content-Type: multipart/digest; boundary=b", "", "--b", "", "Subject: inner", "",
            "a long line of plain text with one é", "--b--")
        #expect(made.contains("--b\r\n\r\nSubject: inner\r\nMIME-Version: 1.0\r\n"))
        #expect(made.contains("Content-Transfer-Encoding: quoted-printable\r\n\r\na long line of plain text with one"))
        #expect(made.hasSuffix("=C3=A9\r\n--b--\r\n"))
    }

    @Test(
        "What cannot be changed in good faith is not",
        arguments: [
            ("Subject: é\r\n\r\nx", "a header has octets beyond ASCII"),
            ("Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\né\r\n--b--", "multipart/signed"),
            ("Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\né\r\n--b--", "a multipart has no boundary"),
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\né", "a multipart has no part"),
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\né\r\n--b\r\n\r\n--b--", "between its parts"),
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\né", "between its parts"),
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: é\r\n\r\n--b--", "a header has octets"),
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\né no colon", "cannot be read"),
            ("Content-Transfer-Encoding: base64\r\n\r\né", "says it is in base64"),
            ("Content-Transfer-Encoding: x-uue\r\n\r\né", "says it is in x-uue"),
            ("Content-Type: message/partial\r\n\r\né", "message/partial"),
            ("Content-Type: nonsense\r\n\r\né", "a Content-Type cannot be read"),
            ("Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\né", "twice"),
        ])
    func refused(message: String, reason: String) {
        let failure = #expect(throws: SevenBitFailure.self) { try SevenBitMessage(Array(message.utf8)) }
        #expect(failure?.reason.contains(reason) == true, "\(failure?.reason ?? "")")
    }

    @Test("Parts nested without end are refused")
    func deep() {
        let header = "Content-Type: message/rfc822\r\n\r\n"
        let deep = String(repeating: header, count: SevenBitMessage.deepest + 2) + "\r\né"
        #expect(throws: SevenBitFailure.self) { try SevenBitMessage(Array(deep.utf8)) }
        let fit = String(repeating: header, count: SevenBitMessage.deepest - 1) + "\r\né"
        #expect(throws: Never.self) { try SevenBitMessage(Array(fit.utf8)) }
    }

    @Test("Random text comes back as it was, in lines of at most 76 characters", arguments: 0..<40)
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "é", "=", ".", "From ", " ", "\t", "\r\n", "\r\n", "abc", String(repeating: "x", count: 70), "\u{7F}",
        ]
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<30, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            let bytes = Array(text.utf8)
            var quoted: [UInt8] = []
            TransferEncoder.quotedPrintable(bytes[...], to: &quoted)
            #expect(unquoted(quoted) == bytes, "\(text)")
            var base64: [UInt8] = []
            TransferEncoder.base64(bytes[...], to: &base64)
            #expect(Data(base64Encoded: Data(base64), options: .ignoreUnknownCharacters) == Data(bytes))
            for line in (quoted + [0x0D, 0x0A] + base64).split(separator: 0x0A) {
                #expect(line.count <= 77, "\(text)")
                #expect(line.allSatisfy { $0 < 0x7F })
                #expect(line.last != 0x20 && line.last != 0x09)
                #expect(line.first != UInt8(ascii: ".") && !line.starts(with: "From ".utf8))
            }
        }
    }

    /// RFC 2045, 6.7, the receiver's side.
    private func unquoted(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = 0
        while at < text.count {
            guard text[at] == UInt8(ascii: "=") else {
                bytes.append(text[at])
                at += 1
                continue
            }
            if text[(at + 1)...].starts(with: [0x0D, 0x0A]) {
                at += 3
            } else {
                bytes.append(UInt8(String(decoding: text[(at + 1)...].prefix(2), as: UTF8.self), radix: 16) ?? 0)
                at += 3
            }
        }
        return bytes
    }
}
