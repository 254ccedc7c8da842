import Testing

/// A session of two transactions in which one reply is another: each reply of it, and each way in which it may be wrong.
@Suite("Every single reply of a session replaced", .timeLimit(.minutes(10)))
struct ReplacedReplyTests {
    enum Instead: String, CaseIterable, Sendable {
        case deferral = "451 4.3.0 later"
        case refusal = "554 5.0.0 no"
        case goodbye = "421 4.3.2 bye"
        case garbage = "what?"
        case silence
        case loss

        /// The session is over with it, without an answer.
        var answersNothing: Bool { [.garbage, .silence, .loss].contains(self) }
    }

    /// What the reply that was replaced answers.
    private enum Place: Equatable {
        case greeting, hello, mail(Int), recipient(Int, Int), data(Int), end(Int)
    }

    /// Answers everything well, apart from one reply; behind a MAIL that it refused it says 503.
    private struct Server {
        let replaced: Int
        let leaves: Bool
        let opening: Dialogue.Opening
        private(set) var place: Place?
        private(set) var delivered: [Int] = []
        private var count = 0
        private var transaction = -1
        private var recipient = 0
        private var hasMail = false

        init(replaced: Int, by instead: Instead, opening: Dialogue.Opening) {
            self.replaced = replaced
            leaves = instead == .goodbye || instead == .loss
            self.opening = opening
        }

        /// What it says to a line, and nil for the reply that is replaced.
        mutating func reply(to line: String) -> [String?] {
            if leaves, place != nil { return [] }
            switch line.prefix(4) {
            case "": return say(.greeting, ["220 mx"])
            case "EHLO": return say(.hello, offer)
            case "HELO": return ["250 mx"]
            case "RSET": return ["250 fine"]
            case "MAIL":
                transaction += 1
                recipient = 0
                let said = say(.mail(transaction), ["250 fine"])
                hasMail = said != [nil]
                return said
            case "RCPT":
                defer { recipient += 1 }
                guard hasMail else { return ["503 no MAIL"] }
                return say(.recipient(transaction, recipient), ["250 fine"])
            case "DATA": return hasMail ? say(.data(transaction), ["354 go"]) : ["503 no MAIL"]
            case "BDAT", "(clo": return []
            default:
                guard hasMail else { return ["503 no MAIL"] }
                let said = say(.end(transaction), ["250 taken"])
                if said != [nil] { delivered.append(transaction) }
                return said
            }
        }

        private var offer: [String] {
            switch opening {
            case .pipelining: ["250-mx", "250 PIPELINING"]
            case .chunking: ["250-mx", "250-CHUNKING", "250 PIPELINING"]
            default: ["250 mx"]
            }
        }

        private mutating func say(_ place: Place, _ lines: [String]) -> [String?] {
            defer { count += 1 }
            guard count == replaced else { return lines }
            self.place = place
            return [nil]
        }
    }

    private static let mail = [["a", "b", "c"], ["d", "e"]]

    /// Plays the session; nil when it has fewer replies.
    private func play(_ replaced: Int, _ instead: Instead, _ opening: Dialogue.Opening) throws -> (Player, Server)? {
        var player = try Player(mail: Self.mail, chunking: opening == .chunking)
        var server = Server(replaced: replaced, by: instead, opening: opening)
        var coming = server.reply(to: "")
        var heard = 0
        while !coming.isEmpty {
            if let line = coming.removeFirst() {
                player.receive(line + "\r\n")
            } else {
                switch instead {
                case .silence: player.timeOut()
                case .loss: player.lose()
                case .goodbye:
                    player.receive(instead.rawValue + "\r\n")
                    player.lose()
                default: player.receive(instead.rawValue + "\r\n")
                }
            }
            let written = player.written
            guard written.last != "(close)" else { break }
            for line in written[heard...] { coming += server.reply(to: line) }
            heard = written.count
        }
        player.finish()
        return server.place == nil ? nil : (player, server)
    }

    /// Written down from RFC 5321, not from the session.
    private func expected(_ place: Place, _ instead: Instead, _ opening: Dialogue.Opening) -> [[String]] {
        let all = { (word: String) in Self.mail.map { $0.map { _ in word } } }
        let answer = instead == .deferral ? "deferred" : "refused"
        var outcomes = all("accepted")
        // Behind BDAT the octets have left with the commands.
        let isLost = opening == .chunking && instead.answersNothing ? "unknown" : "unsent"
        func broken(_ transaction: Int, _ word: String) -> [[String]] {
            for place in transaction..<outcomes.count {
                outcomes[place] = outcomes[place].map { _ in place == transaction ? word : "unsent" }
            }
            return outcomes
        }
        switch place {
        case .greeting: return all("unsent")
        // Refused for good, it is asked again with HELO.
        case .hello: return instead == .refusal ? outcomes : all("unsent")
        case .mail(let transaction), .data(let transaction):
            guard instead == .deferral || instead == .refusal else { return broken(transaction, isLost) }
            outcomes[transaction] = outcomes[transaction].map { _ in answer }
        case .recipient(let transaction, let index):
            guard instead == .deferral || instead == .refusal else {
                // Whoever was accepted before the 421 may have a copy, the octets being out; whose 421 it is has none.
                guard opening == .chunking, instead == .goodbye, index > 0 else { return broken(transaction, isLost) }
                outcomes = broken(transaction, "unknown")
                outcomes[transaction][index] = "next"
                return outcomes
            }
            outcomes[transaction][index] = answer
        case .end(let transaction):
            if instead.answersNothing { return broken(transaction, "unknown") }
            // It answers the data all the same.
            if instead == .goodbye { return broken(transaction, "deferred") }
            outcomes[transaction] = outcomes[transaction].map { _ in answer }
        }
        return outcomes
    }

    @Test(arguments: Instead.allCases, [Dialogue.Opening.pipelining, .plain, .chunking])
    func everyReply(instead: Instead, opening: Dialogue.Opening) throws {
        var replaced = 0
        while let (player, server) = try play(replaced, instead, opening) {
            let place = try #require(server.place)
            #expect(
                player.outcomes == expected(place, instead, opening), "\(place) replaced by \(instead): \(player.lines)"
            )
            for (transaction, outcomes) in player.outcomes.enumerated() where !outcomes.contains("unknown") {
                let isAccepted = outcomes.contains("accepted")
                #expect(server.delivered.contains(transaction) == isAccepted, "\(place) replaced by \(instead)")
            }
            replaced += 1
        }
        // The greeting, EHLO, two MAIL, five RCPT, two ends, and DATA where it is said.
        #expect(replaced == (opening == .chunking ? 11 : 13))
    }
}
