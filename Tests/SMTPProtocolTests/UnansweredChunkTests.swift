import SMTPCore
import SMTPProtocol
import Testing

/// BDAT and its octets left with the group, and no reply to BDAT came: what is claimed of each recipient.
@Suite("No reply to BDAT")
struct UnansweredChunkTests {
    enum Loss: String, CaseIterable, Sendable {
        case cut, silence, garbage = "what?", halfAReply = "250-", unlawful = "354 go"

        func strike(_ player: inout Player) {
            switch self {
            case .cut: player.lose()
            case .silence: player.timeOut()
            case .halfAReply:
                player.receive(rawValue)
                player.lose()
            case .garbage, .unlawful: player.receive(rawValue + "\r\n")
            }
            player.finish()
        }
    }

    private func open(_ mail: [[String]], inFlight: Int = 1) throws -> Player {
        var player = try Player(mail: mail, chunking: true, inFlight: inFlight)
        player.receive("220 mx\r\n")
        player.receive("250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n")
        return player
    }

    @Test(
        "Somebody was accepted: that copy is unknown, and never goes again by itself",
        arguments: [
            ("250 250", "unknown unknown unknown"), ("250 250 550", "unknown refused unknown"),
            ("250 550 250", "refused unknown unknown"), ("250 250 450 250", "unknown deferred unknown"),
            // 421 to a later RCPT does not unmake it.
            ("250 250 421", "unknown next unknown"), ("250 250 250 421", "unknown unknown next"),
            ("250 550 250 421", "refused unknown next"), ("250 421 250", "next unknown unknown"),
            ("250 421 250 550", "next unknown refused"),
            // Nothing was heard of anybody, and the octets have left.
            ("250", "unknown unknown unknown"), ("", "unknown unknown unknown"),
        ])
    func accepted(replies: String, outcomes: String) throws {
        for loss in Loss.allCases {
            var player = try open([["u2", "u3", "u4"], ["u5"]])
            #expect(player.written.last == "(octets 1)")
            for reply in replies.split(separator: " ") { player.receive("\(reply) words\r\n") }
            loss.strike(&player)
            #expect(player.outcomes == [outcomes.split(separator: " ").map(String.init), ["unsent"]], "\(loss)")
            #expect(player.written.last == "(close)")
        }
    }

    @Test(
        "Nobody was: no copy can be out",
        arguments: [
            ("250 550 450 550", "refused deferred refused"), ("250 421", "unsent unsent unsent"),
            ("250 550 421", "refused unsent unsent"), ("421", "unsent unsent unsent"),
            ("451 503", "unsent unsent unsent"), ("451 503 503 503", "unsent unsent unsent"),
        ])
    func nobody(replies: String, outcomes: String) throws {
        for loss in Loss.allCases {
            var player = try open([["u2", "u3", "u4"], ["u5"]])
            for reply in replies.split(separator: " ") { player.receive("\(reply) words\r\n") }
            loss.strike(&player)
            #expect(player.outcomes == [outcomes.split(separator: " ").map(String.init), ["unsent"]], "\(loss)")
        }
    }

    @Test("Of several in flight each is judged by its own replies", arguments: Loss.allCases)
    func inFlight(loss: Loss) throws {
        var player = try open((1...6).map { ["r\($0)", "s\($0)"] }, inFlight: 3)
        player.receive("250\r\n250\r\n250\r\n250\r\n")
        // RSET is known now, and three are under way.
        player.receive("250\r\n")
        #expect(player.written.suffix(6).first == "RSET" && player.written.last == "(octets 4)")
        player.receive("250\r\n250\r\n421 s2\r\n")
        loss.strike(&player)
        let both = ["unknown", "unknown"]
        #expect(
            player.outcomes == [
                ["accepted", "accepted"], ["unknown", "next"], both, both, ["unsent", "unsent"],
                ["unsent", "unsent"],
            ])
    }

    @Test("503 to BDAT loses the dialogue; what is in flight behind it is still heard")
    func lostDialogue() throws {
        var player = try open((1...6).map { ["r\($0)"] }, inFlight: 3)
        player.receive("250\r\n250\r\n250\r\n")
        player.receive("250\r\n")
        player.receive("250\r\n250\r\n503 what\r\n")
        #expect(!player.session.isOver)
        player.receive("250\r\n250\r\n250\r\n250 taken\r\n")
        player.receive("250\r\n250\r\n250\r\n550 no\r\n")
        player.finish()
        #expect(player.outcomes == [["accepted"], ["unsent"], ["accepted"], ["refused"], ["unsent"], ["unsent"]])
        #expect(player.written.last == "(close)" && player.session.failure?.reply?.code == 503)
    }
}
