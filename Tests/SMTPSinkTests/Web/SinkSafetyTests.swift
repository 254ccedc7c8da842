import FanmailBasics
import FanmailWeb
import SMTPCore
import Synchronization
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

/// What may go wrong when somebody asks the web server for something that was not meant.
@Suite("What is not understood throws nothing away", .timeLimit(.minutes(10)))
struct SinkSafetyTests {
    private static let form = ("Content-Type", "application/x-www-form-urlencoded")

    @Test("A body is read by what it is, whatever type it says, and numbers are ids, too") func bodies() async throws {
        try await SinkDesk.run { desk async throws in
            for number in 1...8 { try desk.send(to: "user\(number)@x.example") }
            var web = desk.web
            web.fields = [Self.form]
            func deleted(_ body: String) async throws -> Int? {
                try await web.ask("DELETE", "/api/v1/messages", body).json["deleted"]?.whole
            }
            // As curl -d sends it, and Python's urllib.
            #expect(try await deleted("{\"IDs\": [\"1\"]}") == 1)
            #expect(try await deleted("{\"IDs\": [2]}") == 1)
            #expect(try await deleted("{\"IDs\": [\"3\", 4]}") == 2)
            #expect(try await deleted("ids=5&ids=6") == 2)
            #expect(desk.messages.messages().map(\.id) == [7, 8])
        }
    }

    @Test(
        "What cannot be understood is refused, with one line",
        arguments: [
            ("/api/v1/messages", "{\"IDs\": [\"1\", true]}"), ("/api/v1/messages", "{\"IDs\": [1.5]}"),
            ("/api/v1/messages", "id=1"), ("/api/v1/messages", "ids=one"), ("/api/v1/messages", "Read=true"),
            ("/api/v1/messages?limit=10&order=oldest", ""), ("/api/v1/messages?start=1", ""),
            ("/api/v1/search?query=%22%22", ""), ("/api/v1/search?query=%20", ""),
            ("/api/v1/search?query=user&limit=1", ""), ("/api/v1/search?query=-after:2026-01-01", ""),
            ("/api/v1/messages", "{\"IDs\": [\"1\"], \"ids\": [\"2\"]}"), ("/api/v1/messages", "ids=1&read=1&read=0"),
            ("/api/v1/messages?since=1&since=2", ""), ("/api/v1/search?query=a&query=user", ""),
            ("/api/v1/messages?to=nobody", "{\"IDs\": [\"1\"]}"), ("/api/v1/messages", "{\"IDs\": []}"),
        ])
    func refused(_ path: String, _ body: String) async throws {
        try await SinkDesk.run { desk async throws in
            for number in 1...3 { try desk.send(to: "user\(number)@x.example") }
            var web = desk.web
            web.fields = [Self.form]
            let answer = try await web.ask("DELETE", path, body)
            #expect(answer.status == 400 && answer.json["Error"]?.string?.isEmpty == false, "\(answer.text)")
            #expect(desk.messages.count == 3)
            if path.hasPrefix("/api/v1/messages"), body != "Read=true" {
                #expect(try await web.ask("PUT", path, body).status == 400 && desk.messages.unread == 3)
            }
        }
    }

    @Test(
        "What is there twice is refused where one of them would be passed over",
        arguments: [
            "/api/v1/messages?limit=1&limit=2", "/api/v1/wait?timeout=1s&timeout=2s", "/?query=a&query=b",
            "/api/v2/messages?start=0&start=1", "/api/v2/search?kind=to&kind=from&query=a",
            "/message/1?pictures=0&pictures=1", "/message/1/html?dark=0&dark=1",
        ])
    func twice(_ path: String) async throws {
        try await SinkDesk.run { desk async throws in
            try desk.send(to: "ken@x.example")
            let answer = try await desk.web.get(path)
            #expect(answer.status == 400 && answer.text.contains("is there twice"), "\(answer.text)")
            // Of filters all have to be true.
            let both = try await desk.web.get("/api/v1/messages?to=ken@*&to=*@x.example&to=nobody").json
            #expect(both["messages_count"]?.whole == 0)
            #expect(try await desk.submit("/delete", "id=1&id=2").status == 400 && desk.messages.count == 1)
            let faults = "{\"limits\": {\"rate\": 1, \"rate\": 2}}"
            let refused = try await desk.web.ask("PUT", "/api/v1/faults", faults)
            #expect(refused.status == 400 && refused.text.contains("twice"))
        }
    }

    @Test("Only what there is is marked, as not read unless it says so, and counted beyond the page") func marking()
        async throws
    {
        try await SinkDesk.run { desk async throws in
            for number in 1...4 { try desk.send(to: "user\(number)@x.example") }
            let marked = try await desk.web.ask(
                "PUT", "/api/v1/messages", "{\"IDs\": [\"1\", \"2\", \"99\"], \"Read\": true}")
            #expect(marked.json["marked"]?.whole == 2 && desk.messages.unread == 2)
            let page = try await desk.web.get("/api/v1/messages?to=user*&limit=1").json
            #expect(page["messages_unread"]?.whole == 2 && page["count"]?.whole == 1)
            #expect(try await desk.web.get("/api/v1/messages?limit=1").json["messages_unread"]?.whole == 2)
            #expect(try await desk.web.ask("PUT", "/api/v1/messages", "{\"IDs\": [1]}").json["marked"]?.whole == 1)
            #expect(desk.messages.unread == 3)
            #expect(try await desk.web.ask("HEAD", "/api/v1/message/1").status == 200)
            #expect(desk.messages.unread == 3)
        }
    }

    @Test("A search counts beside the filters, not in place of them") func searching() async throws {
        try await SinkDesk.run { desk async throws in
            for number in 1...4 { try desk.send(to: "user\(number)@x.example") }
            func ids(_ query: String) async throws -> [String?] {
                try await desk.web.get("/api/v1/search?\(query)").json["messages"]?.all.map { $0["ID"]?.string } ?? []
            }
            #expect(try await ids("query=after:2020-01-01&since=3") == ["4"])
            #expect(try await ids("query=before:2999-01-01&before=2020-01-01T00:00:00Z") == [])
            #expect(try await ids("query=before:2020-01-01%20before:2999-01-01") == [])
        }
    }

    @Test("A page of MailHog's is one of all that there are, and its parts say what they are") func mailHog()
        async throws
    {
        try await SinkDesk.run { desk async throws in
            for number in 1...5 { try desk.send(to: "user\(number)@x.example", subject: "News \(number)") }
            let page = try await desk.web.get("/api/v2/messages?start=1&limit=2").json
            #expect(page["total"]?.whole == 5 && page["items"]?.all.map { $0["ID"]?.string } == ["4", "3"])
            let found = try await desk.web.get("/api/v2/search?kind=to&query=user&start=3&limit=9").json
            #expect(found["total"]?.whole == 5 && found["items"]?.all.map { $0["ID"]?.string } == ["2", "1"])
        }
        let text =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
            + "Content-Type: application/pdf; name=\"a\\\"b.pdf\"\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n--b--\r\n"
        let message = SinkMessage(
            id: 1, at: Timestamp(milliseconds: 0), reversePath: "", recipients: [], octets: Array(text.utf8))
        let parts = MailHogJSON(message: message).value["MIME"]?["Parts"]?.all ?? []
        #expect(parts.map { $0["Headers"]?["Content-Transfer-Encoding"]?.strings } == [["8bit"], ["base64"]])
        #expect(
            parts.last?["Headers"]?["Content-Disposition"]?.strings == ["attachment; filename=\"a\\\"b.pdf\""])
        #expect(parts.last?["Body"]?.string == Base64.encoded(Array("%PDF".utf8)))
    }

    @Test("Whoever waits for much gets no more than there is room for") func waiting() async throws {
        let messages = SinkMessages(room: SinkRoom(messages: 100, octets: 2_000))
        var configuration = SinkConfiguration()
        messages.take(from: &configuration)
        let (keep, flush) = (try #require(configuration.keeper), try #require(configuration.flusher))
        let isOver = Atomic(false)
        async let found = {
            defer { isOver.store(true, ordering: .relaxed) }
            return await messages.wait(for: SinkQuery(to: "a@*"), count: 100_000, timeout: .seconds(300))
        }()
        // Some of them make room before anybody has looked.
        var number = 0
        while !isOver.load(ordering: .relaxed) {
            number += 1
            let body = KeptContent(Array(repeating: 0x78, count: 500))
            let message = KeptMessage(
                at: Timestamp(milliseconds: 0), connection: 1, transaction: number, reversePath: "",
                forwardPaths: ["a@x.example"], body: body)
            #expect(keep(message) && flush())
            await Task.yield()
        }
        let octets = await found.reduce(0) { $0 + $1.heldOctets }
        #expect(octets >= 2_000 && octets < 3_000)
    }

    @Test("Whoever waits is not waited for when the server stops") func stopping() async throws {
        try await SinkDesk.run { desk async throws in
            let web = desk.web
            let answer = Task { try await web.get("/api/v1/wait?to=nobody@x.example&timeout=10m") }
            while desk.messages.waiting == 0 { await Task.yield() }
            await desk.server.stop()
            // It is told that there is none, and the connection ends.
            let told = try await answer.value
            #expect(told.status == 404 && told.fields["connection"] == "close")
        }
    }

    @Test("Faults tell rules and cuts, too; limits reach who is there, and go again") func faults() async throws {
        try await SinkDesk.run({ configuration, _ in
            configuration.faults.rules = [
                .init(share: 1, reply: .init(code: 450, status: .init(4, 2, 0), text: "later"), onlyFirst: true)
            ]
            configuration.faults.cutAfterTakingEvery = 1_000
        }) { desk async throws in
            let told = try await desk.web.get("/api/v1/faults")
            #expect(told.json["rule"]?.all.first?["share"]?.whole == 1 || told.text.contains("\"share\":1"))
            #expect(told.json["cut-after"]?.whole == 1_000)
            let client = try RawClient(port: desk.sink.port)
            try client.send("EHLO app.example\r\n")
            _ = try client.codes(2)
            func codes(_ count: Int = 4) throws -> [Int] {
                try client.send("MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nRCPT TO:<c@x.example>\r\nRSET\r\n")
                return try client.codes(count)
            }
            #expect(try codes() == [250, 450, 450, 250])
            #expect(try await desk.web.ask("DELETE", "/api/v1/faults").status == 200)
            #expect(try codes() == [250, 250, 250, 250])
            #expect(try await desk.web.ask("PUT", "/api/v1/faults", told.text).text == told.text)
            #expect(try codes() == [250, 450, 450, 250])
            let limits = "{\"limits\": {\"recipients\": 1}}"
            #expect(try await desk.web.ask("PUT", "/api/v1/faults", limits).status == 200)
            #expect(try codes() == [250, 250, 452, 250])
            #expect(try await desk.web.ask("DELETE", "/api/v1/faults").status == 200)
            #expect(try codes() == [250, 250, 250, 250])
            try client.send("MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n")
            #expect(try client.codes(3) == [250, 250, 354])
            try client.send("Subject: x\r\n\r\nx\r\n.\r\n")
            #expect(try client.codes(1) == [250])
            #expect(try await desk.web.ask("PUT", "/api/v1/faults", "[limits]\nmessages = 1\n").status == 200)
            try client.send("MAIL FROM:<a@x.example>\r\n")
            #expect(try client.codesToEnd() == [421])
        }
    }

    @Test("An EHLO that is refused leaves the transaction to the faults that it began by") func refusedHello()
        async throws
    {
        try await SinkDesk.run { desk async throws in
            let client = try RawClient(port: desk.sink.port)
            try client.send("EHLO app.example\r\nMAIL FROM:<a@x.example>\r\n")
            #expect(try client.codes(3) == [220, 250, 250])
            let toml = "[[fault]]\nat = \"hello\"\nreply = \"450 no\"\n[[fault]]\nreply = \"550 5.1.1 no\"\n"
            #expect(try await desk.web.ask("PUT", "/api/v1/faults", toml).status == 200)
            try client.send("EHLO again.example\r\nRCPT TO:<b@x.example>\r\n")
            #expect(try client.codes(2) == [450, 250])
        }
    }
}
