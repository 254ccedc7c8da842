import Foundation
import Testing

/// `fanmail relay ls`, `show` and `test`, against sinks.
@Suite("The relays of the settings", .timeLimit(.minutes(5)))
struct RelayCommandTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.subscribe(1)
    }

    private func write(main: Int, backup: Int) throws {
        try bench.write(
            """
            [delivery]
            connections = 7
            [relay.main]
            url = "smtp://ada@127.0.0.1:\(main)"
            password-file = "password"
            allow-clear-auth = true
            tls = "none"
            connections = 3
            weight = 2
            [relay.backup]
            url = "smtp://127.0.0.1:\(backup)"
            [[route]]
            domain = ".example"
            to = ["main", "backup"]
            """, to: "fanmail.toml")
        try bench.write("secret\n", to: "password")
    }

    @Test("which there are, and whose mail each takes") func list() throws {
        try write(main: 2525, backup: 2526)
        let table = bench.expectSuccess(try bench.fanmail("relay", "ls")).output
        #expect(table.contains("domain .example") && table.contains("smtp://ada@127.0.0.1:2525"), "\(table)")
        let page = bench.expectSuccess(try bench.fanmail("relay", "show", "main")).output
        #expect(page.contains("takes  domain .example (") && page.contains("password-file"), "\(page)")
        let json = bench.expectSuccess(try bench.fanmail("relay", "show", "backup", "--json")).json
        #expect(json["connections"] as? Int == 7 && json["weight"] as? Int == 1)
        let unknown = try bench.fanmail("relay", "show", "mian")
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean main?"), "\(unknown.errors)")
        let none = try bench.fanmail("relay", "show")
        #expect(none.status == 78 && none.errors.contains("which relay? name one of main, backup"), "\(none.errors)")
    }

    @Test("each is tried with its own login; nothing is sent unless it is asked for") func trial() throws {
        let main = try SinkProcess(bench, "--auth", "ada:secret")
        let backup = try SinkProcess(bench)
        try write(main: main.smtpPort, backup: backup.smtpPort)
        let result = bench.expectSuccess(try bench.fanmail("relay", "test", "main", "--json"))
        let server = result.json["server"] as? [String: Any] ?? [:]
        #expect(server["authenticatedBy"] as? String != nil, "\(result.output)")
        #expect(result.json["outcome"] is NSNull)
        let sent = try bench.fanmail(
            "relay", "test", "backup", "--from", "ada@lists.example", "--to", "ken@example.org")
        #expect(bench.expectSuccess(sent).output.contains("ken@example.org: accepted"), "\(sent.output)")
        // The other one's password is not for it.
        try bench.write("wrong\n", to: "password")
        let refused = try bench.fanmail("relay", "test", "main")
        #expect(refused.status == 69 && refused.errors.contains("no mail would go there"), "\(refused.errors)")
        let half = try bench.fanmail("relay", "test", "main", "--to", "ken@example.org")
        #expect(half.status == 64 && half.errors.contains("go together"))
    }

    @Test("a relay's name stands where its URL may") func name() throws {
        let (main, backup) = (try SinkProcess(bench, "--auth", "ada:secret"), try SinkProcess(bench))
        try write(main: main.smtpPort, backup: backup.smtpPort)
        let sent = bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", "main", "--yes", "--json"))
        #expect(sent.count("accepted") == 1)
        let unknown = try bench.fanmail("send", "letter.eml", "--relay", "bakcup", "--yes")
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean backup?"), "\(unknown.errors)")
    }
}
