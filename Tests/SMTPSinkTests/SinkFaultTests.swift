import SMTPCore
import SMTPSink
import Testing

@Suite("The sink misbehaves as it was told, and only so", .timeLimit(.minutes(10)))
struct SinkFaultTests {
    private func group(_ recipients: [String]) -> String {
        "MAIL FROM:<>\r\n" + recipients.map { "RCPT TO:<\($0)>\r\n" }.joined() + "DATA\r\n"
    }

    private let addresses = (0..<200).map { "user\($0)@example.org" }

    /// What RCPT is answered for each address, with these rules.
    private func replies(_ faults: FaultPlan, rounds: Int = 1) async throws -> [[Int]] {
        var replies: [[Int]] = []
        try await Sink.run({ $0.faults = faults }) { server, _ in
            for _ in 0..<rounds {
                let client = try RawClient(port: server.port)
                try client.send("EHLO c\r\n" + group(addresses) + "RSET\r\n")
                #expect(try client.codes(3) == [220, 250, 250])
                replies.append(try client.codes(addresses.count))
            }
        }
        return replies
    }

    @Test("The same seed strikes the same recipients, about as many as it was told")
    func shares() async throws {
        var faults = FaultPlan()
        faults.seed = 7
        faults.rules = [
            .init(share: 0.2, reply: Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "who")),
            .init(share: 0.2, reply: Reply(code: 451, text: "later")),
        ]
        let one = try await replies(faults, rounds: 2)
        #expect(one[0] == one[1])
        #expect(Set(one[0]) == [250, 451, 550])
        for code in [451, 550] { #expect((20...60).contains(one[0].count { $0 == code })) }
        faults.seed = 8
        let other = try await replies(faults)
        #expect(other[0] != one[0])
    }

    @Test("Shares of none and of all are exact", arguments: [(0.0, 250), (1.0, 550)])
    func wholeShares(share: Double, code: Int) async throws {
        var faults = FaultPlan()
        faults.rules = [.init(share: share, reply: Reply(code: 550, text: "no"))]
        #expect(Set(try await replies(faults)[0]) == [code])
    }

    @Test("A greylisted recipient is taken the second time")
    func greylist() async throws {
        var faults = FaultPlan()
        faults.rules = [.init(share: 1, reply: Reply(code: 451, text: "grey"), onlyFirst: true)]
        #expect(try await replies(faults, rounds: 3).map { Set($0) } == [[451], [250], [250]])
    }

    @Test("Who is refused gets no copy, and the others do")
    func partialAcceptance() async throws {
        var faults = FaultPlan()
        faults.rules = [.init(share: 0.5, reply: Reply(code: 550, text: "no"))]
        try await Sink.run({ $0.faults = faults }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\n" + group(addresses))
            #expect(try client.codes(3) == [220, 250, 250])
            let codes = try client.codes(addresses.count)
            #expect(try client.codes(1) == [354])
            try client.send("x\r\n.\r\nQUIT\r\n")
            #expect(try client.codesToEnd() == [250, 221])
            let accepted = zip(addresses, codes).filter { $0.1 == 250 }.map(\.0)
            #expect(!accepted.isEmpty && accepted.count < addresses.count)
            #expect(sink.taken.map(\.forwardPath) == accepted)
            #expect(server.counts.copies == accepted.count)
            #expect(server.counts.refused == addresses.count - accepted.count)
            #expect(server.counts.deferred == 0)
        }
    }

    @Test("A lone dot behind 554 is no content: nobody was taken")
    func nobodyTaken() async throws {
        var faults = FaultPlan()
        faults.rules = [.init(share: 1, reply: Reply(code: 550, text: "no"))]
        try await Sink.run({ $0.faults = faults }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\n" + group(["a@x"]) + ".\r\nRSET\r\nQUIT\r\n")
            #expect(try client.codesToEnd() == [220, 250, 250, 550, 554, 500, 250, 221])
            #expect(sink.taken.isEmpty)
        }
    }

    @Test("Recipients over the limit are deferred, in each transaction anew")
    func recipientLimit() async throws {
        try await Sink.run({ $0.recipientLimit = 2 }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\n" + group(["a@x", "b@x", "c@x"]) + ".\r\n" + group(["c@x"]) + ".\r\nQUIT\r\n")
            let codes = [220, 250, 250, 250, 250, 452, 354, 250, 250, 250, 354, 250, 221]
            #expect(try client.codesToEnd() == codes)
            #expect(sink.taken.map(\.forwardPath) == ["a@x", "b@x", "c@x"])
        }
    }

    @Test("Connections over the limit are turned away until one is closed")
    func connectionLimit() async throws {
        try await Sink.run({ $0.connectionLimit = 1 }) { server, _ in
            let first = try RawClient(port: server.port)
            #expect(try first.codes(1) == [220])
            #expect(try RawClient(port: server.port).codesToEnd() == [421])
            try first.send("QUIT\r\n")
            #expect(try first.codesToEnd() == [221])
            // The server learns of its own closing a moment later.
            var greeting = 421
            for _ in 0..<10_000 where greeting == 421 { greeting = try RawClient(port: server.port).codes(1)[0] }
            #expect(greeting == 220)
        }
    }

    @Test("A connection is cut before or after its message was taken", arguments: [true, false])
    func cut(isAfter: Bool) async throws {
        try await Sink.run({
            if isAfter { $0.faults.cutAfterTakingEvery = 2 } else { $0.faults.cutBeforeTakingEvery = 2 }
        }) { server, sink in
            for number in 1...4 {
                let client = try RawClient(port: server.port)
                try client.send("EHLO c\r\n" + group(["r\(number)@x"]) + ".\r\nQUIT\r\n")
                let codes = [220, 250, 250, 250, 354]
                #expect(try client.codesToEnd() == (number % 2 == 0 ? codes : codes + [250, 221]))
            }
            let taken = isAfter ? ["r1@x", "r2@x", "r3@x", "r4@x"] : ["r1@x", "r3@x"]
            #expect(sink.taken.map(\.forwardPath) == taken)
        }
    }

    @Test("421 ends the connection, whoever says it", arguments: [true, false])
    func goodbye(isRule: Bool) async throws {
        let reply = Reply(code: 421, status: EnhancedStatusCode(4, 3, 2), text: "shutting down")
        try await Sink.run({
            var fault = Fault(at: .rcpt)
            fault.reply = reply
            if isRule { $0.faults.rules = [.init(share: 1, reply: reply)] } else { $0.faults.faults = [fault] }
        }) { server, _ in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\n" + group(["a@x", "b@x"]))
            #expect(try client.codesToEnd() == [220, 250, 250, 421])
        }
    }

    @Test("A command that is refused for its place is an event as well")
    func outOfPlace() async throws {
        var fault = Fault(at: .mail)
        fault.every = 2
        fault.cut = .afterReply
        try await Sink.run({ $0.faults.faults = [fault] }) { server, _ in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\nNOOP\r\n")
            #expect(try client.codesToEnd() == [220, 250, 250, 503])
        }
    }

    @Test("LMTP answers for each recipient it took")
    func lmtp() async throws {
        try await Sink.run({ $0.isLMTP = true }) { server, sink in
            let client = try RawClient(port: server.port)
            try client.send("EHLO c\r\nHELO c\r\nLHLO c\r\n" + group(["a@x", "b@x", "c@x"]) + "x\r\n.\r\nQUIT\r\n")
            let codes = [220, 500, 500, 250, 250, 250, 250, 250, 354, 250, 250, 250, 221]
            #expect(try client.codesToEnd() == codes)
            #expect(sink.taken.count == 3)
        }
    }

    @Test("It offers what it was told to offer", arguments: [[], ["PIPELINING"], ["SIZE 100", "X"]])
    func extensions(_ extensions: [String]) async throws {
        try await Sink.run({ $0.extensions = extensions }) { server, _ in
            let client = try RawClient(port: server.port)
            #expect(try client.line()?.hasPrefix("220 sink.example") == true)
            try client.send("EHLO c\r\n")
            for (place, text) in (["sink.example"] + extensions).enumerated() {
                #expect(try client.line() == "250\(place == extensions.count ? " " : "-")\(text)")
            }
        }
    }
}
