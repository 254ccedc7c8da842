import SMTPCore
import SMTPProtocol
import Testing

@Suite("Whole dialogues, with every reply and every loss where it may come", .timeLimit(.minutes(10)))
struct DialogueTests {
    @Test("Each side's lines come in their order, and each recipient gets the outcome", arguments: Dialogue.lawful)
    func dialogue(_ dialogue: Dialogue) throws {
        let player = try dialogue.play()
        #expect(player.outcomes == dialogue.outcomes)
        // The reference agrees with the table, or the losses below prove nothing.
        #expect(Ledger(player).outcomes == dialogue.outcomes)
    }

    @Test("It makes no difference how the server's bytes are cut", arguments: Dialogue.lawful)
    func cutBytes(_ dialogue: Dialogue) throws {
        let longest = dialogue.turns.map { $0.server.joined().utf8.count + 2 * $0.server.count }.max() ?? 0
        for place in 1..<longest {
            let player = try dialogue.play { bytes in
                bytes.count > place ? [Array(bytes[..<place]), Array(bytes[place...])] : [bytes]
            }
            #expect(player.outcomes == dialogue.outcomes, "cut at \(place)")
        }
        let player = try dialogue.play { $0.map { [$0] } }
        #expect(player.outcomes == dialogue.outcomes, "byte by byte")
    }

    @Test(
        "A connection lost after any octet leaves each recipient what the server could have made of it",
        arguments: Dialogue.lawful)
    func losses(_ dialogue: Dialogue) throws {
        var octets = 0
        while let player = try dialogue.play(cutAfter: octets) {
            #expect(player.outcomes == Ledger(player).outcomes, "lost after \(octets) octets: \(player.lines)")
            #expect(player.session.isOver)
            octets += 1
        }
        #expect(octets > 5)
    }

    @Test("Nothing is unknown while the last octet has not left", arguments: Dialogue.lawful)
    func contentThatStays(_ dialogue: Dialogue) throws {
        var octets = 0
        while let player = try dialogue.play(cutAfter: octets, contentLeaves: false) {
            let outcomes = Set(player.outcomes.joined())
            #expect(outcomes.isSubset(of: ["unsent", "refused", "deferred"]), "lost after \(octets) octets")
            octets += 1
        }
        #expect(octets > 5)
    }

    @Test("RSET comes behind a MAIL, never before the first", arguments: Dialogue.lawful + Dialogue.chunked)
    func neverResetsFirst(_ dialogue: Dialogue) throws {
        let written = try dialogue.play().written
        guard let reset = written.firstIndex(of: "RSET") else { return }
        #expect(written[..<reset].contains { $0.hasPrefix("MAIL") })
    }

    @Test(
        "A client's own name that is no domain writes nothing",
        arguments: ["a\r\nMAIL FROM:<x>", "a\n", "a b", "", "a\u{0}", "[127.0.0.1", "ü\u{7F}"])
    func unsafeName(name: String) throws {
        var player = try Player(mail: [["a"]], hostname: name)
        player.receive("220 mx\r\n")
        player.finish()
        #expect(player.written == ["(close)"])
        #expect(player.outcomes == [["unsent"]])
        #expect(player.session.failure?.message.hasPrefix("mx:25: the client's own name") == true)
    }
}
