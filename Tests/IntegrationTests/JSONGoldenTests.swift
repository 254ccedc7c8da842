import Foundation
import Testing

/// What `--json` prints is a contract: every document of a fixed history is held here, and every key is in docs/json.md.
@Suite("The JSON documents", .timeLimit(.minutes(10)))
struct JSONGoldenTests {
    private static let rewrites = ProcessInfo.processInfo.environment["FANMAIL_REWRITE_GOLDENS"] != nil
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let golden = here.appendingPathComponent("Goldens/json.txt")
    private static let page = here.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/json.md")

    /// How fast it went, over how many connections, who is at the keyboard and what SQLite makes of it is not part of
    /// the contract.
    private static let measured: Set<String> = [
        "seconds", "recipientsPerSecond", "connections", "by", "size", "logSize", "free", "sqlite", "record",
        "strings", "overTime", "window", "stepMilliseconds", "transactionMilliseconds",
    ]

    private static let commands = [
        "list apply announce.toml", "list create dev --address dev@lists.example --owner ada@lists.example",
        "subscriber import people.csv --list announce", "subscriber add ada@example.net --list announce --name Ada",
        "subscriber edit ada@example.net --name Grace", "subscriber unsubscribe user9@example.org --list announce",
        "subscriber ls --list announce", "subscriber show ada@example.net", "list ls", "list show announce",
        "plan letter.eml", "send letter.eml --relay RELAY --no-retry", "mailing ls", "mailing show 1",
        "mailing outcomes 1", "mailing outcomes 1 --outcome refused", "mailing report 1", "mailing watch 1",
        "destination ls", "destination show 127.0.0.1", "bounce ls",
        "bounce ls --mailing 1",
        "bounce show 1", "bounce report", "bounce report --by mailing", "bounce undecided ls",
        "explain ada@example.net --mailing 1", "explain user3@example.org --mailing 1",
        "mailing cancel 1", "config show", "subscriber show user3@example.org --full",
        "suppression add ada@example.com @example.net --expires 2099-01-31", "suppression check ada@example.com",
        "suppression ls", "suppression rm ada@example.com", "segment add some --list announce --filter name~'Grace'",
        "segment ls", "segment show some --list announce", "segment rm some --list announce",
        "subscriber export --list announce --filter domain='example.net'",
        "subscriber move user1@example.org u@example.org",
        "subscriber erase user2@example.org --yes", "batch ls", "batch show 1", "batch undo 1 --yes",
        "list rename dev devel",
        "list archive devel", "key rotate", "key ls", "dkim keygen --domain lists.example", "db backup copy.db",
        "db check", "db stats", "letter new News --list announce", "letter lint bare.md", "letter preview bare.md",
        "send letter.eml --relay RELAY --test-to me@example.org", "suppression import blocked.csv",
        "suppression export", "subscriber import people.csv --list announce --dry-run",
        "subscriber sync members.csv --list announce --allow-leaving 100%",
        "route explain [192.0.2.7] --dns 127.0.0.1:1", "shaping show google",
        "shaping explain 421 4.7.0 [TSS04] Messages --provider yahoo", "shaping check shaping.toml", "budget ls",
    ]

    /// The documents of one history, one after the other.
    private func documents() throws -> [(command: String, document: Any)] {
        let bench = try Workbench()
        let rows = (0..<12).map { "user\($0)@example.org,\($0 % 2 == 0 ? "Name \($0)" : "")\n" }.joined()
        try bench.write("email,name\n" + rows + "no address,\n", to: "people.csv")
        try bench.write(
            "Message-ID: <golden@lists.example>\nDate: Mon, 23 Nov 2026 08:00:00 +0000\n" + bench.letter(),
            to: "letter.eml")
        try bench.write(
            "---\nsubject: Hi\nfrom: news@lists.example\nlist: announce\n---\n![](http://example.org/x.png)\n",
            to: "bare.md")
        try bench.write("email,name\nuser1@example.org,\nnew@example.org,New\n", to: "members.csv")
        try bench.write("address\nmallory@example.org\n@example.com\n", to: "blocked.csv")
        try bench.write("[[limits]]\nidle = \"1h\"\n", to: "shaping.toml")
        let relay = try bench.startSink("--refuse", "10", "--defer", "20", "--block", "10")
        return try Self.commands.map { command in
            let words = command.replacing("RELAY", with: relay).split(separator: " ").map(String.init)
            let result = try bench.run(bench.process(words + ["--json"]))
            let document = try #require(
                try? JSONSerialization.jsonObject(with: Data(result.output.utf8)), "\(command): \(result.errors)")
            return (command, settled(document, bench.directory.path))
        }
    }

    /// Without what changes from run to run.
    private func settled(_ value: Any, _ directory: String) -> Any {
        switch value {
        case let object as [String: Any]:
            return Dictionary(
                uniqueKeysWithValues: object.map { key, value in
                    let isMeasured = Self.measured.contains(key) && !(value is NSNull)
                    return (key, isMeasured ? "<measured>" : settled(value, directory))
                })
        case let array as [Any]: return array.map { settled($0, directory) }
        case let text as String:
            return
                text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/, with: "<time>")
                .replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:<port>")
                .replacing(directory, with: "<directory>")
        default: return value
        }
    }

    @Test("are those of the golden file") func documentsAreHeld() throws {
        let text = try documents().map { command, document in
            let data = try JSONSerialization.data(
                withJSONObject: document, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            return "$ fanmail \(command) --json\n\(String(decoding: data, as: UTF8.self))\n"
        }.joined(separator: "\n")
        if Self.rewrites { try Data(text.utf8).write(to: Self.golden) }
        let expected = try String(contentsOf: Self.golden, encoding: .utf8)
        let (found, wanted) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        #expect(found.count == wanted.count)
        for (line, golden) in zip(found, wanted) where line != golden {
            Issue.record("\"\(line)\" instead of \"\(golden)\"; see FANMAIL_REWRITE_GOLDENS")
            break
        }
    }

    @Test("have no key that docs/json.md does not explain") func everyKeyIsExplained() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let golden = try String(contentsOf: Self.golden, encoding: .utf8)
        let keys = Set(golden.matches(of: /"([A-Za-z]+)"\s:/).map { String($0.1) })
        #expect(keys.count > 40)
        #expect(keys.filter { !page.contains("`\($0)`") }.sorted() == [])
    }

    /// All of the keys, but not what commands and replies are called.
    private func keys(_ value: Any, named: Bool = true) -> Set<String> {
        switch value {
        case let object as [String: Any]:
            object.reduce(into: named ? Set(object.keys) : []) { all, member in
                all.formUnion(
                    keys(member.value, named: !["commands", "replies", "beforeTLS", "offers"].contains(member.key)))
            }
        case let array as [Any]: array.reduce(into: []) { $0.formUnion(keys($1)) }
        default: []
        }
    }

    @Test("have no key that docs/json.md does not explain, of the sink and the load generator either")
    func loadKeysAreExplained() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let bench = try Workbench()
        let url = try bench.startSink("--refuse", "10")
        try bench.write("[relay.main]\nurl = \"\(url)\"\n", to: "fanmail.toml")
        let load = ["--transactions", "40", "--rcpt", "1-3", "--for", "20s", "--json"]
        var documents: [Any] = []
        for arguments in [
            ["bench", url, "--commands", "--sent", "sent.jsonl"] + load,
            ["bench", "verify", "copies.jsonl", "--sent", "sent.jsonl", "--json"],
            ["bench", url, "--rate", "400"] + load,
            ["bench", url, "--find-max", "--p99", "1s", "--for", "200ms", "--json"],
            ["sink", "--listen", "127.0.0.1:0", "--for", "10ms", "--expect", "1", "--json"],
            ["ehlo", url, "--json"], ["relay", "ls", "--json"],
            ["relay", "test", "main", "--from", "ada@lists.example", "--to", "ken@example.org", "--json"],
        ] {
            let result = try bench.run(bench.process(arguments))
            let document = try #require(
                try? JSONSerialization.jsonObject(with: Data(result.output.utf8)), "\(arguments): \(result.errors)")
            documents.append(document)
        }
        try bench.write(
            String(decoding: JSONSerialization.data(withJSONObject: documents[2]), as: UTF8.self), to: "rate.json")
        documents.append(try bench.fanmail("bench", "compare", "rate.json", "rate.json", "--json").json)
        let found = documents.reduce(into: Set<String>()) { $0.formUnion(keys($1)) }
        #expect(found.count > 60)
        #expect(found.filter { !page.contains("`\($0)`") }.sorted() == [])
    }

    @Test("say which setting came from where") func provenance() throws {
        let bench = try Workbench()
        try bench.write("[delivery]\nconnections = 3\nrate = \"50/s\"\n", to: "fanmail.toml")
        let shown = try bench.run(
            bench.process(["config", "show", "--json"], environment: ["FANMAIL_RATE": "70/s"])
        ).output
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [[String: Any]])
        let origins = Dictionary(
            rows.map { ($0["key"] as? String ?? "", "\($0["value"] ?? "") from \($0["origin"] ?? "")") }
        ) { one, _ in one }
        #expect(origins.values.contains { $0.hasPrefix("3 from") && $0.contains("fanmail.toml") }, "\(origins)")
        #expect(origins.values.contains { $0.hasPrefix("70/s from") && $0.contains("FANMAIL_RATE") }, "\(origins)")
        #expect(origins.values.contains { $0.contains("default") }, "\(origins)")
    }
}
