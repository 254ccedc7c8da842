import Foundation
import Testing

/// `fanmail route explain`, by unbound, which asks nsd of zones that exist for these tests.
@Suite(
    "How a domain is reached", .serialized, .timeLimit(.minutes(5)),
    .enabled(if: UnpackedServer.isPossible))
struct RouteExplainTests {
    private static let digest = String(repeating: "AB", count: 32)

    private static let zones: [String: String] = [
        "signed.example": """
        @ IN MX 10 mx1
        @ IN MX 20 mx2
        @ IN MX 30 mx3
        @ IN MX 40 mx4
        @ IN MX 50 mx.plain.example.
        mx1 IN A 127.0.0.21
        _25._tcp.mx1 IN TLSA 3 1 1 \(digest)
        _25._tcp.mx1 IN TLSA 0 0 1 \(digest)
        mx2 IN A 127.0.0.22
        mx3 IN A 127.0.0.23
        _25._tcp.mx3 IN TLSA 1 0 1 \(digest)
        mx4 IN CNAME real
        real IN A 127.0.0.24
        _25._tcp.real IN TLSA 2 0 1 \(digest)
        """,
        "plain.example": """
        @ IN MX 10 mx
        mx IN A 127.0.0.31
        _25._tcp.mx IN TLSA 3 1 1 \(digest)
        own IN A 127.0.0.32
        null IN MX 0 .
        words IN TXT "nothing else"
        mixed IN MX 5 alt.google.com.
        mixed IN MX 5 mx
        known IN MX 5 alt.google.com.
        known IN MX 10 alt2.google.com.
        many \((0..<60).map { "IN MX \($0 + 1) a-mail-host-with-a-long-name-\($0).plain.example." }.joined(separator: "\n  "))
        a-mail-host-with-a-long-name-0 IN A 127.0.0.33
        """,
        "forged.example": """
        @ IN MX 10 mx
        mx IN A 127.0.0.66
        """,
        "google.com": """
        alt IN A 127.0.0.41
        alt2 IN A 127.0.0.42
        """,
    ]

    private let zones: SignedZones
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        zones = try SignedZones(
            Self.zones, signed: ["signed.example", "forged.example"], forged: ["forged.example"])
    }

    private func explain(_ domain: String, _ more: String...) throws -> Workbench.Result {
        try bench.run(bench.process(["route", "explain", domain, "--resolver", zones.server] + more))
    }

    private func hosts(_ result: Workbench.Result) -> [[String: Any]] { result.json["hosts"] as? [[String: Any]] ?? [] }

    @Test("what is signed, which hosts are known by DANE, and where a connection goes first") func signed() throws {
        let result = bench.expectSuccess(try explain("ada@signed.example", "--json"))
        let hosts = hosts(result)
        #expect(
            hosts.map { $0["host"] as? String } == [
                "mx1.signed.example", "mx2.signed.example", "mx3.signed.example", "mx4.signed.example",
                "mx.plain.example",
            ])
        #expect(
            hosts.map { $0["security"] as? String } == ["dane", "opportunistic", "encrypted", "dane", "opportunistic"],
            "\(result.output)")
        #expect(hosts.map { $0["isSigned"] as? Bool } == [true, true, true, true, false])
        #expect(hosts[0]["tlsa"] as? [String] == ["3 1 1 abababababababab…"])
        #expect(hosts[3]["canonicalName"] as? String == "real.signed.example")
        let attempts = result.json["attempts"] as? [[String: Any]] ?? []
        #expect(attempts.first?["address"] as? String == "127.0.0.21")
        #expect(result.json["isValidating"] as? Bool == true && result.json["standing"] as? String == "reachable")
        let page = bench.expectSuccess(try explain("signed.example")).output
        for part in [
            "MX 10", "127.0.0.21", "TLS required, known by DANE", "TLSA of mx1.signed.example: 3 1 1",
            "an alias (CNAME) of real.signed.example", "first     127.0.0.21 port 25, mx1.signed.example",
            "MTA-STS   none", "none is set",
        ] { #expect(page.contains(part), "\(part) is not in \(page)") }
    }

    @Test("what is not signed, though it publishes TLSA; over TCP what does not fit; whose all hosts are") func plain()
        throws
    {
        let plain = hosts(bench.expectSuccess(try explain("plain.example", "--json")))
        #expect(plain.first?["security"] as? String == "opportunistic" && plain.first?["isSigned"] as? Bool == false)
        let own = bench.expectSuccess(try explain("own.plain.example", "--json"))
        #expect(own.json["isImplicit"] as? Bool == true && hosts(own).count == 1)
        let many = hosts(bench.expectSuccess(try explain("many.plain.example", "--json")))
        #expect(many.count == 32 && many.first?["addresses"] as? [String] == ["127.0.0.33"])
        #expect(try explain("known.plain.example", "--json").json["provider"] as? String == "google")
        #expect(try explain("mixed.plain.example", "--json").json["provider"] is NSNull)
        let literal = bench.expectSuccess(try explain("ada@[127.0.0.5]"))
        #expect(literal.output.contains("127.0.0.5 port 25"))
    }

    @Test("no way, and none that is known now, are told apart by the exit status and in one line") func outcomes()
        throws
    {
        for (domain, status, words) in [
            ("null.plain.example", 69, "takes no mail"), ("gone.plain.example", 69, "NXDOMAIN"),
            ("words.plain.example", 69, "has no address itself"), ("forged.example", 75, "not known now"),
            ("dead.example", 75, "SERVFAIL"),
        ] as [(String, Int32, String)] {
            let result = try explain(domain)
            #expect(result.status == status, "\(domain): \(result.output)")
            #expect(result.errors.contains("\(domain): ") && result.errors.contains(words), "\(result.errors)")
            #expect(result.errors.count { $0 == "\n" } == 1)
        }
        let forged = try explain("forged.example", "--json")
        #expect("\(hosts(forged).first?["trouble"] ?? "")".contains("signatures are wrong"), "\(forged.output)")
        let nonsense = try explain("no domain")
        #expect(nonsense.status == 64 && nonsense.errors.contains("is no address and no domain"))
        let server = try bench.fanmail("route", "explain", "a.example", "--dns", "ns.example")
        #expect(server.status == 64 && server.errors.contains("write an IP address"))
    }

    @Test("the relay that is set goes before it") func relay() throws {
        try bench.write("[delivery]\nrelay = \"smtp://127.0.0.1:2525\"\n", to: "fanmail.toml")
        let page = bench.expectSuccess(try explain("plain.example")).output
        #expect(
            page.contains("through smtp://127.0.0.1:2525 (everything; ") && page.contains("fanmail.toml:2)"), "\(page)")
        #expect(try explain("plain.example", "--json").json["relay"] as? String == "smtp://127.0.0.1:2525")
    }

    @Test("which route, which relays by which weights, and why") func routes() throws {
        try bench.write(
            """
            [delivery]
            dns = "\(zones.server)"
            [relay.a]
            url = "smtp://127.0.0.1:2525"
            weight = 2
            [relay.b]
            url = "smtp://127.0.0.1:2526"
            [[route]]
            list = "announce"
            domain = ".example"
            to = ["a", "b"]
            [[route]]
            to = "direct"
            """, to: "fanmail.toml")
        let list = try bench.fanmail("route", "explain", "plain.example", "--list", "announce", "--json")
        let route = list.json["route"] as? [String: Any] ?? [:]
        #expect(route["conditions"] as? String == "list announce, domain .example", "\(list.errors)")
        #expect("\(route["origin"] ?? "")".hasSuffix("fanmail.toml:8") && route["kind"] as? String == "relay")
        #expect((route["relays"] as? [[String: Any]])?.map { $0["weight"] as? Int } == [2, 1])
        let page = try bench.fanmail("route", "explain", "plain.example", "--list", "announce").output
        #expect(
            page.contains("through 2 relays, by their weights") && page.contains("a, smtp://127.0.0.1:2525, 2 of 3"))
        let other = try bench.fanmail("route", "explain", "plain.example").output
        #expect(other.contains("directly, to the hosts below (everything else;"), "\(other)")
        #expect(other.contains(zones.server))
    }
}
