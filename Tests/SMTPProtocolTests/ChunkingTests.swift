import NIOCore
import SMTPCore
import TestSupport
import Testing

@testable import SMTPProtocol

@Suite("Content behind BDAT", .timeLimit(.minutes(10)))
struct ChunkingTests {
    private struct Reason: Error {}

    @Test("Each side's lines come in their order, and each recipient gets the outcome", arguments: Dialogue.chunked)
    func dialogue(_ dialogue: Dialogue) throws {
        #expect(try dialogue.play().outcomes == dialogue.outcomes)
        #expect(try dialogue.play { $0.map { [$0] } }.outcomes == dialogue.outcomes, "byte by byte")
    }

    private func open(
        _ mail: [[String]], gates: [Int: ContentGate] = [:], content: String = "a: b\r\n\r\nc\r\n",
        keywords: String = "250-CHUNKING\r\n250 PIPELINING\r\n", dialect: SMTPSession.Dialect = .smtp,
        chunking: Bool = true
    ) throws -> Player {
        var player = try Player(mail: mail, dialect: dialect, content: content, gates: gates, chunking: chunking)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n" + keywords)
        return player
    }

    @Test("DATA is used unless BDAT is asked for and offered, and with LMTP")
    func whenNot() throws {
        #expect(try open([["a"]], chunking: false).written.last == "DATA")
        #expect(try open([["a"]], keywords: "250 PIPELINING\r\n").written.last == "DATA")
        #expect(try open([["a"]], dialect: .lmtp).written.last == "DATA")
    }

    @Test("The octets are the message's own, whatever its lines begin with")
    func octets() throws {
        let message = "a: b\r\n\r\n.\r\n..\r\nFrom x"
        let player = try open([["a"]], content: message)
        #expect(player.written.suffix(2) == ["BDAT 23 LAST", "(octets 1)"])
        #expect(player.contents == [message + "\r\n"])
    }

    @Test("BDAT waits for its gate; MAIL and RCPT do not")
    func gateOpensLate() throws {
        var player = try open([["a"]], gates: [1: ContentGate()])
        #expect(player.written.last == "RCPT TO:<a>")
        player.receive("250\r\n250\r\n")
        #expect(player.written.last == "RCPT TO:<a>")
        player.decide(1, isOpen: true)
        #expect(player.written.last == "(octets 1)")
        player.receive("250\r\n")
        #expect(player.outcomes == [["accepted"]])
    }

    @Test("A gate that closes before BDAT costs an RSET, not the connection", arguments: [true, false])
    func gateCloses(beforeReplies: Bool) throws {
        var player = try open([["a", "b"], ["c"]], gates: [1: ContentGate()])
        if beforeReplies { player.decide(1, isOpen: false) }
        player.receive("250\r\n550\r\n250\r\n")
        if !beforeReplies { player.decide(1, isOpen: false) }
        #expect(player.written.suffix(3) == ["RSET", "MAIL FROM:<>", "RCPT TO:<c>"])
        player.receive("250\r\n250\r\n250\r\n")
        player.receive("250\r\n")
        #expect(player.outcomes == [["refused", "withheld"], ["accepted"]])
        #expect(!player.written.contains("(octets 1)"))
    }

    @Test("When nobody wants the message before its gate opens, no BDAT is written", arguments: ["250", "450"])
    func nobodyWants(mail: String) throws {
        var player = try open([["a"], ["b"]], gates: [1: ContentGate()])
        player.receive("\(mail)\r\n550\r\n")
        #expect(player.outcomes.first == [mail == "250" ? "refused" : "deferred"])
        player.decide(1, isOpen: true)
        #expect(player.written.contains("RSET") == (mail == "250"))
        #expect(!player.written.contains("(octets 1)"))
    }

    @Test("A large message waits until somebody wants it", arguments: [true, false])
    func largeContent(isWanted: Bool) throws {
        let line = String(repeating: "x", count: 62) + "\r\n"
        let content = String(repeating: line, count: SMTPSession.eagerChunk / 64 + 1)
        var player = try open([["a", "b"]], content: content)
        #expect(player.written.last == "RCPT TO:<b>")
        player.receive("250\r\n550\r\n")
        #expect(player.written.last == "RCPT TO:<b>")
        player.receive(isWanted ? "250\r\n" : "450\r\n")
        #expect(player.written.last == (isWanted ? "(octets 1)" : "RCPT TO:<b>"))
        if isWanted { player.receive("250\r\n") }
        #expect(player.outcomes == [["refused", isWanted ? "accepted" : "deferred"]])
    }

    @Test("Octets that are still leaving: a refusal stands, an acceptance cannot be, and nothing is unknown")
    func earlyReplies() throws {
        for (last, outcome) in [("552 too much", "refused"), ("250 taken", "unsent"), ("", "unsent")] {
            var player = try stuck()
            player.receive("250\r\n250\r\n" + (last.isEmpty ? "" : last + "\r\n"))
            player.lose()
            player.finish()
            #expect(player.outcomes == [[outcome]], "\(last)")
        }
    }

    /// Its octets never leave.
    private func stuck() throws -> Player {
        var player = try Player(mail: [["a"]], chunking: true)
        player.contentLeaves = false
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n")
        return player
    }

    @Test(
        "What is waited for is named",
        arguments: [
            ("", .mail, "MAIL", "unknown"), ("250\r\n", .recipient, "RCPT", "unknown"),
            ("250\r\n250\r\n", .endOfData, "end of data", "unknown"),
        ] as [(String, SMTPSession.Awaited, String, String)])
    func timeouts(said: String, awaited: SMTPSession.Awaited, name: String, outcome: String) throws {
        var player = try open([["a"]])
        player.receive(said)
        #expect(player.session.awaited == awaited)
        player.timeOut()
        #expect(player.session.failure?.message == "mx:25: no reply to \(name) within 3 s")
        #expect(player.outcomes == [[outcome]])
    }

    @Test("After 421 only the end is waited for, and the 421 is what it failed with")
    func closing() throws {
        var player = try open([["a", "b"]])
        player.receive("250\r\n421 4.3.2 going down\r\n")
        #expect(player.session.awaited == .quit)
        player.timeOut()
        #expect(player.session.failure?.message == "mx:25: 421 4.3.2 going down")
        #expect(player.outcomes == [["unsent", "unsent"]])
    }

    @Test("With a server that keeps to the protocol the outcomes are the truth", arguments: 0..<100, [1, 2, 5])
    func lawful(seed: UInt64, inFlight: Int) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<40 {
            let kindness = try #require([50, 80, 95, 100].randomElement(using: &random))
            var server = LawfulServer(
                seed: random.next(), pipelining: Bool.random(using: &random), kindness: kindness, chunking: true)
            let mail = (0..<Int.random(in: 1...(inFlight > 1 ? 9 : 4), using: &random)).map { place in
                (0..<Int.random(in: 1...4, using: &random)).map { "r\(place)-\($0)" }
            }
            var player = try Player(mail: mail, chunking: true, inFlight: inFlight)
            let patience = Int.random(in: 5...400, using: &random)
            var reads = 0
            var heard = 0
            var coming = Array(server.greeting().utf8)
            while !coming.isEmpty, reads < patience {
                let piece = Int.random(in: 1...min(40, coming.count), using: &random)
                player.receive(Array(coming.prefix(piece)))
                coming.removeFirst(piece)
                let written = player.written
                for line in written[heard...] where line != "(close)" { coming += server.reply(to: line).utf8 }
                heard = written.count
                reads += 1
            }
            player.lose()
            player.finish()
            let comment = "seed \(seed), round \(round): \(player.lines)"
            #expect(server.harm == [], "\(comment)")
            for (recipients, outcomes) in zip(player.mail, player.outcomes) {
                #expect(recipients.count == outcomes.count, "\(comment)")
                for (recipient, outcome) in zip(recipients, outcomes) where outcome != "unknown" {
                    #expect(server.delivered.contains(recipient) == (outcome == "accepted"), "\(recipient): \(comment)")
                }
            }
        }
    }
}
