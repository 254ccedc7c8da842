import FanmailMIME
import Foundation
import Testing

@Suite("A message with lines that mail cannot carry")
struct LawfulMessageTests {
    private static let long = String(repeating: "yes ", count: 1_250)
    private static let base64 = String(repeating: "QUJD", count: 1_250)

    private func lawful(_ text: String) throws -> String {
        String(decoding: try LawfulMessage(Array(text.replacing("\n", with: "\r\n").utf8)).octets, as: UTF8.self)
            .replacing("\r\n", with: "\n")
    }

    /// A part of a multipart in a multipart.
    private func part(_ text: String) throws -> String {
        let before =
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        let after = "\n--b--\n\n--a--\n"
        let all = try lawful(before + text + after)
        #expect(all.hasPrefix(before) && all.hasSuffix(after))
        return String(all.dropFirst(before.count).dropLast(after.count))
    }

    @Test(arguments: [
        ("Content-Type: text/html\n\n\(long)", "text/html\nContent-Transfer-Encoding: quoted-printable\n\nyes yes"),
        ("\n\(long)", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nyes"),
        ("Content-Type: image/x\n\n\(long)", "image/x\nContent-Transfer-Encoding: base64\n\neWVz"),
        (
            "Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\nX: 1\n\n\(long)",
            "text/plain\nX: 1\nContent-Transfer-Encoding: quoted-printable\n\nyes"
        ),
        ("Content-Transfer-Encoding: base64\n\n\(base64)", "Encoding: base64\n\nQUJDQUJD"),
        ("Content-Transfer-Encoding: quoted-printable\n\n\(long)=3D", "Encoding: quoted-printable\n\nyes yes"),
    ])
    func isEncodedWhereItIs(entity: String, expected: String) throws {
        let part = try part(entity)
        #expect(part.contains(expected), "\(part.prefix(300))")
        #expect(part.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
        // The same as a whole message.
        let whole = try lawful(entity + "\n")
        #expect(whole.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
    }

    @Test("An octet in hex is not torn", arguments: 0...5)
    func softBreaks(shift: Int) throws {
        let text = String(repeating: "x", count: shift) + String(repeating: "=C3=AB", count: 300)
        let part = try part("Content-Transfer-Encoding: quoted-printable\n\n\(text)")
        let body = try #require(part.components(separatedBy: "\n\n").last)
        #expect(body.replacing("=\n", with: "") == text)
        #expect(
            body.split(separator: "\n").allSatisfy {
                $0.count <= 76 && $0.wholeMatch(of: /(?:=[0-9A-F]{2}|[^=])*=?/) != nil
            })
    }

    @Test func headersOfPartsAreASCII() throws {
        #expect(
            try part("Content-Disposition: attachment; filename=\"Zo\u{EB}.txt\"\nX: 1\n\nZo\u{EB}")
                == "Content-Disposition: attachment; filename*=UTF-8''Zo%C3%AB.txt\nX: 1\n\nZo\u{EB}")
        // A message within the message speaks for itself.
        let embedded = "Content-Type: message/rfc822\n\nSubject: Zo\u{EB}\n\nx"
        #expect(try part(embedded) == embedded)
    }

    @Test(arguments: ["multipart/signed; boundary=c", "multipart/encrypted; boundary=c", "message/partial"])
    func whatIsLawfulStays(type: String) throws {
        let entity = "Content-Type: \(type)\n\n--c\nX: \(String(repeating: "y", count: 995))\n\nZo\u{EB}\n--c--"
        #expect(try part(entity) == entity)
    }

    @Test func whereItCannotBeMended() {
        let text =
            "Content-Type: multipart/signed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n" + String(repeating: "y", count: 999)
        do throws(LawfulMessageFailure) {
            _ = try LawfulMessage(Array(text.utf8))
            Issue.record("it was mended")
        } catch {
            #expect(error.offset == text.utf8.count - 999 && error.reason.contains("signed"))
        }
    }
}
