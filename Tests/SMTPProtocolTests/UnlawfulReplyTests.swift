import SMTPCore
import SMTPProtocol
import Testing

@Suite("After a reply that cannot be, the connection is never used again")
struct UnlawfulReplyTests {
    static let dialogues = [
        Dialogue("354 as a greeting", .none, mail: ["a"], "S: 354\nC: (close)", outcomes: ["unsent"]),
        Dialogue("garbage as a greeting", .none, mail: ["a"], "S: SSH-2.0-x\nC: (close)", outcomes: ["unsent"]),
        Dialogue(
            "354 to EHLO", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 354
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "354 to MAIL", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 354
            C: (close)
            """, outcomes: ["unsent unsent"]),
        Dialogue(
            "354 to RCPT", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 550 | 354
            C: (close)
            """, outcomes: ["refused unsent"]),
        Dialogue(
            "a 2xx to DATA", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 250
            C: (close)
            """, outcomes: ["unsent refused", "unsent"]),
        Dialogue(
            "354 to the data", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<c> | DATA
            S: 354
            C: (close)
            """, outcomes: ["unknown refused", "unsent"]),
        Dialogue(
            "garbage among the recipients", .pipelining, mail: ["a b c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | RCPT TO:<c> | DATA
            S: 250 | 550 | 2.5 | 250 | 354
            C: (close)
            """, outcomes: ["refused unsent unsent"]),
        Dialogue(
            "garbage to the data", .pipelining, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 250 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<b> | DATA
            S: OK | 250 | 250 | 250 | 354
            C: (close)
            """, outcomes: ["unknown", "unsent"]),
        Dialogue(
            "lines of two codes to the data", .pipelining, mail: ["a"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 250 | 354
            C: (message 1)
            S: 250-fine | 550 not fine
            C: (close)
            """, outcomes: ["unknown"]),
        Dialogue(
            "lines of two codes to BDAT", .chunking, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | BDAT 17 LAST | (octets 1)
            S: 250 | 550 | 250 | 552-too large | 250 taken
            C: (close)
            """, outcomes: ["refused unknown"]),
        // One reply too many shifts all that follow by one; the last of them must not be taken for more than it is.
        Dialogue(
            "a reply too many before the next in flight", .pipelining, mail: ["a", "b c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 250 | 354
            C: (message 1) | MAIL FROM:<> | RCPT TO:<b> | RCPT TO:<c> | DATA
            S: 250 | 250 | 250 | 250 | 250 | 354
            C: (close)
            """, outcomes: ["accepted", "unsent unsent"]),
        Dialogue(
            "a reply too few", .pipelining, mail: ["a b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 354
            C: (close)
            """, outcomes: ["unsent unsent"]),
    ]

    @Test("Unlawful", arguments: dialogues)
    func unlawful(_ dialogue: Dialogue) throws {
        var player = try dialogue.play()
        #expect(player.outcomes == dialogue.outcomes)
        #expect(player.session.failure != nil)
        #expect(player.session.isOver)
        // Nothing that still comes is read.
        let written = player.written
        player.receive("250\r\n250\r\n354\r\n250\r\n")
        player.lose()
        #expect(player.outcomes == dialogue.outcomes)
        #expect(player.written == written)
    }

    @Test("It makes no difference how the server's bytes are cut", arguments: dialogues)
    func cutBytes(_ dialogue: Dialogue) throws {
        #expect(try dialogue.play { $0.map { [$0] } }.outcomes == dialogue.outcomes)
    }

    @Test("What a server says is escaped before it is shown")
    func escaped() throws {
        var player = try Player(mail: [])
        player.receive("554 no\u{1B}[2J\r\n")
        #expect(player.session.failure?.message == "mx:25: greets with 554 no\\u{1b}[2J")
        #expect(player.session.failure?.kind == .reply)
        #expect(player.session.failure?.reply?.code == 554)
    }
}
