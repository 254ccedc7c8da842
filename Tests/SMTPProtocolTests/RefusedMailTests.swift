import SMTPCore
import SMTPProtocol
import Testing

@Suite("MAIL refused, and a server that goes on as if it were not")
struct RefusedMailTests {
    private static let refusals = ["451 later", "452 4.3.1 full", "530 5.7.0 log in", "550 5.4.5 quota", "554 no"]

    private func open(_ dialect: SMTPSession.Dialect, chunking: Bool = false, inFlight: Int = 1) throws -> Player {
        var player = try Player(
            mail: [["a", "b", "c"], ["d"], ["e"]], dialect: dialect, chunking: chunking, inFlight: inFlight)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n")
        return player
    }

    private func outcome(_ refusal: String) -> String { refusal.hasPrefix("4") ? "deferred" : "refused" }

    @Test(
        "With one recipient accepted and 354 the connection is closed, and nothing is delivered",
        arguments: refusals, ["250 250 250", "550 503 250", "250 450 550", "251 550 550", "503 250 503"])
    func closed(refusal: String, recipients: String) throws {
        for dialect in [SMTPSession.Dialect.smtp, .lmtp] {
            var player = try open(dialect)
            player.receive(refusal + "\r\n" + recipients.replacing(" ", with: "\r\n") + "\r\n354 go\r\n")
            player.finish()
            #expect(player.written.last == "(close)")
            #expect(!player.written.contains { $0 == "." || $0.hasPrefix("(message") }, "\(player.written)")
            #expect(player.outcomes == [[String](repeating: outcome(refusal), count: 3), ["unsent"], ["unsent"]])
            #expect(player.results[1]?.first?.connectionIsOver == true)
        }
    }

    @Test("With nobody accepted the lone dot goes, and the session goes on", arguments: refusals)
    func loneDot(refusal: String) throws {
        var player = try open(.smtp)
        player.receive(refusal + "\r\n503\r\n550\r\n450\r\n354 go\r\n")
        #expect(player.written.last == ".")
        player.receive("250 taken\r\n")
        #expect(player.written.last == "DATA")
        #expect(player.outcomes.first == [String](repeating: outcome(refusal), count: 3))
    }

    @Test("BDAT that is refused is the refusal of MAIL, and RSET parts it from the next", arguments: refusals)
    func chunk(refusal: String) throws {
        var player = try open(.smtp, chunking: true)
        player.receive(refusal + "\r\n250\r\n503\r\n250\r\n554 no\r\n")
        #expect(player.written.suffix(3) == ["RSET", "MAIL FROM:<>", "RCPT TO:<d>"])
        #expect(player.outcomes.first == [String](repeating: outcome(refusal), count: 3))
    }

    @Test("No reply to BDAT: whoever was accepted is unknown, whoever was not goes again", arguments: refusals)
    func chunkLost(refusal: String) throws {
        var player = try open(.smtp, chunking: true)
        player.receive(refusal + "\r\n250\r\n503\r\n")
        player.lose()
        player.finish()
        #expect(player.outcomes == [["unknown", "next", "unknown"], ["unsent"], ["unsent"]])
        #expect(player.results[1]?.first?.overflowTellsLimit == false)
    }
}
