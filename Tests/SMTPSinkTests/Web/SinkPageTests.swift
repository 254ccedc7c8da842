import FanmailBasics
import FanmailWeb
import SMTPClient
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

@Suite("The sink's pages", .timeLimit(.minutes(10)))
struct SinkPageTests {
    /// None of it stands there as it came.
    private static let raw = [
        "<script>document", "<img src=x", "<b>\"", "\"><img", "</pre><script>",
        "javascript:top.document.title='owned'\"",
    ]

    @Test("What a message says of itself is escaped, on every page") func escaping() async throws {
        try await SinkDesk.run { desk in
            try desk.send(raw: HostileMessage.text(port: 9), to: ["ken@x.example", "\"<img src=x>\"@x.example"])
            let pages = ["/", "/?query=from:%3Cscript%3E", "/?query=%22%3E%3Cimg", "/message/1", "/message/latest"]
            for path in pages {
                let answer = try await desk.web.get(path)
                #expect(answer.status == 200, "\(path)")
                for part in Self.raw { #expect(!answer.text.contains(part), "\(path): \(part)") }
                let policy = answer.fields["content-security-policy"] ?? ""
                #expect(policy.hasPrefix("default-src 'none';") && policy.contains("script-src 'sha256-"), "\(policy)")
                #expect(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "\(policy)")
            }
            let page = try await desk.web.get("/message/1").text
            #expect(page.contains("&lt;img src=x onerror=&quot;document.title='owned'&quot;>"))
            #expect(page.contains("<bdi>") && page.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""))
            #expect(
                page.contains("named, and gets no copy by this envelope") && page.contains("MAIL FROM:&lt;bounces@"))
            #expect(page.contains("says bank.example and leads to evil.example"))
            for path in ["/message/99", "/message/x%3Cscript%3E", "/?limit=many", "/?to=ken@x.example", "/nowhere"] {
                let answer = try await desk.web.get(path)
                #expect(answer.status >= 400 && !answer.text.contains("<script>d"), "\(path)")
            }
        }
    }

    @Test("HTML and parts of a message come without an origin, and files are kept, not shown") func apart() async throws
    {
        try await SinkDesk.run { desk in
            try desk.send(raw: HostileMessage.text(port: 9), to: ["ken@x.example"])
            let frame = try await desk.web.get("/message/1/html")
            let policy = frame.fields["content-security-policy"] ?? ""
            #expect(policy.hasPrefix("sandbox allow-popups") && !policy.contains("allow-scripts"), "\(policy)")
            #expect(!policy.contains("allow-same-origin") && policy.contains("img-src data:;"), "\(policy)")
            #expect(frame.text.contains("src=\"data:image/png;base64,\(HostileMessage.picture)\""))
            for part in ["<script", "preconnect", "http-equiv", "<iframe", "<object", "<base href"] {
                #expect(!frame.text.contains(part), "\(part)")
            }
            #expect(frame.fields["referrer-policy"] == "no-referrer")
            let chosen = try await desk.web.get("/message/1/html?pictures=1").fields["content-security-policy"] ?? ""
            #expect(chosen.contains("img-src data: http: https:;") && chosen.contains("default-src 'none'"))
            let file = try await desk.web.get("/message/1/part/3")
            #expect(file.fields["content-disposition"]?.hasPrefix("attachment; filename*=UTF-8''") == true)
            #expect(file.fields["content-disposition"]?.contains("<") == false, "\(file.fields)")
            #expect(file.fields["content-disposition"]?.contains("/") == false, "\(file.fields)")
            #expect(file.fields["x-content-type-options"] == "nosniff")
            #expect(file.fields["content-security-policy"]?.contains("sandbox") == true)
            let whole = try await desk.web.get("/message/1/download")
            #expect(whole.fields["content-disposition"] == "attachment; filename=\"message-1.eml\"")
            #expect(whole.body == desk.messages.message(1)?.octets)
        }
    }

    @Test("Nothing is changed by looking, by a form without the token, or from elsewhere") func guarded() async throws {
        try await SinkDesk.run { desk in
            for number in 1...3 { try desk.send(to: "user\(number)@x.example") }
            for path in ["/delete?id=1", "/message/1/release?whom=envelope"] {
                #expect(try await desk.web.get(path).status == 405, "\(path)")
            }
            #expect(try await desk.submit("/delete", "id=1", token: "").status == 403)
            #expect(try await desk.submit("/delete", "id=1", token: "guessed").status == 403)
            #expect(try await desk.submit("/delete", "id=one").status == 400)
            #expect(try await desk.submit("/delete", "all=yes").status == 400)
            #expect(desk.messages.count == 3)
            let one = try await desk.submit("/delete", "id=2")
            #expect(one.status == 303 && one.fields["location"] == "/")
            #expect(desk.messages.messages().map(\.id) == [1, 3])
            // What came after the page was made stays.
            #expect(try await desk.submit("/delete", "all=yes&upto=1&query=&start=0").status == 303)
            #expect(desk.messages.messages().map(\.id) == [3])
            let found = try await desk.submit("/delete", "all=yes&upto=3&query=to:user1")
            #expect(found.fields["location"] == "/?query=to%3Auser1")
            #expect(desk.messages.count == 1)
            #expect(try await desk.submit("/delete", "all=yes&upto=3&query=to:user3").status == 303)
            #expect(desk.messages.count == 0)
        }
    }

    @Test("Messages are listed page by page, searched, and an empty list says how the first one comes")
    func listing() async throws {
        try await SinkDesk.run { desk in
            let empty = try await desk.web.get("/").text
            #expect(
                empty.contains("curl smtp://127.0.0.1:\(desk.sink.port)") && empty.contains("http-equiv=\"refresh\""))
            for number in 1...5 { try desk.send(to: "user\(number)@x.example", subject: "News \(number)") }
            let first = try await desk.web.get("/?limit=2").text
            #expect(first.contains("News 5") && first.contains("News 4") && !first.contains("News 3"))
            #expect(first.contains("rel=\"next\" href=\"/?start=2&amp;limit=2\"") && !first.contains("rel=\"prev\""))
            let second = try await desk.web.get("/?limit=2&start=2").text
            #expect(second.contains("News 3") && second.contains("rel=\"prev\"") && second.contains("arrivals=no"))
            #expect(second.contains("rel=\"prev\" href=\"/?limit=2\""))
            let found = try await desk.web.get("/?query=subject:%22news%203%22").text
            #expect(found.contains("1 of 5 messages") && found.contains("user3@x.example") && !found.contains("News 4"))
            #expect(try await desk.web.get("/?query=nothing-like-it").text.contains("No message has that."))
            let wrong = try await desk.web.get("/?query=before:soon")
            #expect(wrong.status == 200 && wrong.text.contains("role=\"alert\""))
            // Read from then on.
            #expect(try await desk.web.get("/").text.contains("id=\"m5\" class=\"unread\""))
            #expect(try await desk.web.ask("HEAD", "/message/5").status == 200)
            #expect(try await desk.web.ask("HEAD", "/api/v1/message/5").status == 200)
            #expect(try await desk.web.get("/").text.contains("id=\"m5\" class=\"unread\""))
            let page = try await desk.web.get("/message/5").text
            #expect(page.contains("rel=\"next\" href=\"/message/4\"") && !page.contains("rel=\"prev\""))
            #expect(try await desk.web.get("/").text.contains("id=\"m5\" class=\"read\""))
        }
    }

    @Test("What is new is told as soon as it comes, once") func arrivals() async throws {
        try await SinkDesk.run { desk in
            let web = desk.web
            try desk.send(to: "ken@x.example", subject: "first")
            let known = try await web.get("/new?query=&since=0").json
            #expect(known["last"]?.string == "1" && known["total"]?.string == "1 message")
            #expect(known["rows"]?.string?.contains("id=\"m1\"") == true)
            async let later = web.get("/new?query=to:ken&since=1")
            try desk.send(to: "mei@x.example", subject: "other")
            try desk.send(to: "ken@x.example", subject: "second <b>")
            let answer = try await later.json
            #expect(answer["last"]?.string == "3" && answer["total"]?.string == "2 of 3 messages")
            let rows = answer["rows"]?.string ?? ""
            #expect(rows.contains("second &lt;b>") && !rows.contains("other") && !rows.contains("id=\"m1\""))
            #expect(try await web.get("/new?query=").status == 400)
        }
    }

    @Test("How many a page shows is kept wherever it leads, also by its forms") func limits() async throws {
        try await SinkDesk.run { desk in
            for number in 1...3 { try desk.send(to: "user\(number)@x.example", subject: "News \(number)") }
            let page = try await desk.web.get("/?query=news&limit=1&start=1").text
            for link in ["/?query=news&amp;limit=1\"", "/?query=news&amp;start=2&amp;limit=1\""] {
                #expect(page.contains("href=\"\(link)"), "\(link)")
            }
            #expect(page.matches(of: /<input type="hidden" name="limit" value="1">/).count == 3)
            #expect(try await !desk.web.get("/?query=news").text.contains("name=\"limit\""))
            let gone = try await desk.submit("/delete", "id=2&query=news&start=1&limit=1")
            #expect(gone.fields["location"] == "/?query=news&start=1&limit=1")
        }
    }

    @Test(
        "What was thrown away elsewhere is told of those that are shown, at once", arguments: ["", "&arrivals=no"])
    func vanishing(_ more: String) async throws {
        try await SinkDesk.run { desk in
            for number in 1...3 { try desk.send(to: "user\(number)@x.example") }
            let (web, messages) = (desk.web, desk.messages)
            func gone(_ answer: WebClient.Answer) -> [String] { answer.json["gone"]?.all.compactMap(\.string) ?? [] }
            async let later = web.get("/new?since=3&shown=3,2,1\(more)")
            while messages.waiting == 0 { await Task.yield() }
            messages.remove([2])
            let answer = try await later
            #expect(gone(answer) == ["2"] && answer.json["rows"]?.string == "")
            #expect(answer.json["total"]?.string == "2 messages")
            // What is gone already is not waited for.
            #expect(try await gone(web.get("/new?since=3&shown=3,2,1\(more)")) == ["2"])
            async let last = web.get("/new?since=3&shown=3,1\(more)")
            while messages.waiting == 0 { await Task.yield() }
            messages.removeAll()
            #expect(try await gone(last) == ["1", "3"])
            let many = (1...1_001).map(String.init).joined(separator: ",")
            #expect(try await web.get("/new?since=3&shown=\(many)\(more)").status == 400)
        }
    }

    @Test("More than a list takes at once take its place; another run has the page loaded anew") func more()
        async throws
    {
        try await SinkDesk.run { desk in
            for number in 1...51 { try desk.send(to: "user\(number)@x.example", subject: "News \(number)") }
            let all = try await desk.web.get("/new?since=1").json
            #expect(all["more"]?.text == "false" && all["rows"]?.string?.contains("News 2<") == true)
            let cut = try await desk.web.get("/new?since=0").json
            #expect(cut["more"]?.text == "true" && cut["rows"]?.string?.contains("News 1<") == false)
            #expect(try await desk.web.get("/new?since=0&run=another").json["run"]?.string?.isEmpty == false)
            let page = try await desk.web.get("/").text
            let run = try #require(page.firstMatch(of: /\/new\?run=(\w+)/)?.1)
            #expect(try await desk.web.get("/new?since=0&run=\(run)").json["last"]?.string == "51")
        }
    }

    @Test("A message goes on to a real server where the sink was told one, and nowhere else") func release()
        async throws
    {
        try await SinkDesk.run { relay in
            let release = MessageRelease(to: try Relay("smtp://127.0.0.1:\(relay.sink.port)"))
            try await SinkDesk.run(release: release) { desk in
                try desk.send(to: "ken@x.example", subject: "on")
                #expect(try await desk.web.get("/message/1").text.contains("Send to its 1 recipient"))
                let typed = try await desk.submit("/message/1/release", "whom=typed&to=mei@x.example,%20ada@x.example")
                #expect(typed.status == 200 && typed.text.contains("mei@x.example: accepted: 250"), "\(typed.text)")
                let api = try await desk.web.ask("POST", "/api/v1/message/1/release", "{\"To\": [\"zoe@x.example\"]}")
                    .json
                #expect(api["Results"]?.all.first?["Fate"]?.string == "accepted")
                #expect(try await desk.web.ask("POST", "/api/v1/message/1/release").json["Results"]?.all.count == 1)
                let came = relay.messages.messages()
                #expect(
                    came.map { $0.recipients.map(\.path) }
                        == [["mei@x.example", "ada@x.example"], ["zoe@x.example"], ["ken@x.example"]])
                #expect(came.allSatisfy { $0.octets == desk.messages.message(1)?.octets })
                #expect(came.allSatisfy { $0.reversePath == "bounces@x.example" })
                for (fields, part) in [("whom=typed&to=", "no address"), ("whom=typed&to=nobody", "nobody")] {
                    let answer = try await desk.submit("/message/1/release", fields)
                    #expect(answer.status == 400 && answer.text.contains(part), "\(answer.text)")
                }
                #expect(try await desk.submit("/message/1/release", "whom=envelope", token: "guessed").status == 403)
                for body in ["{", "{\"To\": []}", "{\"To\": [1]}", "{\"Cc\": [\"a@x.example\"]}"] {
                    #expect(try await desk.web.ask("POST", "/api/v1/message/1/release", body).status == 400, "\(body)")
                }
                #expect(relay.messages.count == 3)
            }
        }
        try await SinkDesk.run { desk in
            try desk.send(to: "ken@x.example")
            #expect(try await !desk.web.get("/message/1").text.contains("Send it on"))
            #expect(try await desk.submit("/message/1/release", "whom=envelope").status == 403)
            #expect(try await desk.web.ask("POST", "/api/v1/message/1/release").status == 403)
        }
    }
}
