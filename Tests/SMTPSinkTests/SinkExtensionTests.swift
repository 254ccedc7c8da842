import FanmailBasics
import Testing

@testable import SMTPSink

@Suite("The sink speaks the extensions it offers, and no other", .timeLimit(.minutes(10)))
struct SinkExtensionTests {
    @Test(
        "BDAT, in one chunk and in several, with what looks like an end of data in it",
        arguments: [
            ("BDAT 5 LAST\r\n.\r\nab", [250], ".\r\nab"), ("BDAT 0 LAST\r\n", [250], ""),
            ("BDAT 3\r\nabcBDAT 0\r\nBDAT 2 LAST\r\n\r\n", [250, 250, 250], "abc\r\n"),
            ("BDAT 3\r\nabcDATA\r\nMAIL FROM:<>\r\nBDAT 1 last\r\nd", [250, 503, 503, 250], "abcd"),
        ])
    func chunks(wire: String, codes: [Int], message: String) async throws {
        try await Sink.run({ $0.extensions = ["CHUNKING", "PIPELINING"] }) { server, sink in
            for isWhole in [true, false] {
                let client = try RawClient(port: server.port)
                let bytes = Array("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\n\(wire)QUIT\r\n".utf8)
                if isWhole { try client.send(bytes) } else { for byte in bytes { try client.send([byte]) } }
                #expect(try client.codesToEnd() == [220, 250, 250, 250] + codes + [221])
            }
            #expect(sink.taken.map(\.digest) == Array(repeating: Digest64(message.utf8, seed: 0).hex, count: 2))
        }
    }

    @Test("The octets of a refused chunk are read and dropped")
    func refusedChunks() async throws {
        try await Sink.run({ $0.extensions = ["CHUNKING"] }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nBDAT 6 LAST\r\nQUIT\r\nMAIL FROM:<>\r\nBDAT 6 LAST\r\nQUIT\r\nBDAT x\r\n")
            #expect(try client.codesToEnd() == [220, 250, 503, 250, 554, 501])
            #expect(sink.taken.isEmpty)
        }
    }

    @Test("A chunk before EHLO makes nothing ready, and behind a refused one nothing is begun before RSET")
    func chunkOutOfOrder() async throws {
        try await Sink.run({ $0.extensions = ["CHUNKING"] }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("BDAT 6 LAST\r\nQUIT\r\nMAIL FROM:<>\r\nBDAT 0 LAST\r\nMAIL FROM:<>\r\nEHLO c\r\n")
            try client.send("MAIL FROM:<>\r\nBDAT 0\r\nRCPT TO:<a@x>\r\nDATA\r\nRSET\r\nMAIL FROM:<>\r\nQUIT\r\n")
            let codes = [220, 503, 503, 503, 503, 250] + [250, 554, 503, 503, 250, 250, 221]
            #expect(try client.codesToEnd() == codes)
            #expect(sink.taken.isEmpty)
        }
    }

    @Test(
        "A parameter or command of an extension that is hidden is refused",
        arguments: [
            ("CHUNKING", "BDAT 1 LAST", 500), ("8BITMIME", "MAIL FROM:<> BODY=8BITMIME", 555),
            ("SMTPUTF8", "MAIL FROM:<> SMTPUTF8", 555), ("SIZE", "MAIL FROM:<> SIZE=1", 555),
            ("DSN", "MAIL FROM:<> RET=HDRS ENVID=x", 555), ("DSN", "MAIL FROM:<>|RCPT TO:<a@x> NOTIFY=NEVER", 555),
        ])
    func hidden(name: String, commands: String, code: Int) async throws {
        for isHidden in [true, false] {
            try await Sink.run({
                $0.extensions = SinkConfiguration.everyExtension.filter { !isHidden || $0 != name }
            }) { server, _ in
                let client = try RawClient(port: server.port)
                try client.send("EHLO c\r\n\(commands.replacing("|", with: "\r\n"))\r\n")
                let count = commands.split(separator: "|").count
                // A chunk's octets are waited for.
                if !isHidden, name == "CHUNKING" { try client.send("x") }
                let last = try client.codes(count + 2).last
                #expect((last == code) == isHidden, "\(name): \(last ?? 0)")
            }
        }
    }

    @Test("ENVID and Message-ID are in the record")
    func token() async throws {
        try await Sink.run({ $0.extensions = ["DSN"] }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nMAIL FROM:<> ENVID=t1\r\nRCPT TO:<a@x>\r\nDATA\r\n")
            try client.send("A: b\r\nmessage-id: <i@x>\r\n\r\nMessage-ID: no\r\n.\r\n")
            try client.send("MAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n\r\nMessage-ID: no\r\n.\r\nQUIT\r\n")
            #expect(try client.codesToEnd().last == 221)
            #expect(sink.taken.map(\.token) == ["t1", nil])
            #expect(sink.taken.map(\.messageID) == ["<i@x>", nil])
        }
    }

    @Test("SIZE: what is too long is refused when it is announced, and when it is not")
    func size() async throws {
        try await Sink.run({ $0.sizeLimit = 10 }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nMAIL FROM:<> SIZE=11\r\nMAIL FROM:<> SIZE=10\r\nRCPT TO:<a@x>\r\nDATA\r\n")
            try client.send("0123456789\r\n.\r\nQUIT\r\n")
            #expect(try client.codesToEnd() == [220, 250, 552, 250, 250, 354, 552, 221])
            #expect(sink.taken.isEmpty)
        }
    }

    @Test(
        "What a strict server would refuse is counted, and refused when it is strict", arguments: [true, false])
    func strict(isStrict: Bool) async throws {
        let messages = [
            "a\nb\r\n", "a\rb\r\n", String(repeating: "x", count: 999) + "\r\n", "\u{E9}\r\n", "fine\r\n",
            String(repeating: "x", count: 998) + "\r\n",
        ]
        try await Sink.run({ $0.isStrict = isStrict }) { server, _ in
            for isWhole in [true, false] {
                let client = try RawClient(port: server.port)
                try client.send("EHLO c\r\n")
                var codes: [Int] = []
                for message in messages {
                    let text = Array("MAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n\(message).\r\n".utf8)
                    if isWhole { try client.send(text) } else { for byte in text { try client.send([byte]) } }
                }
                codes = try client.codes(2 + messages.count * 4)
                let ends = stride(from: 5, to: codes.count, by: 4).map { codes[$0] }
                #expect(ends == (isStrict ? [550, 550, 550, 550, 250, 250] : [250, 250, 250, 250, 250, 250]))
            }
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nMAIL FROM:<>\r\n")
            for path in ["a", "a..b@x", "a b@x", "@x", "a@", "\u{E9}@x", "a@b@c"] {
                try client.send("RCPT TO:<\(path)>\r\n")
            }
            for path in ["a@x", "\"a b\"@x", "a@[IPv6:::1]", "a.b+c@x.example"] {
                try client.send("RCPT TO:<\(path)>\r\n")
            }
            try client.send("QUIT\r\n")
            let codes = try client.codesToEnd().dropFirst(3).dropLast()
            #expect(
                codes == (isStrict ? Array(repeating: 553, count: 7) : Array(repeating: 250, count: 7)) + [
                    250, 250, 250, 250,
                ])
            var violations = server.counts.violations
            while violations.address == 0 { violations = server.counts.violations }
            #expect(violations.bareLineFeed == 2 && violations.bareCarriageReturn == 2)
            #expect(violations.longLine == 2 && violations.undeclared8Bit == 2 && violations.address == 7)
        }
    }

    @Test("With several event loops every connection is served and counted once")
    func loops() async throws {
        let server = try await SinkServer.start(SinkConfiguration(), threads: 2)
        for _ in 0..<20 {
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n.\r\nQUIT\r\n")
            #expect(try client.codesToEnd() == [220, 250, 250, 250, 354, 250, 221])
        }
        #expect(server.counts.messages == 20 && server.counts.connections == 20)
        await server.stop()
    }
}
