import Foundation
import Testing

@testable import Composition

@Suite("A footer")
struct MessageFooterTests {
    private static let footer = MessageFooter(text: "-- \nLeave: a@b", html: "<p>Leave</p>")

    private func added(_ message: String, _ footer: MessageFooter = footer) -> String? {
        footer.added(to: Array(message.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8))
            .map { String(decoding: $0, as: UTF8.self).replacing("\r\n", with: "\n") }
    }

    private static let html = "Content-Type: text/html\n\n<html><body><p>Hi</p></BODY></html>\n"

    @Test(arguments: [
        ("From: a\n\nHi\n", "From: a\n\nHi\n\n-- \nLeave: a@b\n"), ("From: a\n\n", "From: a\n\n\n-- \nLeave: a@b\n"),
        (html, "Content-Type: text/html\n\n<html><body><p>Hi</p><p>Leave</p>\n</BODY></html>\n"),
        ("Content-Type: text/html\n\n<p>Hi</p>\n", "Content-Type: text/html\n\n<p>Hi</p>\n<p>Leave</p>\n"),
        (
            "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 7bit\n\nHi\n",
            "Content-Type: text/plain; charset=iso-8859-1\n\nHi\n\n-- \nLeave: a@b\n"
        ),
        (
            "Content-Transfer-Encoding: quoted-printable\n\nHi =\nthere=20\n",
            "\nHi there \n\n-- \nLeave: a@b\n"
        ),
        ("Content-Transfer-Encoding: quoted-printable\n\n1=+2\n", "\n1=+2\n\n-- \nLeave: a@b\n"),
        ("Content-Transfer-Encoding: base64\n\nSGkK\n", "\nHi\n\n-- \nLeave: a@b\n"),
    ])
    func standsBelowTheText(message: String, expected: String) { #expect(added(message) == expected) }

    private static func multipart(_ kind: String, _ parts: [String]) -> String {
        "Content-Type: multipart/\(kind); boundary=\"b 1\"\n\npreamble\n"
            + parts.map { "--b 1\n\($0)" }.joined(separator: "\n") + "\n--b 1--\nepilogue\n"
    }

    @Test func bothAlternativesGetIt() {
        let message = Self.multipart("alternative", ["\nHi\n", Self.html])
        #expect(
            added(message)
                == Self.multipart(
                    "alternative",
                    ["\nHi\n\n-- \nLeave: a@b\n", Self.html.replacing("</BODY", with: "<p>Leave</p>\n</BODY")]))
    }

    @Test func attachmentsAndImagesStayAsTheyAre() {
        let image = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n"
        let note = "Content-Type: text/plain\nContent-Disposition: attachment\n\nnote\n"
        let related = Self.multipart("related", [Self.html, image]).replacing("b 1", with: "inner")
        let changed = Self.multipart(
            "mixed", [related.replacing("</BODY", with: "<p>Leave</p>\n</BODY"), note, image])
        #expect(added(Self.multipart("mixed", [related, note, image])) == changed)
    }

    private static let signed = multipart(
        "signed; protocol=\"application/pgp-signature\"", ["\nHi\n", "Content-Type: application/pgp-signature\n\nx\n"])

    @Test(arguments: [
        signed, multipart("mixed", [signed.replacing("b 1", with: "inner"), "\nadded on the way\n"]),
        multipart("encrypted", ["Content-Type: application/pgp-encrypted\n\nVersion: 1\n", "\nx\n"]),
        "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nAAAA\n",
        "From: a\n\n-----BEGIN PGP SIGNED MESSAGE-----\n\nHi\n", "Content-Type: image/png\n\nx\n",
        "Content-Type: text/calendar\n\nx\n", "Content-Type: text/plain; charset=utf-16\n\nx\n",
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=x\n\nx\n",
        "Content-Transfer-Encoding: x-uuencode\n\nx\n", "Content-Type: multipart/mixed\n\nx\n",
        "Content-Type: message/rfc822\n\nFrom: a\n\nx\n",
    ])
    func hasNoPlaceThere(message: String) { #expect(added(message) == nil) }

    @Test func beyondASCIIItNamesItsCharset() {
        let footer = MessageFooter(text: "Abmelden: für immer", html: nil)
        #expect(
            added("From: a\n\nHi\n", footer)
                == "From: a\nContent-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n"
                + "Content-Transfer-Encoding: quoted-printable\n\nHi\n\nAbmelden: f=C3=BCr immer\n")
        #expect(
            added("Content-Type: text/plain; charset=\"US-ASCII\"; format=flowed\n\nHi\n", footer)?
                .hasPrefix("Content-Type: text/plain; charset=utf-8; format=flowed\n") == true)
        #expect(added("Content-Type: text/plain; charset=iso-8859-1\n\nHi\n", footer) == nil)
        #expect(
            added("Content-Type: text/html\n\n<p>\n", footer)?.replacing("=\r\n", with: "").contains(
                ">Abmelden: f=C3=BCr immer</p>") == true)
    }

    @Test func textBecomesHTMLThatCannotBeMisread() {
        let html = MessageFooter(text: "a <b> & c\nd\n", html: nil).html
        #expect(html.replacing(#/ style="[^"]*"/#, with: "") == "<p>a &lt;b&gt; &amp; c<br>\nd</p>")
        #expect(html.contains("font-size:13px") && html.contains("color:#757575"))
    }

    @Test(
        "Addresses in a text are linked, without the signs around them",
        arguments: [
            (
                "Leave: mailto:a-leave+x@b.example?subject=unsubscribe.",
                "Leave: <a href=\"mailto:a-leave+x@b.example?subject=unsubscribe\">a-leave+x@b.example</a>."
            ),
            (
                "(https://b.example/?a=1&b=2)",
                "(<a href=\"https://b.example/?a=1&amp;b=2\">https://b.example/?a=1&amp;b=2</a>)"
            ),
            ("https:// and xhttps://b.example", "https:// and xhttps://b.example"), ("-- \nNews", "News"),
        ])
    func links(text: String, wanted: String) {
        let html = MessageFooter(text: text, html: nil).html.replacing(#/ style="[^"]*"/#, with: "")
        #expect(html == "<p>\(wanted)</p>")
    }

    @Test func longLinesAreEncoded() throws {
        let line = Data(String(repeating: "x", count: 3000).utf8).base64EncodedString()
        let text = try #require(added("Content-Transfer-Encoding: base64\n\n\(line)\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
        let body = try #require(text.split(separator: "\n\n", maxSplits: 1).last)
        let data = try #require(Data(base64Encoded: String(body), options: .ignoreUnknownCharacters))
        #expect(String(decoding: data, as: UTF8.self).hasSuffix("x\r\n\r\n-- \r\nLeave: a@b\r\n"))
    }
}
