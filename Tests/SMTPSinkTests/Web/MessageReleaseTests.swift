import FanmailBasics
import FanmailWeb
import SMTPClient
import Synchronization
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

@Suite("What goes on to a real server", .timeLimit(.minutes(10)))
struct MessageReleaseTests {
    private static func release(to relay: SinkDesk) throws -> MessageRelease {
        MessageRelease(to: try Relay("smtp://127.0.0.1:\(relay.sink.port)"))
    }

    private static let asked = [
        "ken@x.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;other+2Bken@y.example", "mei@x.example> NOTIFY=NEVER",
        "zoe@x.example",
    ]

    private static func send(_ desk: SinkDesk) throws {
        let client = try RawClient(port: desk.sink.port)
        let recipients = asked.map { $0.contains(">") ? "RCPT TO:<\($0)\r\n" : "RCPT TO:<\($0)>\r\n" }.joined()
        try client.send(
            "EHLO app.example\r\nMAIL FROM:<a@x.example> RET=HDRS ENVID=QQ+2B314\r\n\(recipients)DATA\r\n"
                + "Subject: on\r\n\r\ntext\r\n.\r\nQUIT\r\n")
        #expect(try client.codesToEnd() == [220, 250, 250, 250, 250, 250, 354, 250, 221])
    }

    @Test("What was asked about reports goes on with it, to a relay that offers DSN", arguments: [true, false])
    func reports(offersDSN: Bool) async throws {
        try await SinkDesk.run({ configuration, _ in
            if !offersDSN { configuration.extensions.removeAll { $0 == "DSN" } }
        }) { relay in
            try await SinkDesk.run(release: Self.release(to: relay)) { desk in
                try Self.send(desk)
                let answer = try await desk.web.ask("POST", "/api/v1/message/1/release").json
                let recipients = answer["Results"]?.all.map { $0["Recipient"]?.string }
                #expect(recipients == ["ken@x.example", "mei@x.example", "zoe@x.example"])
                let came = relay.messages.messages()
                let all = came.flatMap(\.recipients).sorted { $0.path < $1.path }
                #expect(all.map(\.path) == ["ken@x.example", "mei@x.example", "zoe@x.example"])
                guard offersDSN else {
                    #expect(came.count == 3 && all.allSatisfy { $0.parameters == [] })
                    return
                }
                for message in came {
                    #expect(message.mailParameters.filter { !$0.hasPrefix("SIZE") } == ["RET=HDRS", "ENVID=QQ+2B314"])
                }
                #expect(
                    all.map(\.parameters) == [
                        ["NOTIFY=SUCCESS,DELAY", "ORCPT=rfc822;other+2Bken@y.example"], ["NOTIFY=NEVER"], [],
                    ])
                // Who is written to in their place has asked for nothing.
                let typed = try await desk.web.ask(
                    "POST", "/api/v1/message/1/release", "{\"To\": [\"ada@x.example\", \"MEI@x.example\"]}")
                #expect(typed.status == 200)
                let later = relay.messages.messages().dropFirst(came.count).flatMap(\.recipients)
                #expect(later.map(\.parameters) == [[], ["NOTIFY=NEVER"]])
            }
        }
    }

    @Test("Nothing goes out where one of several addresses is none") func wrong() async throws {
        try await SinkDesk.run { relay in
            try await SinkDesk.run(release: Self.release(to: relay)) { desk in
                try Self.send(desk)
                let answer = try await desk.web.ask(
                    "POST", "/api/v1/message/1/release", "{\"To\": [\"mei@x.example\", \"nobody\"]}")
                #expect(answer.status == 400 && answer.text.contains("nobody") && relay.messages.count == 0)
            }
        }
    }

    @Test("What came of it is shown also where the message has made room for others meanwhile") func gone() async throws
    {
        let held = Mutex<SinkMessages?>(nil)
        try await SinkDesk.run({ configuration, _ in
            configuration.keeper = { _ in
                held.withLock { $0 }?.removeAll()
                return true
            }
        }) { relay in
            try await SinkDesk.run(release: Self.release(to: relay)) { desk in
                try desk.send(to: "ken@x.example", subject: "on")
                held.withLock { $0 = desk.messages }
                let answer = try await desk.submit("/message/1/release", "whom=envelope")
                #expect(answer.status == 200 && answer.text.contains("ken@x.example: accepted: 250"), "\(answer.text)")
                #expect(desk.messages.count == 0 && relay.messages.count == 1)
            }
        }
    }
}
