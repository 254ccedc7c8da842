import Foundation
import Testing

/// `fanmail bench` against servers that others wrote, and against the sink with everything on.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct BenchServerTests {
    private func bench(_ bench: Workbench, _ arguments: [String], password: String? = nil) throws -> Workbench.Result {
        try bench.run(
            bench.process(
                ["bench"] + arguments + ["--json", "--for", "30s"],
                environment: password.map { ["FANMAIL_RELAY_PASSWORD": $0] } ?? [:]))
    }

    private func expectAll(
        _ result: Workbench.Result, _ accepted: Int, at location: SourceLocation = #_sourceLocation
    ) {
        #expect(result.status == 0, "\(result.errors)", sourceLocation: location)
        #expect(result.count("accepted") == accepted, "\(result.output)", sourceLocation: location)
        for key in ["refused", "deferred", "unsent", "unknown"] {
            #expect(result.count(key) == 0, "\(key)", sourceLocation: location)
        }
    }

    private static let forms = [
        ["--rcpt", "3"], ["--rcpt", "3", "--no-pipelining"], ["--rcpt", "3", "--chunking"],
        ["--no-reuse", "--rcpt", "3"],
    ]

    @Test("Postfix takes it all, in every form", arguments: forms) func postfix(form: [String]) throws {
        let workbench = try Workbench()
        let server = try Postfix()
        defer { server.stop() }
        let url = "smtp://127.0.0.1:\(server.port)"
        expectAll(
            try bench(
                workbench, [url, "--transactions", "20", "--connections", "3", "--domains", "example.org"] + form), 60)
    }

    @Test("Exim, OpenSMTPD and aiosmtpd take it all", .enabled(if: UnpackedServer.isPossible)) func others() throws {
        let workbench = try Workbench()
        for (server, forms) in [
            (try Exim.start(), Self.forms), (try OpenSMTPD.start(), [["--rcpt", "3"]]),
            (try Aiosmtpd.start(), [["--rcpt", "3"]]),
        ] {
            defer { server.stop() }
            for form in forms {
                expectAll(
                    try bench(
                        workbench,
                        [
                            "smtp://127.0.0.1:\(server.port)", "--transactions", "12", "--connections", "2", "--to",
                            "user{n}@example.org",
                        ] + form), 36)
            }
        }
    }

    @Test("With TLS, a login, and a share of each", arguments: [100, 50, 0]) func share(percent: Int) throws {
        let workbench = try Workbench()
        let relay = try workbench.startSink("--tls", "offer")
        let result = try bench(
            workbench,
            [
                relay, "--transactions", "40", "--connections", "4", "--tls-no-verify", "--tls", "required",
                "--tls-share",
                "\(percent)", "--json",
            ])
        let handshakes = (result.json["commands"] as? [String: [String: Any]])?["TLS"]?["count"] as? Int ?? 0
        #expect(handshakes == percent * 4 / 100)
        #expect(result.status == 0 && result.json["accepted"] as? Int == 40, "\(result.output)")
    }

    @Test(
        "Client and sink agree on SCRAM-SHA-256, by STARTTLS and by implicit TLS, pinned",
        arguments: ["require", "implicit"])
    func login(tls: String) throws {
        let workbench = try Workbench()
        let relay = try workbench.startSink(
            "--tls", tls, "--auth", "ada:a secret, = yes", "--require-auth",
            scheme: tls == "implicit" ? "smtps" : "smtp")
        let url = relay.replacing("://127.0.0.1", with: "://ada@127.0.0.1")
        let pin = try #require(workbench.sinkFingerprint)
        let result = try bench(
            workbench, [url, "--transactions", "10", "--tls-pin", pin, "--transcript", "t.txt"],
            password: "a secret, = yes")
        expectAll(result, 10)
        let dialogue = try String(contentsOfFile: workbench.path("t.txt"), encoding: .utf8)
        #expect(dialogue.contains("C: AUTH SCRAM-SHA-256") && !dialogue.contains("a secret"))
        let wrong = try bench(workbench, [url, "--transactions", "10", "--tls-pin", pin], password: "wrong")
        #expect(wrong.status == 69 && wrong.errors.contains("535"))
    }

    @Test("The subscribers of a list, in turn") func list() throws {
        let workbench = try Workbench()
        try workbench.subscribe(7)
        let relay = try workbench.startSink()
        expectAll(
            try bench(
                workbench, [relay, "--list", "announce", "--rcpt", "2", "--transactions", "7", "--connections", "1"]),
            14)
        #expect(
            try workbench.copies() == Dictionary(uniqueKeysWithValues: (0..<7).map { ("user\($0)@example.org", 2) }))
        // Subscribers come round again, and yet each copy is matched.
        expectAll(
            try bench(workbench, [relay, "--list", "announce", "--transactions", "10", "--sent", "sent.jsonl"]), 10)
        workbench.expectSuccess(try workbench.fanmail("bench", "verify", "copies.jsonl", "--sent", "sent.jsonl"))
        #expect(try bench(workbench, [relay, "--list", "nothing"]).status == 66)
        #expect(try bench(workbench, [relay, "--tls-share", "101"]).status == 64)
    }
}
