import SMTPCore
import SMTPProtocol
import Testing

@Suite("What a server announces is kept to, and what it shows is learned")
struct LimitTests {
    private func player(
        _ mail: [[String]], keywords: String..., content: String = "a: b\r\n\r\nc\r\n"
    ) throws -> Player {
        var player = try Player(mail: mail, content: content)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n" + keywords.map { "250-\($0)\r\n" }.joined() + "250 PIPELINING\r\n")
        return player
    }

    @Test("No more recipients are offered than RCPTMAX; the rest is for another transaction")
    func recipientLimit() throws {
        var player = try player([["a", "b", "c", "d"]], keywords: "LIMITS RCPTMAX=2")
        #expect(player.written.dropFirst() == ["MAIL FROM:<>", "RCPT TO:<a>", "RCPT TO:<b>", "DATA"])
        player.receive("250\r\n250\r\n550\r\n354\r\n")
        player.receive("250\r\n")
        #expect(player.outcomes == [["accepted", "refused", "next", "next"]])
        #expect(player.results[1]?.first?.overflowTellsLimit == true)
    }

    @Test("No more transactions are begun than MAILMAX, and the last says so")
    func transactionLimit() throws {
        var player = try player([["a"], ["b"], ["c"]], keywords: "LIMITS MAILMAX=2")
        player.receive("250\r\n250\r\n354\r\n")
        player.receive("250\r\n250\r\n250\r\n354\r\n")
        player.receive("250\r\n")
        player.finish()
        #expect(player.outcomes == [["accepted"], ["accepted"], ["unsent"]])
        #expect(player.results[2]?.first?.connectionIsOver == true)
        #expect(player.written.count { $0 == "MAIL FROM:<>" } == 2)
    }

    @Test("A message over SIZE is not offered", arguments: [(11, true), (10, false), (0, true)])
    func size(limit: Int, isOffered: Bool) throws {
        let player = try player([["a", "b"]], keywords: "SIZE \(limit)")
        #expect(player.written.contains("MAIL FROM:<> SIZE=11") == isOffered)
        #expect(isOffered || player.outcomes == [["refused", "refused"]])
    }

    @Test("An 8-bit message is declared where that is offered, and made 7-bit where not", arguments: [true, false])
    func eightBit(isTaken: Bool) throws {
        var player = try player([["a"]], keywords: isTaken ? "8bitmime" : "X", content: "a: b\r\n\r\né\r\n")
        #expect(player.written.contains("MAIL FROM:<> BODY=8BITMIME") == isTaken)
        player.receive("250\r\n250\r\n354\r\n")
        #expect(player.contents.count == 1)
        #expect(try #require(player.contents.first).utf8.contains { $0 > 0x7F } == isTaken)
        player.receive("250\r\n")
        #expect(player.outcomes == [["accepted"]])
    }

    @Test("An 8-bit message that has no 7-bit form is refused here, and SIZE counts what would go out")
    func noSevenBitForm() throws {
        let signed = "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\né\r\n--b--\r\n"
        let player = try player([["a"]], keywords: "X", content: signed)
        #expect(player.written == ["EHLO client.example"])
        #expect(try reply(player).summary.hasPrefix("554 5.6.3 the message is 8-bit"))
        let grown = try self.player([["a"]], keywords: "SIZE 20", content: "a: b\r\n\r\né\r\n")
        #expect(try reply(grown).status == .init(5, 3, 4))
    }

    /// What the first transaction was refused with.
    private func reply(_ player: Player) throws -> Reply {
        let result = try #require(player.results[1]?.first)
        guard case .refused(let reply) = result.ending else { throw NotRefused() }
        return reply
    }

    private struct NotRefused: Error {}

    @Test("No more domains are offered than RCPTDOMAINMAX; the rest is for another transaction")
    func domainLimit() throws {
        let mail = [["a@x.example", "b@y.example", "c@X.EXAMPLE", "d@z.example"]]
        var one = try player(mail, keywords: "LIMITS RCPTDOMAINMAX=1")
        #expect(
            one.written.dropFirst() == ["MAIL FROM:<>", "RCPT TO:<a@x.example>", "RCPT TO:<c@X.EXAMPLE>", "DATA"])
        one.receive("250\r\n250\r\n250\r\n354\r\n")
        one.receive("250\r\n")
        #expect(one.outcomes == [["accepted", "next", "accepted", "next"]])
        #expect(one.results[1]?.first?.overflowTellsLimit == false)
        let both = try player(mail, keywords: "LIMITS RCPTDOMAINMAX=2 RCPTMAX=2")
        #expect(both.written.dropFirst(2).dropLast() == ["RCPT TO:<a@x.example>", "RCPT TO:<b@y.example>"])
    }

    @Test("A 7-bit message is not declared 8-bit")
    func sevenBit() throws {
        #expect(try player([["a"]], keywords: "8BITMIME").written.contains("MAIL FROM:<>"))
    }

    @Test(
        "An address that could be more than an address is refused here, at no cost to the others",
        arguments: ["a\r\nDATA", "a\n", "a\u{0}", "a\u{7F}", "\tb", "ü", "a\u{85}"])
    func unsafeAddresses(address: String) throws {
        var player = try player([["a", address, "b", address], ["c"]], keywords: "X")
        #expect(player.written.dropFirst() == ["MAIL FROM:<>", "RCPT TO:<a>", "RCPT TO:<b>", "DATA"])
        player.receive("250\r\n250\r\n550\r\n354\r\n")
        player.receive("250\r\n")
        #expect(player.outcomes.first == ["accepted", "refused", "refused", "refused"])
    }

    @Test("With nobody left to offer nothing is written")
    func nobodyToOffer() throws {
        let player = try player([["ü", "a\n"]], keywords: "X")
        #expect(player.written == ["EHLO client.example"])
        #expect(player.outcomes == [["refused", "refused"]])
    }

    // MARK: - Too many recipients

    @Test(
        "'Too many recipients' is told from a recipient's own trouble",
        arguments: [
            // x.5.3 says it, wherever it stands.
            ("250 | 452 4.5.3 x | 452 4.5.3 x", "accepted next next"),
            ("250 | 452 4.5.3 x | 250", "accepted next accepted"),
            ("250 | 550 5.5.3 x | 250", "accepted next accepted"),
            ("452 4.5.3 x | 250 | 250", "next accepted accepted"),
            // Without an enhanced code it takes the same to every later recipient.
            ("250 | 452 x | 452 x", "accepted next next"),
            ("250 | 552 x | 552 x", "accepted next next"),
            ("250 | 250 | 452 x", "accepted accepted next"),
            ("250 | 452 x | 552 x", "accepted deferred next"),
            ("250 | 452 x | 250", "accepted deferred accepted"),
            ("250 | 452 x | 550 x", "accepted deferred refused"),
            ("550 x | 250 | 452 x", "refused accepted next"),
            // The first as well: then it is about something else.
            ("452 x | 452 x | 452 x", "deferred deferred deferred"),
            ("452 4.5.3 x | 452 4.5.3 x | 452 4.5.3 x", "deferred deferred deferred"),
            ("552 x | 552 x | 552 x", "refused refused refused"),
            // These are what they say.
            ("250 | 452 4.2.2 x | 452 4.2.2 x", "accepted deferred deferred"),
            ("250 | 452 4.3.1 x | 452 4.3.1 x", "accepted deferred deferred"),
            ("250 | 552 5.2.2 x | 552 5.2.2 x", "accepted refused refused"),
            ("250 | 451 x | 451 x", "accepted deferred deferred"),
            ("250 | 450 4.5.30 x | 450 4.5.30 x", "accepted deferred deferred"),
        ])
    func tooMany(replies: String, outcomes: String) throws {
        var player = try player([["a", "b", "c"]], keywords: "X")
        player.receive(("250 | " + replies).replacing(" | ", with: "\r\n") + "\r\n")
        if outcomes.contains("accepted") {
            player.receive("354\r\n")
            player.receive("250\r\n")
        } else {
            player.receive("554\r\n")
        }
        #expect(player.outcomes == [outcomes.split(separator: " ").map(String.init)])
    }

    @Test(
        "'Too many recipients' after fifty",
        arguments: [("452 4.5.3 x", "next"), ("452 x", "next"), ("452 4.2.2 x", "deferred")])
    func afterFifty(reply: String, outcome: String) throws {
        var player = try player([(0..<60).map { "r\($0)" }], keywords: "X")
        player.receive(String(repeating: "250\r\n", count: 51) + String(repeating: reply + "\r\n", count: 10))
        player.receive("354\r\n")
        player.receive("250\r\n")
        #expect(
            player.outcomes
                == [[String](repeating: "accepted", count: 50) + [String](repeating: outcome, count: 10)])
    }
}
