import SMTPCore
import SMTPProtocol
import Testing

@Suite("A server's session takes nothing from a client that means no good", .timeLimit(.minutes(10)))
struct ServerBoundsTests {
    private static let begun = "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\n"

    @Test(
        "A CR or LF that stands alone ends the connection, and what comes behind it is not heeded",
        arguments: [
            "NOOP\nMAIL FROM:<>\r\n", "NOOP\n", "\n", "NOOP\rNOOP\r\nNOOP\r\n", "RCPT TO:<a@x>\nRCPT TO:<b@x>\r\n",
            "NOOP\r\r\nNOOP\r\n",
        ])
    func bareLineEnds(line: String) {
        for cut in Cuts.all(of: Array(line.utf8)) {
            var player = ServerPlayer()
            player.greet()
            for piece in cut { player.receive(piece) }
            #expect(player.said.dropFirst() == ["500 5.5.2 lines end in CR LF, and neither stands alone"])
            #expect(player.isClosed && player.events == [])
        }
        // A server that is to tell instead takes them as they are.
        var player = ServerPlayer { $0.isStrict = false }
        player.greet()
        player.receive(line)
        #expect(!player.isClosed && player.codes.count > 1)
    }

    @Test(
        "Nothing is smuggled: what other servers take for the end of a message refuses it, and is no end",
        arguments: ["\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\n\n.\r\n", "\r\n\0.\r\n"])
    func smuggling(end: String) {
        let inner = "MAIL FROM:<evil@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nevil\r\n"
        let bytes = Array((Self.begun + "DATA\r\nfair" + end + inner + "\r\n.\r\nQUIT\r\n").utf8)
        for cut in Cuts.all(of: bytes) {
            var player = ServerPlayer()
            player.greet()
            for piece in cut { player.receive(piece) }
            let isBare = !end.contains("\0")
            #expect(player.codes == [220, 250, 250, 250, 354, isBare ? 550 : 250, 221])
            #expect(!player.events.contains("mail evil@x"))
        }
    }

    @Test("Commands in the clear behind STARTTLS are never heeded (CVE-2011-0411)")
    func injection() {
        for cut in Cuts.all(of: Array("EHLO c\r\nSTARTTLS\r\nMAIL FROM:<>\r\nQUIT\r\n".utf8)) {
            guard cut.count < 3 else { continue }
            var session = SMTPServerSession(.init(hostname: "mx"))
            var configuration = session.configuration
            configuration.startTLS = .offered
            session = SMTPServerSession(configuration)
            session.accept()
            var held: [UInt8] = []
            for piece in cut {
                held += piece
                var at = 0
                while held.withUnsafeBytes({ session.next($0, from: &at) }) != nil { session.accept() }
                held.removeFirst(at)
            }
            #expect(session.awaitsHandshake && !session.isEncrypted && held.isEmpty)
            session.secured()
            #expect(session.isEncrypted)
        }
    }

    @Test("What was known in the clear is forgotten with STARTTLS: hello, login, transaction (RFC 3207, 4.2)")
    func forgotten() {
        var player = ServerPlayer {
            $0.startTLS = .offered
            $0.mechanisms = ["PLAIN"]
            $0.takesLoginInClear = true
            $0.requiresLogin = true
        }
        player.greet()
        player.receive("EHLO c\r\nAUTH PLAIN AGFkYQBzZWNyZXQ=\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nSTARTTLS\r\n")
        #expect(player.codes == [220, 250, 235, 250, 250, 220])
        #expect(player.session.isEncrypted && !player.session.isAuthenticated)
        player.receive("MAIL FROM:<>\r\nDATA\r\nBDAT 0 LAST\r\nEHLO c\r\nMAIL FROM:<>\r\nDATA\r\n")
        player.receive("AUTH PLAIN AGFkYQBzZWNyZXQ=\r\nMAIL FROM:<>\r\n")
        #expect(player.codes.dropFirst(6) == [503, 503, 503, 250, 530, 503, 235, 250])
    }

    @Test("A line has its bound, whole or in pieces", arguments: [1, 100, 100_000])
    func longLines(piece: Int) {
        for (length, passes) in [(100, true), (4_096, true), (4_097, false), (200_000, false)] {
            var player = ServerPlayer()
            player.greet()
            let line = Array(("NOOP " + String(repeating: "x", count: length - 5) + "\r\nQUIT\r\n").utf8)
            for at in stride(from: 0, to: line.count, by: piece) { player.receive(Array(line[at...].prefix(piece))) }
            #expect(player.codes == (passes ? [220, 250, 221] : [220, 500]), "\(length)")
            #expect(player.isClosed)
        }
    }

    @Test("Whoever says what is no command, or nothing that brings mail, is sent away")
    func counts() {
        for (line, most, code) in [("XYZZY", 5, 500), ("NOOP", 7, 250), ("RSET", 7, 250), ("MAIL FROM:x", 5, 501)] {
            var player = ServerPlayer {
                $0.limits.errors = 5
                $0.limits.idleCommands = 7
            }
            player.greet()
            player.receive("EHLO c\r\n" + String(repeating: line + "\r\n", count: 20))
            #expect(player.codes == [220, 250] + Array(repeating: code, count: most + 1) + [421], "\(line)")
        }
        // What is pipelined behind a refused MAIL is no error of anybody.
        var player = ServerPlayer()
        player.decide = { if case .mail = $0 { .later } else { nil } }
        player.greet()
        player.receive("EHLO c\r\nMAIL FROM:<>\r\n" + String(repeating: "RCPT TO:<a@x>\r\n", count: 1_000) + "DATA\r\n")
        #expect(player.codes == [220, 250, 451] + Array(repeating: 503, count: 1_001))
    }

    @Test("Recipients, messages and octets have their bounds")
    func mail() {
        func player(_ text: String) -> ServerPlayer {
            var player = ServerPlayer {
                $0.limits.recipients = 2
                $0.limits.messages = 2
                $0.limits.message = 10
            }
            player.greet()
            player.receive(text)
            return player
        }
        #expect(player(Self.begun + "RCPT TO:<b@x>\r\nRCPT TO:<c@x>\r\n").codes == [220, 250, 250, 250, 250, 452])
        let one = "MAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n.\r\n"
        #expect(player("EHLO c\r\n\(one)\(one)MAIL FROM:<>\r\n").codes.suffix(2) == [250, 421])
        let long = player(Self.begun + "DATA\r\n0123456789\r\n.\r\nQUIT\r\n")
        #expect(long.codes == [220, 250, 250, 250, 354, 552, 221] && long.messages == [])
        // What belongs to a chunk that was refused is no message of its own.
        let chunks = player(Self.begun + "BDAT 8\r\n01234567BDAT 8\r\n01234567BDAT 4 LAST\r\n0123RSET\r\nQUIT\r\n")
        #expect(chunks.codes == [220, 250, 250, 250, 250, 552, 503, 250, 221] && chunks.messages == [])
        #expect(long.lost == [1] && chunks.lost == [1])
        // It costs everybody their copy, once, wherever it became too large.
        let two = Self.begun + "RCPT TO:<b@x>\r\n"
        for content in [
            "DATA\r\n0123456789\r\n.\r\n", "BDAT 11 LAST\r\n01234567890", "BDAT 11\r\n01234567890BDAT 0 LAST\r\n",
        ] {
            #expect(player(two + content).lost == [2], "\(content)")
        }
    }

    @Test("A reply cannot be more than it is: control characters are escaped, long lines are parted")
    func replies() {
        var player = ServerPlayer()
        let text = "one\r\ntwo\u{1B}[2J\n" + String(repeating: "é", count: 600)
        player.decide = {
            guard case .mail = $0 else { return nil }
            return Reply(code: 550, status: EnhancedStatusCode(5, 7, 1), text: text)
        }
        player.greet()
        player.receive("EHLO c\r\nMAIL FROM:<>\r\nNOOP\r\n")
        let said = player.said.filter { $0.hasPrefix("550") }
        #expect(said.prefix(2) == ["550-5.7.1 one\\r", "550-5.7.1 two\\u{1b}[2J"])
        #expect(
            said.dropLast().allSatisfy { $0.hasPrefix("550-5.7.1 ") } && said.last?.hasPrefix("550 5.7.1 é") == true)
        #expect(said.allSatisfy { $0.utf8.count <= 510 })
        #expect(said.dropFirst(2).map { $0.dropFirst(10) }.joined() == String(repeating: "é", count: 600))
        #expect(player.codes == [220, 250, 550, 250])
    }
}
