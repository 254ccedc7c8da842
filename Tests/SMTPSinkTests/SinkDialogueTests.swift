import FanmailBasics
import Testing

@testable import SMTPSink

@Suite("The sink keeps to the protocol, however its client's bytes arrive", .timeLimit(.minutes(10)))
struct SinkDialogueTests {
    private static let session =
        "EHLO c\r\nMAIL FROM:<me@x> SIZE=5\r\nRCPT TO:<a@x>\r\nrcpt to:<b@x>\r\nDATA\r\none\r\n..\r\n.\r\n"
        + "MAIL FROM:<>\r\nRCPT TO:<c@x>\r\nDATA\r\n.\r\nQUIT\r\n"
    private static let codes = [220, 250, 250, 250, 250, 354, 250, 250, 250, 354, 250, 221]

    private func expectTaken(_ sink: Sink) {
        #expect(sink.taken.map(\.forwardPath) == ["a@x", "b@x", "c@x"])
        #expect(sink.taken.map(\.reversePath) == ["me@x", "me@x", ""])
        let first = Digest64("one\r\n.\r\n".utf8, seed: 0).hex
        #expect(sink.taken.map(\.digest) == [first, first, Digest64().hex])
        #expect(sink.taken.map(\.size) == [8, 8, 0])
        #expect(sink.taken.map(\.transaction) == [1, 1, 2])
    }

    @Test("A whole session in one write")
    func oneWrite() async throws {
        try await Sink.run { server, sink in
            let client = try RawClient(port: server.port)
            try client.send(Self.session)
            #expect(try client.codesToEnd() == Self.codes)
            expectTaken(sink)
            #expect(server.counts.messages == 2)
            #expect(server.counts.copies == 3)
            #expect(server.counts.bytes == 8)
        }
    }

    @Test("A session in single octets")
    func singleOctets() async throws {
        try await Sink.run { server, sink in
            let client = try RawClient(port: server.port)
            for byte in Self.session.utf8 { try client.send([byte]) }
            #expect(try client.codesToEnd() == Self.codes)
            expectTaken(sink)
        }
    }

    @Test("A session with one cut, the first part read before the second is sent", arguments: [0, 1])
    func cuts(odd: Int) async throws {
        let bytes = Array(Self.session.utf8)
        for place in stride(from: 1 + odd, to: bytes.count, by: 2) {
            try await Sink.run { server, sink in
                let client = try RawClient(port: server.port)
                #expect(try client.codes(1) == [220])
                try client.send(Array(bytes[..<place]))
                // NOOP cannot be put in between; what was answered tells that the part was read.
                let answered = place >= 8 ? try client.codes(1) : []
                try client.send(Array(bytes[place...]))
                #expect(try [220] + answered + client.codesToEnd() == Self.codes, "cut at \(place)")
                expectTaken(sink)
            }
        }
    }

    @Test(
        "Commands out of order are refused and change nothing",
        arguments: [
            ("MAIL FROM:<a@x>", [503]),
            ("RCPT TO:<a@x>", [503]),
            ("DATA", [503]),
            ("RSET|MAIL FROM:<a@x>", [250, 503]),
            ("NOOP|VRFY a|HELP|EXPN a|XYZZY||NO|EHLO c", [250, 252, 214, 500, 500, 500, 500, 250]),
            ("LHLO c", [500]),
            ("HELO c|MAIL FROM:<>", [250, 250]),
            ("ehlo c|mail from:<>|rcpt to:<a@x>|rset|rcpt to:<a@x>", [250, 250, 250, 250, 503]),
            ("EHLO c|RCPT TO:<a@x>|DATA", [250, 503, 503]),
            ("EHLO c|MAIL FROM:<>|MAIL FROM:<>|RCPT TO:<a@x>", [250, 250, 503, 250]),
            ("EHLO c|MAIL FROM:<>|DATA|RCPT TO:<a@x>", [250, 250, 554, 250]),
            ("EHLO c|MAIL FROM:|MAIL TO:<a>|MAIL FROM:a@x|MAIL FROM:<a@x|MAIL", [250, 501, 501, 501, 501, 501]),
            ("EHLO c|MAIL FROM:<>|RCPT TO:<>|RCPT TO:|RCPT FROM:<a>|DATA", [250, 250, 501, 501, 501, 554]),
            ("EHLO c|MAIL FROM: <a@x>|RCPT TO:  <a@x>", [250, 250, 250]),
            ("EHLO c|EHLO c|HELO c|MAIL FROM:<>", [250, 250, 250, 250]),
            ("EHLO c|NOOPS|RSETS|MAILING|DATAS|HELPS|QUITS|EHLOC", [250, 500, 500, 500, 500, 500, 500, 500]),
            ("QUIT", [221]),
        ])
    func order(commands: String, codes: [Int]) async throws {
        try await Sink.run { server, sink in
            let lines = commands.replacing("|", with: "\r\n") + "\r\n"
            let together = try RawClient(port: server.port)
            try together.send(lines)
            #expect(try together.codes(codes.count + 1) == [220] + codes)
            // The same one by one.
            let client = try RawClient(port: server.port)
            #expect(try client.codes(1) == [220])
            for (line, code) in zip(lines.split(separator: "\r\n", omittingEmptySubsequences: false), codes) {
                try client.send(line + "\r\n")
                #expect(try client.codes(1) == [code], "\(line)")
            }
            #expect(sink.taken.isEmpty)
        }
    }

    @Test("A new hello or RSET forgets the recipients before it", arguments: ["EHLO c", "HELO c", "RSET"])
    func forgets(command: String) async throws {
        try await Sink.run { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nMAIL FROM:<old@x>\r\nRCPT TO:<old@x>\r\n\(command)\r\n")
            try client.send("MAIL FROM:<new@x>\r\nDATA\r\nRCPT TO:<new@x>\r\nDATA\r\n.\r\nQUIT\r\n")
            #expect(try client.codesToEnd() == [220, 250, 250, 250, 250, 250, 554, 250, 354, 250, 221])
            #expect(sink.taken.map(\.forwardPath) == ["new@x"])
            #expect(sink.taken.map(\.reversePath) == ["new@x"])
        }
    }

    @Test(
        "Only CRLF.CRLF ends a message, and stuffed dots are taken off",
        arguments: [
            ("", ""), ("a\r\n", "a\r\n"), ("..\r\n", ".\r\n"), ("...\r\n", "..\r\n"), (".a\r\n", "a\r\n"),
            ("a\r\n..\r\nb\r\n", "a\r\n.\r\nb\r\n"), ("\r\n..\r\n\r\n", "\r\n.\r\n\r\n"), ("a.\r\n", "a.\r\n"),
            // Not the end: a bare LF on either side, a bare CR.
            ("a\n.\r\n", "a\n.\r\n"), ("a\n.\nb\r\n", "a\n.\nb\r\n"), ("a\r\n.\n\r\n", "a\r\n\n\r\n"),
            ("a\r.\r\n", "a\r.\r\n"), ("a\r\n.\r\r\n", "a\r\n\r\r\n"), ("a\r\n.\rb\r\n", "a\r\n\rb\r\n"),
            ("\n.\n\r\n", "\n.\n\r\n"), ("QUIT\r\nRSET\r\n", "QUIT\r\nRSET\r\n"), ("\0\u{FF}é\r\n", "\0\u{FF}é\r\n"),
        ])
    func messages(wire: String, message: String) async throws {
        try await Sink.run { server, sink in
            for isWhole in [true, false] {
                let client = try RawClient(port: server.port)
                try client.send("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n")
                #expect(try client.codes(5) == [220, 250, 250, 250, 354])
                let bytes = Array((wire + ".\r\nQUIT\r\n").utf8)
                if isWhole { try client.send(bytes) } else { for byte in bytes { try client.send([byte]) } }
                #expect(try client.codesToEnd() == [250, 221])
            }
            #expect(sink.taken.map(\.size) == [message.utf8.count, message.utf8.count])
            let digest = Digest64(message.utf8, seed: 0).hex
            #expect(sink.taken.map(\.digest) == [digest, digest])
        }
    }

    @Test("A command line has its bound, whole or in pieces", arguments: [true, false])
    func longLines(isWhole: Bool) async throws {
        try await Sink.run { server, _ in
            for (length, passes) in [(4_000, true), (4_096, true), (4_098, false), (5_000, false), (200_000, false)] {
                let client = try RawClient(port: server.port)
                #expect(try client.codes(1) == [220])
                let line = Array(("NOOP " + String(repeating: "x", count: length - 5) + "\r\nQUIT\r\n").utf8)
                for at in stride(from: 0, to: line.count, by: isWhole ? line.count : 1_000) {
                    // What is refused may be closed before all of it was written.
                    guard (try? client.send(Array(line[at...].prefix(isWhole ? line.count : 1_000)))) != nil else {
                        break
                    }
                }
                let heard = try client.codesToEnd()
                // A reset may take the 500 with it.
                #expect(passes ? heard == [250, 221] : [500].starts(with: heard), "\(length): \(heard)")
            }
        }
    }
}
