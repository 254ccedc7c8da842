import SMTPCore
import SMTPProtocol
import Testing

@Suite("Gates, deadlines, LMTP and goodbyes")
struct SMTPSessionTests {
    private struct Reason: Error {}

    private func open(
        _ mail: [[String]], gates: [Int: ContentGate] = [:], pipelining: Bool = true,
        dialect: SMTPSession.Dialect = .smtp
    ) throws -> Player {
        var player = try Player(mail: mail, dialect: dialect, gates: gates)
        player.receive("220 mx\r\n")
        player.receive(pipelining ? "250-mx\r\n250 PIPELINING\r\n" : "250 mx\r\n")
        return player
    }

    // MARK: - Gates

    @Test("No content leaves before its gate is open, and the next waits behind it")
    func gateOpensLate() throws {
        var player = try open([["a"], ["b"]], gates: [1: ContentGate()])
        player.receive("250\r\n250\r\n354\r\n")
        #expect(player.written.last == "DATA")
        player.decide(1, isOpen: true)
        #expect(player.written.suffix(4) == ["(message 1)", "MAIL FROM:<>", "RCPT TO:<b>", "DATA"])
    }

    @Test("A gate that was opened before costs no wait", arguments: [true, false])
    func gateOpensEarly(beforeSubmission: Bool) throws {
        let gate = ContentGate()
        if beforeSubmission { gate.decide(.open) }
        var player = try open([["a"]], gates: [1: gate])
        if !beforeSubmission { player.decide(1, isOpen: true) }
        player.receive("250\r\n250\r\n354\r\n")
        #expect(player.written.last == "(message 1)")
    }

    @Test("A gate that was closed before submission keeps the transaction off the wire")
    func gateClosedBefore() throws {
        let gate = ContentGate()
        gate.decide(.closed(Reason()))
        let player = try open([["a"], ["b"]], gates: [1: gate])
        #expect(player.outcomes[0] == ["withheld"])
        #expect(player.written.dropFirst() == ["MAIL FROM:<>", "RCPT TO:<b>", "DATA"])
    }

    @Test("A gate that closes while its transaction waits takes it back")
    func gateClosesInQueue() throws {
        var player = try open([["a"], ["b"]], gates: [2: ContentGate()])
        player.decide(2, isOpen: false)
        player.receive("250\r\n250\r\n354\r\n")
        player.receive("250\r\n")
        #expect(player.outcomes == [["accepted"], ["withheld"]])
        #expect(!player.written.contains("RCPT TO:<b>"))
    }

    @Test("Once 354 came only dropping the connection takes a message back", arguments: [true, false])
    func gateCloses(after354: Bool) throws {
        var player = try open([["a", "b"], ["c"]], gates: [1: ContentGate()])
        if !after354 { player.decide(1, isOpen: false) }
        player.receive("250\r\n250\r\n550\r\n354\r\n")
        if after354 { player.decide(1, isOpen: false) }
        player.finish()
        #expect(player.outcomes == [["withheld", "refused"], ["unsent"]])
        #expect(player.written.last == "(close)")
        #expect(player.results[1]?.first?.connectionIsOver == true)
    }

    @Test("A closed gate changes nothing about a refusal")
    func gateClosedAndRefused() throws {
        var player = try open([["a"]], gates: [1: ContentGate()])
        player.decide(1, isOpen: false)
        player.receive("250\r\n550\r\n554\r\n")
        #expect(player.outcomes == [["refused"]])
        #expect(player.written.last == "DATA")
    }

    // MARK: - Deadlines

    /// What the server says, and what is waited for after it.
    @Test(
        "What is waited for is named",
        arguments: [
            ([], .greeting, "no reply to greeting within 3 s", "unsent"),
            (["220"], .hello, "no reply to EHLO within 3 s", "unsent"),
            (["220", "250-mx\r\n250 PIPELINING"], .mail, "no reply to MAIL within 3 s", "unsent"),
            (["220", "250-mx\r\n250 PIPELINING", "250"], .recipient, "no reply to RCPT within 3 s", "unsent"),
            (["220", "250-mx\r\n250 PIPELINING", "250\r\n250"], .data, "no reply to DATA within 3 s", "unsent"),
            (
                ["220", "250-mx\r\n250 PIPELINING", "250\r\n250\r\n354"], .endOfData,
                "no reply to end of data within 3 s", "unknown"
            ),
        ] as [([String], SMTPSession.Awaited, String, String)])
    func timeouts(said: [String], awaited: SMTPSession.Awaited, message: String, outcome: String) throws {
        var player = try Player(mail: [["a"]])
        for line in said { player.receive(line + "\r\n") }
        #expect(player.session.awaited == awaited)
        player.timeOut()
        player.finish()
        #expect(player.session.failure?.kind == .timedOut)
        #expect(player.session.failure?.message == "mx:25: \(message)")
        #expect(player.outcomes == [[outcome]])
        #expect(player.session.awaited == nil)
    }

    @Test("RSET is waited for by its name; an idle connection waits for nothing")
    func resetIsAwaited() throws {
        var player = try open([["a"], ["b"]])
        player.receive("250\r\n550\r\n554\r\n")
        #expect(player.session.awaited == .reset)
        var idle = try open([])
        #expect(idle.session.awaited == nil)
        idle.timeOut()
        #expect(!idle.session.isOver)
    }

    @Test("A server that takes no more of the message has less time than one that works on the whole")
    func block() throws {
        var player = try Player(mail: [["a"]])
        player.contentLeaves = false
        player.receive("220\r\n")
        player.receive("250-mx\r\n250 PIPELINING\r\n")
        player.receive("250\r\n250\r\n354\r\n")
        #expect(player.session.awaited == .block)
        player.timeOut()
        #expect(player.session.failure?.message == "mx:25: takes no more of the message for 3 s")
        #expect(player.outcomes == [["unsent"]])
        let usual = Timeouts()
        #expect(
            usual[.greeting] == .seconds(300) && usual[.mail] == .seconds(300) && usual[.recipient] == .seconds(300))
        #expect(usual[.data] == .seconds(120) && usual[.block] == .seconds(180) && usual[.endOfData] == .seconds(600))
        let short = Timeouts(commands: .seconds(10))
        #expect(
            short[.recipient] == .seconds(10) && short[.block] == .seconds(180) && short[.endOfData] == .seconds(600))
    }

    // MARK: - LMTP

    @Test(
        "LMTP answers for each accepted recipient",
        arguments: [
            ("250\r\n250\r\n250\r\n250\r\n354\r\n", "250\r\n250\r\n250\r\n", "accepted accepted accepted"),
            ("250\r\n250\r\n550\r\n250\r\n354\r\n", "250\r\n450\r\n", "accepted refused deferred"),
            ("250\r\n550\r\n250\r\n250\r\n354\r\n", "452\r\n250\r\n", "refused deferred accepted"),
            ("250\r\n250\r\n250\r\n250\r\n354\r\n", "550\r\n452\r\n554\r\n", "refused deferred refused"),
        ])
    func lmtp(replies: String, deliveries: String, outcomes: String) throws {
        for pieces in Cuts.all(of: Array(deliveries.utf8)) {
            var player = try open([["a", "b", "c"]], dialect: .lmtp)
            #expect(player.written.first == "LHLO client.example")
            player.receive(replies)
            for piece in pieces { player.receive(piece) }
            #expect(player.outcomes == [outcomes.split(separator: " ").map(String.init)])
            #expect(player.session.isIdle)
        }
    }

    @Test("An LMTP connection lost among the deliveries leaves the rest unknown")
    func lmtpLost() throws {
        var player = try open([["a", "b", "c"]], dialect: .lmtp)
        player.receive("250\r\n250\r\n550\r\n250\r\n354\r\n")
        player.receive("452\r\n")
        player.lose()
        #expect(player.outcomes == [["deferred", "refused", "unknown"]])
    }

    @Test(
        "What an LMTP server said of some stands when the connection is lost before it spoke of all",
        arguments: ["(cut)", "garbage", "(silence)", "354 go", "421 bye"])
    func lmtpAcceptedBeforeLoss(ending: String) throws {
        var player = try open([["a", "b", "c", "d", "e", "f"], ["g"]], dialect: .lmtp)
        player.receive("250\r\n" + String(repeating: "250\r\n", count: 3) + "550\r\n250\r\n250\r\n354\r\n")
        player.receive("250 2.1.5 one\r\n550 5.2.2 full\r\n250 three\r\n")
        switch ending {
        case "(cut)": player.lose()
        case "(silence)": player.timeOut()
        default: player.receive(ending + "\r\n")
        }
        player.finish()
        // 421 is the fourth one's reply too.
        let fourth = ending == "421 bye" ? "deferred" : "unknown"
        #expect(player.outcomes == [["accepted", "refused", "accepted", "refused", fourth, "unknown"], ["unsent"]])
        #expect(player.results[1]?.first?.exceptions.first?.reply.text == "one")
    }

    @Test(
        "LMTP has no reply to a lone dot where nobody was accepted: the connection is closed",
        arguments: ["250", "451"])
    func lmtpLoneDot(mail: String) throws {
        var player = try open([["a", "b"], ["c"]], dialect: .lmtp)
        player.receive("\(mail)\r\n550\r\n450\r\n354\r\n")
        player.finish()
        #expect(player.written.last == "(close)" && !player.written.contains("."))
        let outcomes = mail == "250" ? ["refused", "deferred"] : ["deferred", "deferred"]
        #expect(player.outcomes == [outcomes, ["unsent"]])
    }

    @Test("An LMTP server that refuses LHLO is not tried with HELO")
    func lmtpHasNoHELO() throws {
        var player = try Player(mail: [["a"]], dialect: .lmtp)
        player.receive("220 mx\r\n")
        player.receive("500 what\r\n")
        #expect(player.written == ["LHLO client.example", "(close)"])
    }

    // MARK: - Goodbyes

    @Test(
        "QUIT is said when nothing is under way; whatever comes then closes", arguments: ["221 bye", "500 what", "x"])
    func quits(reply: String) throws {
        var player = try open([["a"]])
        player.receive("250\r\n250\r\n354\r\n")
        player.receive("250\r\n")
        player.quit()
        #expect(player.written.last == "QUIT")
        player.receive(reply + "\r\n")
        #expect(player.written.last == "(close)")
        #expect(player.outcomes == [["accepted"]])
    }

    @Test("Quitting in mid-transaction just closes")
    func quitsInTheMiddle() throws {
        var player = try open([["a"]])
        player.receive("250\r\n250\r\n354\r\n")
        player.quit()
        #expect(player.written.last == "(close)")
        #expect(player.outcomes == [["unknown"]])
    }

    @Test("What is submitted after the end never leaves")
    func submittedTooLate() throws {
        var player = try open([["a"], ["b"]], pipelining: false)
        player.lose()
        let written = player.written
        player.finish()
        #expect(player.written == written)
        #expect(player.outcomes == [["unsent"], ["unsent"]])
    }
}
