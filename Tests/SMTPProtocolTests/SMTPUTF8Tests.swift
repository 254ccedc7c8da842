import SMTPCore
import SMTPProtocol
import Testing

@Suite("SMTPUTF8 is said when it is needed, and only then (RFC 6531)")
struct SMTPUTF8Tests {
    private static let plain = "Subject: x\r\n\r\ny\r\n"
    private static let raw = "Subject: grüße\r\n\r\ny\r\n"

    private func player(
        _ mail: [String], from path: String? = nil, content: String = plain, isOffered: Bool
    ) throws -> Player {
        var player = try Player(
            mail: [mail], content: content, reversePath: try path.map { .mailbox(try Mailbox(parsing: $0)) } ?? .null)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-PIPELINING\r\n\(isOffered ? "250-SMTPUTF8\r\n" : "")250 8BITMIME\r\n")
        return player
    }

    @Test(
        "With the extension",
        arguments: [
            ("a@x", nil, plain, "MAIL FROM:<>"),
            ("ü@x", nil, plain, "MAIL FROM:<> SMTPUTF8"),
            ("a@x", "ü@x.example", plain, "MAIL FROM:<ü@x.example> SMTPUTF8"),
            ("a@x", nil, raw, "MAIL FROM:<> BODY=8BITMIME SMTPUTF8"),
            ("a@x", nil, plain + "é\r\n", "MAIL FROM:<> BODY=8BITMIME"),
        ] as [(String, String?, String, String)])
    func offered(recipient: String, path: String?, content: String, expected: String) throws {
        let written = try player([recipient], from: path, content: content, isOffered: true).written
        #expect(written.dropFirst() == [expected, "RCPT TO:<\(recipient)>", "DATA"])
    }

    @Test("Without it a recipient that needs it is refused here, and the others are sent")
    func recipient() throws {
        var player = try player(["a@x", "ü@x"], isOffered: false)
        #expect(player.written.dropFirst() == ["MAIL FROM:<>", "RCPT TO:<a@x>", "DATA"])
        player.receive("250\r\n250\r\n354\r\n")
        player.receive("250\r\n")
        #expect(player.outcomes == [["accepted", "refused"]])
        #expect(player.results[1]?.first?.exceptions.map(\.reply.status) == [.init(5, 6, 7)])
    }

    @Test(
        "Without it a message that needs it is not offered",
        arguments: [("ü@x.example", plain, "5.6.7"), (nil, raw, "5.6.9")] as [(String?, String, String)])
    func message(path: String?, content: String, status: String) throws {
        let player = try player(["a@x"], from: path, content: content, isOffered: false)
        #expect(player.written == ["EHLO client.example"])
        guard case .refused(let reply)? = player.results[1]?.first?.ending else {
            Issue.record("not refused")
            return
        }
        #expect(reply.status?.description == status)
    }

    @Test("Control characters in a reverse-path write nothing", arguments: ["a\r\nDATA", "a\u{0}", "a\u{7F}"])
    func unsafePath(localPart: String) throws {
        let path = ReversePath.mailbox(Mailbox(trustedLocalPart: localPart, domain: "x.example"))
        var player = try Player(mail: [["a@x"]], reversePath: path)
        player.receive("220 mx\r\n")
        player.receive("250 mx\r\n")
        #expect(player.written == ["EHLO client.example"])
        #expect(player.outcomes == [["refused"]])
    }
}
