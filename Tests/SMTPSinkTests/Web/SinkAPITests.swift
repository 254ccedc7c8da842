import FanmailBasics
import Foundation
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

@Suite("What the sink's web server answers", .timeLimit(.minutes(10)))
struct SinkAPITests {
    @Test("A message has envelope and session beside its header, and its octets as they came") func one() async throws {
        try await SinkDesk.run { desk in
            try desk.send(
                to: "hidden@x.example", subject: "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", parameters: " BODY=8BITMIME SIZE=100",
                body: "Confirm: https://x.example/c?t=1")
            let message = try await desk.web.get("/api/v1/message/latest").json
            #expect(message["ID"]?.string == "1" && message["Subject"]?.string == "Grüße")
            #expect(message["From"]?["Address"]?.string == "app@x.example" && message["From"]?["Name"]?.string == "App")
            #expect(message["To"]?.all.map { $0["Address"]?.string } == ["ken@x.example"])
            // Who stands in the envelope alone.
            #expect(message["Bcc"]?.all.map { $0["Address"]?.string } == ["hidden@x.example"])
            #expect(message["Envelope"]?["ReversePath"]?.string == "bounces@x.example")
            #expect(message["Envelope"]?["Parameters"]?.strings == ["BODY=8BITMIME", "SIZE=100"])
            #expect(message["Envelope"]?["ForwardPaths"]?.all.map { $0["Path"]?.string } == ["hidden@x.example"])
            #expect(message["Session"]?["Hello"]?.string == "app.example")
            #expect(message["Session"]?["Protocol"]?.string == "ESMTP")
            #expect(message["Session"]?["Peer"]?.string?.hasPrefix("127.0.0.1:") == true)
            #expect(message["Text"]?.string == "Confirm: https://x.example/c?t=1\n" && message["HTML"]?.string == "")
            #expect(message["Links"]?.all.map { $0["URL"]?.string } == ["https://x.example/c?t=1"])
            let raw = try await desk.web.get("/api/v1/message/1/raw")
            #expect(
                raw.body == desk.messages.message(1)?.octets
                    && raw.fields["content-type"]?.hasPrefix("text/plain") == true)
            #expect(raw.fields["content-security-policy"]?.contains("sandbox") == true)
            #expect(try await desk.web.get("/api/v1/message/1/part/1").text == "Confirm: https://x.example/c?t=1\r\n")
            let header = try await desk.web.get("/api/v1/message/1/headers").json
            #expect(header["Message-Id"]?.strings == ["<1@x.example>"])
        }
    }

    @Test("Messages are found by recipient, sender, subject, text, header and time, page by page") func many()
        async throws
    {
        try await SinkDesk.run { desk in
            for number in 1...5 {
                try desk.send(to: "user\(number)@x.example", subject: "News \(number)", body: "word\(number)")
            }
            func ids(_ query: String) async throws -> [String?] {
                try await desk.web.get("/api/v1/messages?\(query)").json["messages"]?.all.map { $0["ID"]?.string } ?? []
            }
            #expect(try await ids("") == ["5", "4", "3", "2", "1"])
            #expect(try await ids("start=1&limit=2") == ["4", "3"])
            #expect(try await ids("order=oldest&limit=2") == ["1", "2"])
            #expect(try await ids("to=user3@x.example") == ["3"])
            #expect(try await ids("to=user*@x.example&subject=news%202") == ["2"])
            #expect(try await ids("to=%2Fuser%5B45%5D%2F") == ["5", "4"])
            #expect(try await ids("from=app@x.example&since=3") == ["5", "4"])
            #expect(try await ids("text=word4") == ["4"])
            #expect(try await ids("header=Message-ID:1@x&limit=1") == ["5"])
            #expect(try await ids("since=now") == [])
            #expect(try await ids("before=2000-01-01T00:00:00Z") == [])
            let page = try await desk.web.get("/api/v1/messages?to=user*&limit=2").json
            #expect(page["total"]?.whole == 5 && page["messages_count"]?.whole == 5 && page["count"]?.whole == 2)
            let found = try await desk.web.get("/api/v1/search?query=subject:%22news%203%22").json
            #expect(found["messages"]?.all.map { $0["ID"]?.string } == ["3"])
            #expect(
                try await desk.web.get("/api/v1/search?query=-word1%20-to:user2%20is:unread").json["messages_count"]?
                    .whole
                    == 3)
        }
    }

    @Test("Messages are thrown away one by one, by what they are, and all; never more than was meant")
    func deleting() async throws {
        try await SinkDesk.run { desk in
            for number in 1...6 { try desk.send(to: "user\(number)@x.example") }
            #expect(try await desk.web.ask("DELETE", "/api/v1/message/1").json["deleted"]?.whole == 1)
            #expect(
                try await desk.web.ask("DELETE", "/api/v1/messages", "{\"IDs\": [\"2\", \"77\"]}").json["deleted"]?
                    .whole == 1
            )
            #expect(try await desk.web.ask("DELETE", "/api/v1/messages?to=user3@x.example").json["deleted"]?.whole == 1)
            #expect(try await desk.web.ask("DELETE", "/api/v1/search?query=to:user4").json["deleted"]?.whole == 1)
            for (path, body) in [
                ("/api/v1/messages?to=", ""), ("/api/v1/messages?recipient=user5@x.example", ""),
                ("/api/v1/messages", "{\"IDs\": [\"five\"]}"), ("/api/v1/messages", "no JSON"),
                ("/api/v1/search?query=", ""),
                ("/api/v1/messages", "{\"ID\": [\"5\"]}"), ("/api/v1/messages", "[]"),
            ] {
                let answer = try await desk.web.ask("DELETE", path, body)
                #expect(answer.status == 400 && answer.json["Error"]?.string?.isEmpty == false, "\(path) \(body)")
            }
            #expect(desk.messages.count == 2)
            #expect(try await desk.web.ask("DELETE", "/api/v1/messages").json["deleted"]?.whole == 2)
            #expect(desk.messages.count == 0)
        }
    }

    @Test("Waiting gives what has come, or comes; and says when it does not") func waiting() async throws {
        try await SinkDesk.run { desk in
            let web = desk.web
            try desk.send(to: "ken@x.example", subject: "first")
            #expect(try await web.get("/api/v1/wait?to=ken@x.example&timeout=0s").json["Subject"]?.string == "first")
            let none = try await web.get("/api/v1/wait?to=ken@x.example&since=1&timeout=10ms")
            #expect(none.status == 404 && none.json["Error"]?.string == "no such message within 10ms")
            async let later = web.get("/api/v1/wait?to=ken@x.example&since=1&timeout=5m&count=2")
            try desk.send(to: "mei@x.example", subject: "other")
            try desk.send(to: "ken@x.example", subject: "second")
            try desk.send(to: "ken@x.example", subject: "third")
            let answer = try await later.json
            #expect(answer["messages"]?.all.map { $0["Subject"]?.string } == ["second", "third"])
            #expect(answer["count"]?.whole == 2 && answer["last"]?.string == "4")
            for query in ["timeout=soon", "timeout=1h", "count=0", "since=yesterday", "to=%2F(%2F", "for=ken"] {
                #expect(try await web.get("/api/v1/wait?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("Faults are set, listed and taken away while it runs; what was set can be given again") func faults()
        async throws
    {
        try await SinkDesk.run { desk in
            let client = try RawClient(port: desk.sink.port)
            try client.send("EHLO app.example\r\n")
            _ = try client.codes(2)
            func codes() throws -> [Int] {
                try client.send("MAIL FROM:<a@x.example>\r\nRCPT TO:<gone@x.example>\r\nRSET\r\n")
                return try client.codes(3)
            }
            #expect(try codes() == [250, 250, 250])
            let toml = "seed = 7\n[limits]\nrate = 1000\n[[fault]]\nrecipient = \"gone@*\"\nreply = \"550 5.1.1 no\"\n"
            let set = try await desk.web.ask("PUT", "/api/v1/faults", toml)
            #expect(set.status == 200 && set.json["fault"]?.all.first?["reply"]?.string == "550 5.1.1 no")
            // Also for a connection that was there before.
            #expect(try codes() == [250, 550, 250])
            let listed = try await desk.web.get("/api/v1/faults")
            #expect(listed.text == set.text)
            #expect(try await desk.web.ask("DELETE", "/api/v1/faults").json["fault"]?.all.isEmpty == true)
            #expect(try codes() == [250, 250, 250])
            #expect(try await desk.web.ask("PUT", "/api/v1/faults", listed.text).text == listed.text)
            #expect(try codes() == [250, 550, 250])
            for (body, part) in [
                ("[[fault]]\nat = \"rctp\"\nreply = \"550 x\"", "did you mean \"rcpt\"?"), ("{", "not valid JSON"),
                ("[[fault]]\nat = \"afterwards\"\nreply = \"550 x\"", "no place"),
            ] {
                let answer = try await desk.web.ask("PUT", "/api/v1/faults", body)
                #expect(answer.status == 400 && answer.json["Error"]?.string?.contains(part) == true, "\(answer.text)")
            }
            #expect(try codes() == [250, 550, 250])
        }
    }

    @Test("Every fault of docs/sink.md comes back as it went in") func everyFault() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/sink.md"), encoding: .utf8)
        let toml = page.components(separatedBy: "```toml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        let plan = try FaultFile.parse(toml.joined(separator: "\n"), file: "docs/sink.md")
        let text = FaultJSON(plan: plan).document.text
        let again = try FaultFile.parse(text, file: "again")
        #expect(FaultJSON(plan: again).document.text == text && again.faults.count == plan.faults.count)
        #expect(again.seed == plan.seed && again.rateLimit == plan.rateLimit && again.messageLimit == plan.messageLimit)
    }

    @Test("What was counted, what there is, and where nothing is") func state() async throws {
        try await SinkDesk.run { desk in
            try desk.send(to: "ken@x.example")
            #expect(try await desk.web.get("/api/v1/counts").json["copies"]?.whole == 1)
            let info = try await desk.web.get("/api/v1/info").json
            #expect(info["Messages"]?.whole == 1 && info["Last"]?.string == "1" && info["Unread"]?.whole == 1)
            #expect(info["SMTP"]?["Port"]?.whole == desk.sink.port)
            #expect(try await desk.web.get("/").status == 200)
            #expect(try await desk.web.get("/nowhere").json["Status"]?.whole == 404)
            #expect(try await desk.web.get("/api/v1/message/99").status == 404)
            #expect(try await desk.web.get("/api/v1/message/1/part/9").status == 404)
            let wrong = try await desk.web.ask("POST", "/api/v1/messages")
            #expect(wrong.status == 405 && wrong.fields["allow"]?.contains("DELETE") == true)
            #expect(try await desk.web.ask("HEAD", "/api/v1/messages").body.isEmpty)
        }
    }
}
