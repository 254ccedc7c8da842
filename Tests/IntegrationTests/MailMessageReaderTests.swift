import Foundation
import SMTPClient
import Testing

@Suite("What a message says is what Python's email package reads", .enabled(if: Requirement.has("python3")))
struct MailMessageReaderTests {
    private static let reader = #"""
        import email, email.header, email.policy, email.utils, json, sys
        message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
        # Its newer reader keeps the blank between two encoded words of a name, against RFC 2047, 6.2.
        older = email.message_from_binary_file(open(sys.argv[1], "rb"))
        decoded = lambda text: str(email.header.make_header(email.header.decode_header(text)))
        people = lambda name: [[decoded(n), a] for n, a in email.utils.getaddresses(older.get_all(name, []))]
        parts = [[p.get_content_type(), p.get_filename(), p["Content-ID"], p.get_content_disposition(),
                  p.get_payload(decode=True).hex()] for p in message.walk() if not p.is_multipart()]
        defects = [str(d) for p in message.walk() for d in list(p.defects) + [d for v in p.values() for d in v.defects]]
        print(json.dumps({"subject": message["Subject"], "from": people("From"), "to": people("To"), "cc": people("Cc"),
            "reply": people("Reply-To"), "bcc": message["Bcc"], "date": message["Date"].datetime.isoformat(),
            "keywords": message["X-Campaign"], "parts": parts, "defects": defects}))
        """#

    @Test func everything() throws {
        let workbench = try Workbench()
        let name = "Übersicht “2026” – ein sehr langer Name für eine Datei, die niemand kürzen wollte.pdf"
        let subject = "日本語の件名と、とても長い題名、" + String(repeating: "長い", count: 40) + " end"
        let text = "Grüße\n.\nFrom here to there\n" + String(repeating: "x", count: 2_000) + "\n\ttab  \n"
        let html = "<p>Zoë &amp; <b>小野</b><img src=\"cid:logo@lists.example\">"
        let names = [
            "Lovelace, Ada", "Zoë \"Z\" Ωmega", "", "ken@example.net", String(repeating: "Ä ", count: 60) + "B",
        ]
        let message = MailMessage(
            from: MailAddress(name: names[0], address: "ada@lists.example"),
            to: names.enumerated().map { MailAddress(name: $1, address: "r\($0)@example.org") },
            cc: ["Team <team@example.org>"], bcc: ["hidden@example.org"], replyTo: "desk@lists.example",
            subject: subject, text: text, html: html,
            attachments: [
                MailAttachment(name: name, content: (0...255).map { UInt8($0) }),
                MailAttachment(name: "logo.png", content: [1, 2, 3], contentID: "logo@lists.example"),
                MailAttachment(name: "a \"quoted\" \\ name.txt", content: "plain".utf8),
            ], fields: [.init("X-Campaign", "Herbst – größer")])
        try Data(message.encoded()).write(to: workbench.directory.appending(path: "message.eml"))
        try workbench.write(Self.reader, to: "reader.py")
        let process = workbench.process([workbench.path("reader.py"), workbench.path("message.eml")])
        process.program = try Requirement.program("python3")
        let read = workbench.expectSuccess(try workbench.run(process)).json

        #expect(read["subject"] as? String == subject)
        #expect(read["from"] as? [[String]] == [[names[0], "ada@lists.example"]])
        #expect(read["to"] as? [[String]] == names.enumerated().map { [$1, "r\($0)@example.org"] })
        #expect(read["cc"] as? [[String]] == [["Team", "team@example.org"]])
        #expect(read["reply"] as? [[String]] == [["", "desk@lists.example"]])
        #expect(read["bcc"] is NSNull && read["keywords"] as? String == "Herbst – größer")
        #expect(read["defects"] as? [String] == [])
        let parts = try #require(read["parts"] as? [[Any]])
        #expect(
            parts.map { $0[0] as? String } == [
                "text/plain", "text/html", "image/png", "application/pdf", "text/plain",
            ])
        #expect(parts.map { $0[1] as? String } == [nil, nil, "logo.png", name, "a \"quoted\" \\ name.txt"])
        #expect(parts[2][2] as? String == "<logo@lists.example>" && parts[2][3] as? String == "inline")
        let bodies = parts.compactMap { $0[4] as? String }
        // Its quoted-printable ends lines in LF.
        #expect(bodies[0] == Self.hex(text.utf8) && bodies[1] == Self.hex((html + "\n").utf8))
        #expect(bodies[3] == Self.hex((0...255).map { UInt8($0) }) && bodies[4] == Self.hex("plain".utf8))
    }

    private static func hex(_ octets: some Sequence<UInt8>) -> String {
        octets.map { String(format: "%02x", $0) }.joined()
    }
}
