import Composition
import Testing

@testable import Fanmail

@Suite("A message as readers see it")
struct ShownMessageTests {
    private static let head = """
        From: =?UTF-8?Q?Z=C3=BCrich?= News <news@lists.example>\r
        To: announce@lists.example\r
        Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r
         =?UTF-8?Q?_aus_Ulm?=\r
        MIME-Version: 1.0\r

        """

    private func message(_ rest: String) -> ShownMessage {
        ShownMessage(Array((Self.head + rest.replacing("\n", with: "\r\n")).utf8))
    }

    @Test("Its fields are words in one line, and its sender is the name, or else the address") func fields() {
        let shown = message("\nhello\n")
        #expect(shown.subject == "Grüße aus Ulm" && shown.sender == "Zürich News")
        #expect(shown.value("to") == "announce@lists.example")
        #expect(ShownMessage(Array("From: ada@a.example\r\n\r\n".utf8)).sender == "ada@a.example")
        #expect(ShownMessage([]).sender == "" && ShownMessage([]).subject == "")
    }

    @Test("Text is undone of its encoding and of its soft line ends") func text() {
        let flowed = message(
            "Content-Type: text/plain; charset=utf-8; format=flowed\n\nOne line \ngoes on\n-- \n From here\n")
        #expect(flowed.plain == "One line goes on\n-- \nFrom here\n" && flowed.html == nil)
        #expect(flowed.preheader == "One line goes on -- From here")
        let quoted = message(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=\n=C3=9Fe\n"
        )
        #expect(quoted.plain == "Grüße\n")
        let latin = ShownMessage(Array("Content-Type: text/plain; charset=iso-8859-1\r\n\r\n".utf8) + [0xFC])
        #expect(latin.plain == "ü")
    }

    @Test("HTML, its pictures and what is attached are found, however deep they lie") func parts() {
        let shown = message(
            """
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/alternative; boundary="a"

            --a
            Content-Type: text/plain

            plain
            --a
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: text/html; charset=utf-8

            <p>first words</p><img src="cid:one@x" alt="">
            --r
            Content-Type: image/png
            Content-ID: <one@x>
            Content-Disposition: inline; filename=one.png
            Content-Transfer-Encoding: base64

            AAEC
            --r--
            --a--
            --m
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="paper.pdf"

            12345
            --m--

            """)
        #expect(shown.html?.contains("<p>first words</p>") == true && shown.plain == "plain")
        #expect(shown.preheader == "first words")
        #expect(shown.images.map(\.contentID) == ["one@x"] && shown.images.map(\.octets) == [[0, 1, 2]])
        #expect(shown.files == [LetterAttachment(name: "paper.pdf", type: "application/pdf", size: 5)])
    }

    @Test("A long beginning is cut") func cut() {
        let shown = message("\n" + String(repeating: "word ", count: 100))
        #expect(shown.preheader.count == 141 && shown.preheader.hasSuffix("…"))
    }
}
