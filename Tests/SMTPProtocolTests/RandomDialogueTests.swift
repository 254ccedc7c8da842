import SMTPProtocol
import TestSupport
import Testing

@Suite("Over random dialogues every recipient gets one outcome, and the right one", .timeLimit(.minutes(10)))
struct RandomDialogueTests {
    private func mail(_ random: inout SeededGenerator) -> [[String]] {
        (0..<Int.random(in: 1...4, using: &random)).map { place in
            (0..<Int.random(in: 1...4, using: &random)).map { "r\(place)-\($0)" }
        }
    }

    @Test("With a server that keeps to the protocol the outcomes are the truth", arguments: 0..<100)
    func lawful(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<40 {
            let kindness = try #require([50, 80, 95, 100].randomElement(using: &random))
            var server = LawfulServer(
                seed: random.next(), pipelining: Bool.random(using: &random), kindness: kindness)
            var player = try Player(mail: mail(&random))
            let patience = Int.random(in: 5...200, using: &random)
            var reads = 0
            var heard = 0
            var coming = Array(server.greeting().utf8)
            while !coming.isEmpty {
                let piece = Int.random(in: 1...min(40, coming.count), using: &random)
                player.receive(Array(coming.prefix(piece)))
                coming.removeFirst(piece)
                let written = player.written
                for line in written[heard...] where line != "(close)" { coming += server.reply(to: line).utf8 }
                heard = written.count
                reads += 1
                if reads == patience { break }
            }
            player.lose()
            player.finish()
            let comment = "seed \(seed), round \(round): \(player.lines)"
            #expect(player.outcomes == Ledger(player).outcomes, "\(comment)")
            #expect(server.harm == [], "\(comment)")
            for (recipients, outcomes) in zip(player.mail, player.outcomes) {
                for (recipient, outcome) in zip(recipients, outcomes) where outcome != "unknown" {
                    #expect(server.delivered.contains(recipient) == (outcome == "accepted"), "\(recipient): \(comment)")
                }
            }
        }
    }

    /// Replies with no regard to what was asked, and worse.
    private static let noise = [
        "250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "250-a\r\n250 PIPELINING\r\n", "220 hi\r\n",
        "421 bye\r\n",
        "550 5.1.1 no\r\n", "450 later\r\n", "452 4.5.3 many\r\n", "503 order\r\n", "250-", "\r\n", "garbage\r\n", "\0",
    ]

    @Test(
        "With any server at all there is one outcome, and no acceptance without a 2xx behind the message",
        arguments: 0..<100)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let known: Set = ["accepted", "refused", "deferred", "unsent", "unknown", "next"]
        for round in 0..<60 {
            var player = try Player(mail: mail(&random))
            player.contentLeaves = Int.random(in: 0..<4, using: &random) > 0
            // A fair beginning in most cases, or nothing would get far.
            if round % 8 > 0 {
                player.receive("220 mx\r\n")
                player.receive(round % 2 == 0 ? "250-mx\r\n250 PIPELINING\r\n" : "250 mx\r\n")
            }
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let fair = Int.random(in: 0..<10, using: &random) < 8 && !player.session.isOver
                switch player.session.awaited {
                case .data? where fair: player.receive("354\r\n")
                case .some where fair: player.receive("250\r\n")
                default: player.receive(try #require(Self.noise.randomElement(using: &random)))
                }
            }
            if Bool.random(using: &random) { player.timeOut() }
            player.lose()
            player.finish()
            let comment = "seed \(seed), round \(round): \(player.lines)"
            for (place, outcomes) in player.outcomes.enumerated() {
                #expect(outcomes.count == player.mail[place].count, "\(comment)")
                #expect(known.isSuperset(of: outcomes), "\(outcomes), \(comment)")
                guard outcomes.contains("accepted") || outcomes.contains("unknown") else { continue }
                let sent = try #require(player.lines.firstIndex(of: .client("(message \(place + 1))")), "\(comment)")
                let isAnswered = player.lines[sent...].contains {
                    if case .server(let line) = $0 { line.hasPrefix("2") } else { false }
                }
                #expect(player.contentLeaves, "\(comment)")
                #expect(isAnswered || !outcomes.contains("accepted"), "\(comment)")
            }
        }
    }
}
