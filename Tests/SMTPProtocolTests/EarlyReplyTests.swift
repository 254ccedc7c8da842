import SMTPCore
import SMTPProtocol
import Testing

@Suite("A reply to what was not yet written answers nothing, and ends the connection")
struct EarlyReplyTests {
    static let dialogues = [
        Dialogue(
            "to EHLO, with the greeting", .none, mail: ["a"],
            """
            S: 220 mx | 250 mx
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "to HELO, with the refusal of EHLO", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 500 what | 250 mx
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "to MAIL, with the reply to EHLO", .none, mail: ["a"],
            """
            S: 220 mx
            C: EHLO client.example
            S: 250 mx | 250 fine
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "to RCPT, with the reply to MAIL", .plain, mail: ["a"],
            """
            C: MAIL FROM:<>
            S: 250 | 250
            C: (close)
            """, outcomes: ["unsent"]),
        Dialogue(
            "to DATA, with the reply to RCPT", .plain, mail: ["a b"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 550
            C: RCPT TO:<b>
            S: 250 | 354
            C: (close)
            """, outcomes: ["refused unsent"]),
        Dialogue(
            "to the data, with 354", .pipelining, mail: ["a b", "c"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | RCPT TO:<b> | DATA
            S: 250 | 250 | 550 | 354 | 250 taken
            C: (close)
            """, outcomes: ["unsent refused", "unsent"]),
        Dialogue(
            "to the lone dot, with 354", .pipelining, mail: ["a", "b"],
            """
            C: MAIL FROM:<> | RCPT TO:<a> | DATA
            S: 250 | 550 | 354 | 250
            C: (close)
            """, outcomes: ["refused", "unsent"]),
        Dialogue(
            "to the next MAIL, with the reply to the data", .plain, mail: ["a", "b"],
            """
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a>
            S: 250
            C: DATA
            S: 354
            C: (message 1)
            S: 250 | 250
            C: (close)
            """, outcomes: ["accepted", "unsent"]),
    ]

    @Test("Early", arguments: dialogues)
    func early(_ dialogue: Dialogue) throws {
        let player = try dialogue.play()
        #expect(player.outcomes == dialogue.outcomes)
        #expect(player.session.failure?.kind == .protocolError)
    }

    @Test("Half of it is as bad as the whole", arguments: dialogues)
    func halfEarly(_ dialogue: Dialogue) throws {
        // All dialogues end with the early reply; it is cut within.
        let last = try #require(dialogue.turns.last?.server.last).utf8.count + 2
        for half in 1..<last {
            let player = try dialogue.play {
                $0.count > half ? [Array($0.dropLast(half)), Array($0.suffix(half))] : [$0]
            }
            #expect(player.outcomes == dialogue.outcomes, "without its last \(half) octets")
        }
    }

    /// Content under way that the kernel has not taken whole.
    private func underway() throws -> Player {
        var player = try Player(mail: [["a", "b"], ["c"]])
        player.contentLeaves = false
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250 PIPELINING\r\n")
        player.receive("250\r\n250\r\n550\r\n354\r\n")
        #expect(player.written.contains("(message 1)"))
        return player
    }

    @Test("Nothing is accepted before the last octet of the content has left")
    func acceptedTooEarly() throws {
        var player = try underway()
        player.receive("250 taken\r\n")
        player.finish()
        #expect(player.outcomes == [["unsent", "refused"], ["unsent"]])
        #expect(player.written.last == "(close)")
    }

    @Test(
        "A refusal in mid-content stands, and the rest of the content is not taken for commands",
        arguments: [("552 too big", "refused"), ("452 full", "deferred"), ("421 bye", "deferred")])
    func refusedInMidContent(reply: String, outcome: String) throws {
        var player = try underway()
        player.receive(reply + "\r\n")
        player.finish()
        #expect(player.outcomes == [[outcome, "refused"], ["unsent"]])
        #expect(player.written.last == "(close)")
    }
}
