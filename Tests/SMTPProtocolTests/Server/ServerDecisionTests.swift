import SMTPCore
import SMTPProtocol
import Testing

@Suite("What a server's owner decides is what is said and what comes of it", .timeLimit(.minutes(10)))
struct ServerDecisionTests {
    private static let mail = "MAIL FROM:<>\r\nRCPT TO:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nx\r\n.\r\n"

    private func play(
        _ text: String = "EHLO c\r\n\(mail)QUIT\r\n", dialect: SMTPSession.Dialect = .smtp,
        _ decide: @escaping (SMTPServerSession.Event) -> Reply?
    ) -> ServerPlayer {
        var player = ServerPlayer(dialect: dialect)
        player.decide = decide
        player.greet()
        player.receive(text)
        return player
    }

    @Test("A refused recipient costs the others nothing")
    func partial() {
        let player = play {
            if case .recipient(let one) = $0, one.path.first == UInt8(ascii: "a") { .noSuchUser } else { nil }
        }
        #expect(player.codes == [220, 250, 250, 550, 250, 354, 250, 221])
        #expect(player.said.contains("550 5.1.1 no such user"))
        #expect(player.messages == ["x\r\n"])
    }

    @Test("Each can be refused, and things stand as they stood")
    func refusals() {
        #expect(play { if case .hello = $0 { .later } else { nil } }.codes.prefix(3) == [220, 451, 503])
        #expect(play { if case .mail = $0 { .later } else { nil } }.codes.prefix(5) == [220, 250, 451, 503, 503])
        #expect(
            play { if case .recipient = $0 { .later } else { nil } }.codes.prefix(6) == [220, 250, 250, 451, 451, 554])
        #expect(
            play("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\nRCPT TO:<c@x>\r\n") {
                if case .data = $0 { .later } else { nil }
            }.codes == [220, 250, 250, 250, 451, 250])
        let message = play("EHLO c\r\n" + Self.mail + "MAIL FROM:<>\r\n") {
            if case .message = $0 { .later } else { nil }
        }
        #expect(message.codes == [220, 250, 250, 250, 250, 354, 451, 250])
        let quit = play("QUIT\r\nNOOP\r\n") { if case .quit = $0 { .later } else { nil } }
        #expect(quit.codes == [220, 451] && quit.isClosed)
    }

    @Test("A yes to EHLO and to DATA is said as the protocol has it, whatever words it comes in")
    func words() {
        let yes = Reply(code: 250, text: "my own words")
        let player = play { if case .quit = $0 { nil } else { yes } }
        #expect(player.codes == [220, 250, 250, 250, 250, 354, 250, 221])
        #expect(player.said.filter { $0 == "250 my own words" }.count == 4)
        #expect(player.said.contains("250-PIPELINING"))
    }

    @Test("421 is the last that is said", arguments: ["hello", "mail", "rcpt", "data", "message"])
    func goodbye(stage: String) {
        let player = play {
            switch $0 {
            case .hello where stage == "hello", .mail where stage == "mail", .recipient where stage == "rcpt",
                .data where stage == "data", .message where stage == "message":
                .goodbye
            default: nil
            }
        }
        #expect(player.codes.last == 421 && player.codes.count { $0 == 421 } == 1 && player.isClosed)
    }

    @Test("The owner can end it at any time, and once")
    func end() {
        var player = play("EHLO c\r\nMAIL FROM:<>\r\n") { _ in nil }
        player.change { $0.end(EnhancedStatusCode(4, 4, 2), "nothing was said for too long") }
        player.change { $0.end(EnhancedStatusCode(4, 4, 2), "again") }
        player.receive("NOOP\r\n")
        #expect(player.said.suffix(2) == ["250 2.1.0 Ok", "421 4.4.2 mx nothing was said for too long"])
    }

    @Test("Whoever is refused with the greeting may only say QUIT")
    func turnedAway() {
        var player = ServerPlayer()
        player.greet(Reply(code: 554, status: EnhancedStatusCode(5, 7, 1), text: "no"))
        player.receive("EHLO c\r\nNOOP\r\nMAIL FROM:<>\r\nQUIT\r\n")
        #expect(player.codes == [554, 503, 503, 503, 221])
    }

    @Test("LMTP: each recipient has a reply of its own")
    func lmtp() {
        var session = SMTPServerSession(.init(hostname: "mx", dialect: .lmtp))
        session.accept()
        let input = Array("LHLO c\r\n\(Self.mail)NOOP\r\n".utf8)
        var at = 0
        while let event = input.withUnsafeBytes({ session.next($0, from: &at) }) {
            if case .message = event {
                session.reply(each: [nil, .noSuchUser])
            } else if session.isAsked {
                session.accept()
            }
        }
        let said = String(decoding: session.takeOutput(), as: UTF8.self)
        #expect(
            said.hasSuffix(
                "354 End data with <CR><LF>.<CR><LF>\r\n250 2.0.0 Ok: taken\r\n550 5.1.1 no such user\r\n250 2.0.0 Ok\r\n"
            ))
    }

    @Test("What an event says can be kept: what comes next does not change it")
    func kept() {
        var session = SMTPServerSession(.init(hostname: "mx"))
        session.accept()
        let input = Array("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<first@x>\r\nRCPT TO:<second@x>\r\nRCPT TO:<3@x>\r\n".utf8)
        var at = 0
        var kept: [ArraySlice<UInt8>] = []
        while let event = input.withUnsafeBytes({ session.next($0, from: &at) }) {
            if case .recipient(let recipient) = event { kept.append(recipient.path) }
            session.accept()
        }
        #expect(kept.map { String(decoding: $0, as: UTF8.self) } == ["first@x", "second@x", "3@x"])
    }

    @Test(
        "AUTH is taken at its time, in its form, and can be cancelled",
        arguments: [
            ("AUTH PLAIN AGFkYQBzZWNyZXQ=", [503]), ("EHLO c|AUTH PLAIN AGFkYQBzZWNyZXQ=", [250, 235]),
            ("EHLO c|AUTH PLAIN|AGFkYQBzZWNyZXQ=", [250, 334, 235]), ("EHLO c|auth plain =|AGFkYQ==", [250, 334, 535]),
            ("EHLO c|AUTH PLAIN|*|NOOP", [250, 334, 501, 250]), ("EHLO c|AUTH PLAIN|!!|NOOP", [250, 334, 501, 250]),
            ("EHLO c|AUTH PLAIN YQ=|AUTH PLAIN YQ|AUTH PLAIN Y===", [250, 501, 501, 501]),
            ("EHLO c|AUTH EXTERNAL =", [250, 504]), ("EHLO c|AUTH", [250, 501]), ("EHLO c|MAIL FROM:<>", [250, 530]),
            ("EHLO c|AUTH PLAIN AGFkYQBzZWNyZXQ=|AUTH PLAIN =|MAIL FROM:<>|AUTH PLAIN =", [250, 235, 503, 250, 503]),
        ])
    func login(lines: String, codes: [Int]) {
        for cut in Cuts.all(of: Array((lines.replacing("|", with: "\r\n") + "\r\n").utf8)) {
            var configuration = SMTPServerSession.Configuration(hostname: "mx")
            configuration.mechanisms = ["PLAIN"]
            configuration.takesLoginInClear = true
            configuration.requiresLogin = true
            var session = SMTPServerSession(configuration)
            session.accept()
            var held: [UInt8] = []
            for piece in cut {
                held += piece
                var at = 0
                while let event = held.withUnsafeBytes({ session.next($0, from: &at) }) {
                    switch event {
                    case .login(_, nil), .login(_, []): session.challenge([])
                    case .login(_, let response?), .response(let response):
                        let isRight = response == Array("\0ada\0secret".utf8)
                        if isRight { session.accept() } else { session.reply(Reply(code: 535, text: "no")) }
                    default: if session.isAsked { session.accept() }
                    }
                }
                held.removeFirst(at)
            }
            let said = String(decoding: session.takeOutput(), as: UTF8.self).split(separator: "\r\n")
            #expect(said.filter { $0.dropFirst(3).first != "-" }.compactMap { Int($0.prefix(3)) } == [220] + codes)
        }
    }
}
