import SMTPCore
import SMTPProtocol
import TestSupport
import Testing

@Suite(
    "Client and server against each other: what the server decided is what the client tells", .timeLimit(.minutes(10)))
struct TwoSessionsTests {
    private static let bodies = [
        "Subject: x\r\n\r\n.\r\n..\r\nRCPT TO:<evil@x>\r\nhello\r\n", "Subject: é\r\n\r\nx\r\n",
        "X: y\r\n\r\n\u{E9}\r\n", "\r\n",
        "A: b\r\n\r\n" + String(repeating: "0123456789\r\n", count: 40),
    ]

    private func letters(_ random: inout SeededGenerator) throws -> [Duel.Letter] {
        try (0..<Int.random(in: 1...5, using: &random)).map { place in
            let body = Self.bodies[Int.random(in: 0..<Self.bodies.count, using: &random)]
            let people = (0..<Int.random(in: 1...6, using: &random)).map { number in
                let name = Int.random(in: 0..<8, using: &random) == 0 ? "ü\(place)-\(number)" : "r\(place)-\(number)"
                return "\(name)@x.example"
            }
            return Duel.Letter(recipients: people, content: try EncodedContent(body.utf8), octets: Array(body.utf8))
        }
    }

    private func setting(_ random: inout SeededGenerator) -> Duel.Setting {
        var setting = Duel.Setting()
        setting.keywords = SMTPServerSession.Configuration.everyKeyword.filter { _ in
            Int.random(in: 0..<4, using: &random) > 0
        }
        if Int.random(in: 0..<5, using: &random) == 0 { setting.dialect = .lmtp }
        setting.chunking = Bool.random(using: &random)
        setting.inFlight = Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: setting.security = .required
        case 1: setting.security = .implicit
        default: break
        }
        if setting.security != .none, Bool.random(using: &random) {
            setting.login = Login(user: "ada", secret: .password("secret"))
            setting.mechanisms = Bool.random(using: &random) ? ["PLAIN"] : ["LOGIN"]
        }
        if Bool.random(using: &random) { setting.dsn = DSNRequest(envelopeID: "a b+c", notify: [.failure, .delay]) }
        if Int.random(in: 0..<4, using: &random) == 0 { setting.recipientLimit = Int.random(in: 1...4, using: &random) }
        setting.kindness = [60, 90, 100][Int.random(in: 0..<3, using: &random)]
        return setting
    }

    private func check(_ duel: Duel, isWhole: Bool, _ comment: Comment) {
        #expect(duel.harm == [], comment)
        for (name, letter, outcome) in duel.outcomes {
            switch outcome {
            case "accepted", "refused", "deferred", "unknown", "unsent", "next": break
            default: Issue.record("\(name): \(outcome); \(comment)")
            }
            if outcome != "unknown" {
                #expect((duel.taken[name] != nil) == (outcome == "accepted"), "\(name) is \(outcome): \(comment)")
            }
            // Each copy that was taken is the message, octet by octet, unless it had to become 7-bit.
            if let octets = duel.taken[name], duel.client.capabilities.eightBitMIME {
                #expect(octets == duel.letters[letter].octets, "\(name): \(comment)")
            }
            if isWhole {
                #expect(outcome != "unknown" && outcome != "unsent", "\(name) is \(outcome): \(comment)")
                guard outcome != "next" else { continue }
                // What the server refused, the client tells as refused, and in the same way.
                switch duel.decided[name] {
                case .transient?: #expect(outcome != "accepted" && outcome != "refused", "\(name): \(comment)")
                case .permanent?: #expect(outcome != "accepted" && outcome != "deferred", "\(name): \(comment)")
                case .completed?, .intermediate?, nil: break
                }
            }
        }
    }

    @Test("Where nothing is lost, nobody is without an outcome, however the octets fall", arguments: 0..<60)
    func whole(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<40 {
            let setting = setting(&random)
            var duel = Duel(setting, try letters(&random), seed: random.next())
            duel.play(piece: round % 4 == 0 ? 1 : [3, 40, 100_000][round % 3])
            check(duel, isWhole: true, "seed \(seed), round \(round): \(setting)")
        }
    }

    @Test("Where the server goes or the connection is lost, no copy is told that was not made", arguments: 0..<60)
    func broken(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 1_000_000)
        for round in 0..<40 {
            var setting = setting(&random)
            setting.goodbyes = round % 2 == 0 ? 60 : 0
            var duel = Duel(setting, try letters(&random), seed: random.next())
            let piece = [1, 7, 60, 100_000][round % 4]
            let reads = Int.random(in: 1...(piece == 1 ? 3_000 : 60), using: &random)
            duel.play(piece: piece, patience: setting.goodbyes > 0 ? nil : reads)
            check(duel, isWhole: false, "seed \(seed), round \(round): \(setting)")
        }
    }

    @Test("The same dialogue, split at every octet, has the same outcome")
    func everyOctet() throws {
        for dialect in [SMTPSession.Dialect.smtp, .lmtp] {
            for chunking in [false, true] {
                var random = SeededGenerator(seed: 7)
                let letters = try letters(&random)
                for piece in [1, 2, 3, 5, 100_000] {
                    var setting = Duel.Setting()
                    setting.dialect = dialect
                    setting.chunking = chunking
                    setting.keywords = SMTPServerSession.Configuration.everyKeyword
                    var duel = Duel(setting, letters, seed: 7)
                    duel.play(piece: piece)
                    check(duel, isWhole: true, "\(dialect), chunking \(chunking), \(piece)")
                    #expect(duel.outcomes.allSatisfy { $0.outcome == "accepted" })
                }
            }
        }
    }
}
