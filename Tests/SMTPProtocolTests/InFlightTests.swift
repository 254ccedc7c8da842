import SMTPCore
import SMTPProtocol
import Testing

@Suite("Several BDAT transactions in flight")
struct InFlightTests {
    private func open(_ count: Int, inFlight: Int = 3) throws -> Player {
        var player = try Player(
            mail: (1...count).map { ["r\($0)"] }, chunking: true, inFlight: inFlight)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n")
        return player
    }

    private func group(_ number: Int) -> [String] {
        ["MAIL FROM:<>", "RCPT TO:<r\(number)>", "BDAT 17 LAST", "(octets \(number))"]
    }

    /// The first is through, RSET is known, and those from the second on are under way.
    private func underway(_ count: Int, inFlight: Int = 3) throws -> Player {
        var player = try open(count, inFlight: inFlight)
        player.receive("250\r\n250\r\n250\r\n")
        player.receive("250\r\n")
        return player
    }

    @Test("The first goes alone, RSET is tried before the second, and then so many go at once")
    func groups() throws {
        var player = try open(6)
        var written = ["EHLO client.example"] + group(1)
        #expect(player.written == written)
        player.receive("250\r\n250\r\n250\r\n")
        written += ["RSET", "MAIL FROM:<>", "RCPT TO:<r2>"]
        #expect(player.written == written)
        player.receive("250\r\n")
        written += ["BDAT 17 LAST", "(octets 2)", "RSET"] + group(3) + ["RSET"] + group(4)
        #expect(player.written == written)
        player.receive("250\r\n250\r\n250\r\n")
        written += ["RSET"] + group(5)
        #expect(player.written == written)
        #expect(player.session.awaited == .reset)
        player.receive(String(repeating: "250\r\n", count: 4))
        written += ["RSET"] + group(6)
        #expect(player.written == written)
        player.receive(String(repeating: "250\r\n", count: 12))
        #expect(player.outcomes == [[String]](repeating: ["accepted"], count: 6))
        #expect(player.session.isIdle && !player.session.isOver)
    }

    @Test("One that is refused costs the others nothing")
    func refused() throws {
        var player = try underway(4)
        player.receive("250\r\n550 5.1.1 who\r\n503 nobody\r\n")
        player.receive("250\r\n250\r\n250\r\n452 4.3.1 full\r\n")
        player.receive("250\r\n250\r\n250\r\n250\r\n")
        #expect(player.outcomes == [["accepted"], ["refused"], ["deferred"], ["accepted"]])
        #expect(!player.session.isOver)
    }

    @Test("A lost connection leaves unknown what was under way, and nothing else")
    func lost() throws {
        var player = try underway(6)
        player.receive("250\r\n250\r\n250\r\n")
        player.lose()
        player.finish()
        #expect(player.outcomes == [["accepted"], ["accepted"], ["unknown"], ["unknown"], ["unknown"], ["unsent"]])
    }

    @Test(
        "Where RSET is not known no second transaction goes behind an unanswered one",
        arguments: ["502 what", "421 bye"])
    func noReset(reply: String) throws {
        var player = try open(3)
        player.receive("250\r\n250\r\n250\r\n")
        player.receive(reply + "\r\n")
        player.finish()
        #expect(player.outcomes == [["accepted"], ["unsent"], ["unsent"]])
        #expect(player.written.last == "(close)")
    }

    @Test("421 to RSET: what stands right behind it was not heard, and of the rest nothing is claimed")
    func goodbye() throws {
        var player = try underway(5)
        player.receive("250\r\n250\r\n250\r\n421 bye\r\n")
        player.finish()
        #expect(player.outcomes == [["accepted"], ["accepted"], ["unsent"], ["unknown"], ["unsent"]])
    }

    @Test("What waits for its gate holds back what comes behind it")
    func gates() throws {
        let gate = ContentGate()
        var player = try Player(
            mail: (1...4).map { ["r\($0)"] }, gates: [3: gate], chunking: true, inFlight: 3)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n")
        player.receive("250\r\n250\r\n250\r\n")
        player.receive("250\r\n")
        #expect(player.written.suffix(3) == ["RSET", "MAIL FROM:<>", "RCPT TO:<r3>"])
        player.decide(3, isOpen: true)
        #expect(player.written.suffix(7) == ["BDAT 17 LAST", "(octets 3)", "RSET"] + group(4))
        player.receive(String(repeating: "250\r\n", count: 11))
        #expect(player.outcomes == [[String]](repeating: ["accepted"], count: 4))
    }

    @Test("Without PIPELINING there is one")
    func withoutPipelining() throws {
        var player = try Player(mail: [["a"], ["b"]], chunking: true, inFlight: 5)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250 CHUNKING\r\n")
        #expect(player.session.lanes == 1 && player.written.last == "MAIL FROM:<>")
    }
}
