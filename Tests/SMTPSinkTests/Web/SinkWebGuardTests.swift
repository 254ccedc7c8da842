import FanmailBasics
import FanmailWeb
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

@Suite("Whom the sink's web server answers", .timeLimit(.minutes(10)))
struct SinkWebGuardTests {
    @Test("Whoever was led here by a name of somebody else's is refused; names of this machine are not") func hosts()
        async throws
    {
        try await SinkDesk.run({ $1.names = ["mail.test.example"] }) { desk in
            let path = "/api/v1/info"
            for host in ["127.0.0.1", "localhost:18025", "[::1]:8025", "sink:8025", "a.localhost", "Mail.test.example"]
            {
                #expect(try await desk.web.ask("GET", path, host: host).status == 200, "\(host)")
            }
            for host in ["attacker.example", "127.0.0.1.attacker.example", "a.localhost.example:8025"] {
                let answer = try await desk.web.ask("GET", path, host: host)
                #expect(answer.status == 421 && answer.json["Status"]?.whole == 421, "\(host)")
            }
            var twice = desk.web
            twice.fields = [("Host", "127.0.0.1")]
            #expect(try await twice.get(path).status == 400)
        }
    }

    @Test("Pages elsewhere can neither ask nor change anything") func origins() async throws {
        try await SinkDesk.run { desk in
            try desk.send(to: "ken@x.example")
            func status(_ method: String, _ fields: (String, String)...) async throws -> Int {
                var web = desk.web
                web.fields = fields
                return try await web.ask(method, "/api/v1/messages").status
            }
            #expect(try await status("GET", ("Origin", "http://127.0.0.1:\(desk.server.port)")) == 200)
            #expect(try await status("GET", ("Origin", "https://attacker.example")) == 403)
            #expect(try await status("GET", ("Origin", "null")) == 403)
            #expect(try await status("DELETE", ("Origin", "http://127.0.0.1:1")) == 403)
            #expect(try await status("DELETE", ("Sec-Fetch-Site", "cross-site")) == 403)
            #expect(try await status("GET", ("Sec-Fetch-Site", "cross-site")) == 403)
            #expect(try await status("HEAD", ("Sec-Fetch-Site", "same-site")) == 403)
            #expect(try await status("DELETE", ("Sec-Fetch-Site", "same-site")) == 403)
            #expect(desk.messages.count == 1)
            #expect(try await status("DELETE", ("Sec-Fetch-Site", "same-origin")) == 200)
        }
    }

    @Test("A link elsewhere may be followed to a page, and nothing else may be had by one") func visits() async throws {
        try await SinkDesk.run { desk async throws in
            func status(_ path: String, _ destination: String, mode: String = "navigate") async throws -> Int {
                var web = desk.web
                web.fields = [
                    ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination),
                ]
                return try await web.get(path).status
            }
            #expect(try await status("/", "document") == 200)
            for destination in ["image", "script", "iframe", "empty"] {
                #expect(try await status("/", destination) == 403, "\(destination)")
            }
            #expect(try await status("/", "document", mode: "no-cors") == 403)
            for path in ["/api/v1/messages", "/%61pi/v1/messages", "//api/v1/wait?timeout=0s", "/api/v1/message/1"] {
                #expect(try await status(path, "document") == 403, "\(path)")
            }
        }
    }

    @Test("Where a browser does not say whence it asks, the page that it names counts") func referrers() async throws {
        try await SinkDesk.run { desk async throws in
            func status(_ path: String, _ page: String, accept: String = "*/*") async throws -> Int {
                var web = desk.web
                web.fields = [("Referer", page), ("Accept", accept)]
                return try await web.get(path).status
            }
            #expect(try await status("/api/v1/messages", "http://127.0.0.1:\(desk.server.port)/") == 200)
            for page in ["http://attacker.example/", "http://127.0.0.1:\(desk.server.port).attacker.example/", "x"] {
                #expect(try await status("/api/v1/messages", page) == 403, "\(page)")
                #expect(try await status("/", page, accept: "image/avif,image/*") == 403, "\(page)")
            }
            #expect(try await status("/", "http://chat.example/", accept: "text/html,*/*") == 200)
            #expect(try await status("/api/v1/messages", "http://chat.example/", accept: "text/html") == 403)
        }
    }

    @Test(
        "Whoever tells nobody whence it comes can delete by a form of ours, and nothing else can",
        arguments: [
            ([], true, 303), ([("Origin", "null")], true, 303), ([("Origin", "null")], false, 403),
            ([("Origin", "null"), ("Sec-Fetch-Site", "same-origin")], true, 303),
            ([("Origin", "null"), ("Sec-Fetch-Site", "cross-site")], true, 403),
            ([("Origin", "null"), ("Referer", "http://attacker.example/")], true, 403),
            ([("Origin", "http://attacker.example")], true, 403), ([], false, 403),
        ] as [([(String, String)], Bool, Int)])
    func privacy(_ fields: [(String, String)], _ hasToken: Bool, _ status: Int) async throws {
        try await SinkDesk.run { desk async throws in
            try desk.send(to: "ken@x.example")
            let page = try await desk.web.get("/").text
            let token = try #require(page.firstMatch(of: /name="token" value="(\w+)"/)?.1)
            var web = desk.web
            web.fields = [("Content-Type", "application/x-www-form-urlencoded")] + fields
            let answer = try await web.ask("POST", "/delete", "token=\(hasToken ? String(token) : "guessed")&id=1")
            #expect(answer.status == status && desk.messages.count == (status == 303 ? 0 : 1))
            // What is for programs has no such form.
            web.fields = [("Origin", "null")]
            for (method, path) in [("POST", "/api/v1/message/1/release"), ("DELETE", "/api/v1/messages")] {
                #expect(try await web.ask(method, path).status == 403)
            }
            #expect(try await web.ask("DELETE", "/delete").status == 403)
            #expect(try await web.get("/").status == 403)
        }
    }

    @Test("A link elsewhere that is followed loads no pictures of a message") func pictures() async throws {
        try await SinkDesk.run { desk async throws in
            try desk.send(to: "ken@x.example")
            func policy(_ site: String) async throws -> String {
                var web = desk.web
                web.fields = [
                    ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"),
                ]
                return try await web.get("/message/1/html?pictures=1").fields["content-security-policy"] ?? ""
            }
            #expect(try await policy("same-origin").contains("img-src data: http: https:"))
            #expect(try await policy("cross-site").contains("img-src data:;"))
        }
    }

    @Test("No page elsewhere may hold an answer; what is sandboxed is shown all the same") func policies() async throws
    {
        try await SinkDesk.run { desk async throws in
            try desk.send(to: "ken@x.example")
            for path in ["/", "/api/v1/messages", "/nowhere", "/api/v1/message/1/raw", "/api/v1/message/1/part/1"] {
                let fields = try await desk.web.get(path).fields
                #expect(fields["cross-origin-resource-policy"] == "same-origin", "\(path)")
                let isSandboxed = fields["content-security-policy"]?.contains("sandbox") == true
                #expect(fields["cross-origin-opener-policy"] == (isSandboxed ? nil : "same-origin"), "\(path)")
            }
        }
    }

    @Test("A token is asked of everybody, in either form, and then any name will do") func tokens() async throws {
        try await SinkDesk.run({ $1.token = "open sesame" }) { desk async throws in
            func status(_ value: String?) async throws -> Int {
                var web = desk.web
                if let value { web.fields = [("Authorization", value)] }
                return try await web.ask("GET", "/api/v1/info", host: "mail.attacker.example").status
            }
            for value in [nil, "Bearer open sesam", "Bearer "] { #expect(try await status(value) == 401) }
            #expect(try await status("Bearer open sesame") == 200)
            #expect(try await status("Basic " + Base64.encoded(Array("me:open sesame".utf8))) == 200)
            #expect(try await status("Basic " + Base64.encoded(Array("open sesame".utf8))) == 401)
            #expect(try await desk.web.get("/").fields["www-authenticate"]?.hasPrefix("Basic") == true)
        }
    }

    @Test("What is too much, or no request, is answered or closed, and the next one is served") func bounds()
        async throws
    {
        try await SinkDesk.run { desk async throws in
            #expect(
                try await desk.web.ask("PUT", "/api/v1/faults", String(repeating: "#", count: 2 << 20)).status == 413)
            #expect(try await desk.web.get("/api/v1/message/%zz").status == 400)
            #expect(try await desk.web.get("/api/v1/messages?to=%ff").status == 400)
            _ = try? await desk.web.get("/" + String(repeating: "x", count: 200_000))
            #expect(try await desk.web.get("/api/v1/info").status == 200)
        }
    }

    @Test("Only this machine is loopback") func loopback() {
        for (host, isIt) in [
            ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", true), ("0.0.0.0", false),
            ("127.example", false), ("::", false),
        ] {
            var settings = SinkWebServer.Settings()
            settings.host = host
            #expect(settings.isLoopback == isIt, "\(host)")
        }
    }
}
