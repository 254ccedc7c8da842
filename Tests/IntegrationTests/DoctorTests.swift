import Foundation
import TestSupport
import Testing

/// `fanmail doctor`, with a name server and a relay on loopback.
@Suite("The doctor", .timeLimit(.minutes(10)))
struct DoctorTests {
    private static let good: [String: [[String]]] = [
        "lists.example": [["v=spf1 ip4:192.0.2.0/24 -all"], ["something=else"]],
        "_dmarc.lists.example": [["v=DMARC1; p=none; rua=mailto:dmarc@lists.example"]],
    ]
    private static let address = "192.0.2.25"
    private static let settings = """
        [dkim]
        domain = "lists.example"
        selector = "fm1"
        rsa-key = "dkim/fm1.pem"
        """

    private struct Visit {
        let result: Workbench.Result
        let findings: [[String: Any]]

        /// The findings whose subject or text has this in it, as `level text; remedy`.
        func findings(_ part: String) -> [String] {
            findings.compactMap { finding in
                let subject = finding["subject"] as? String ?? ""
                let text = finding["finding"] as? String ?? ""
                guard subject.contains(part) || text.contains(part) else { return nil }
                return "\(finding["level"] ?? "") \(text); \(finding["remedy"] ?? "")"
            }
        }
    }

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        let made = try bench.fanmail(
            "dkim", "keygen", "--domain", "lists.example", "--algorithm", "rsa", "--json")
        bench.expectSuccess(made)
        try bench.write(Self.settings, to: "fanmail.toml")
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(
            list + "\n[policy]\nunsubscribe-url = \"https://lists.example/{token}\"\none-click = \"always\"\n",
            to: "announce.toml")
        try bench.subscribe(2)
        return bench
    }

    private func visit(
        _ bench: Workbench, _ zone: [String: [[String]]],
        exchangers: [String: String] = ["lists.example": "mx.example"],
        pointers: [String: String] = ["25.2.0.192.in-addr.arpa": "mail.lists.example"],
        hosts: [String: String] = ["mail.lists.example": address], more: [String] = ["--sends-from", address]
    ) throws -> Visit {
        var zone = zone
        let record =
            try JSONSerialization.jsonObject(
                with: Data(bench.fanmail("dkim", "record", "--json").output.utf8)) as? [[String: Any]]
        zone["fm1._domainkey.lists.example"] = [try #require(record?.first?["strings"] as? [String])]
        let server = try NameServer(zone, hosts: hosts, pointers: pointers, exchangers: exchangers)
        defer { server.stop() }
        let result = try bench.run(
            bench.process(["doctor", "--json", "--dns", "127.0.0.1:\(server.port)"] + more))
        return Visit(
            result: result, findings: try #require(result.json["findings"] as? [[String: Any]], "\(result.errors)"))
    }

    @Test func nothingIsHeldAgainstASenderWhoDidEverything() throws {
        let bench = try bench()
        let relay = try bench.startSink()
        let visit = try visit(bench, Self.good, more: ["--sends-from", Self.address, "--relay", relay])
        #expect(visit.result.status == 0, "\(visit.result.output)")
        #expect(visit.result.count("bad") == 0 && visit.result.count("warnings") == 0, "\(visit.result.output)")
        #expect(visit.findings(Self.address).contains { $0.contains("is mail.lists.example, there and back") })
        #expect(visit.findings("SPF").contains { $0.hasPrefix("good lets 192.0.2.25 send") })
        #expect(visit.findings("fm1._domainkey").contains { $0.hasPrefix("good") })
        #expect(visit.findings("DMARC").contains { $0.hasPrefix("good p=none") })
        #expect(visit.findings("bounces go to mx.example").count == 1)
        #expect(visit.findings("fanmail.db").contains { $0.hasPrefix("good sound") })
    }

    @Test(
        "SPF, as receivers judge it",
        arguments: [
            (["v=spf1 ip4:192.0.2.25 -all"], "good lets"), (["v=spf1 ip4:198.51.100.0/24 -all"], "bad forbids"),
            (["v=spf1 ~all"], "bad advises against"), (["v=spf1 a:mail.lists.example -all"], "good lets"),
            (["v=spf1 a/31 mx -all"], "bad forbids"), (["v=spf1 include:other.example -all"], "good lets"),
            (["v=spf1 redirect=other.example"], "good lets"), (["v=spf1 include:nobody.example -all"], "bad include"),
            (["v=spf1 +all"], "bad +all"), (["v=spf1 ip4:192.0.2.25 all"], "bad +all"),
            (["v=spf1 ?all"], "warning does not say"),
            (["v=spf1 exists:%{i}.x.example -all"], "warning does not say"),
            (["v=spf1 ip4:1.2.3 -all"], "bad `ip4:1.2.3`"),
            (["v=spf1 -all", "v=spf1 mx -all"], "bad lists.example has 2 SPF records"),
            (["v=spf1 include:loop.example -all"], "bad include:loop.example"), (["v=spf10 -all"], "bad there is none"),
            (["v=spf1 ip6:2001:db8::/32 -all"], "bad forbids"), (["v=spf1 colour -all"], "bad it has the unknown"),
        ])
    func spf(records: [String], finding: String) throws {
        let bench = try bench()
        var zone = Self.good
        zone["lists.example"] = records.map { [$0] }
        zone["other.example"] = [["v=spf1 ip4:192.0.2.25 -all"]]
        zone["loop.example"] = [["v=spf1 include:loop.example -all"]]
        let visit = try visit(bench, zone)
        #expect(visit.findings("SPF").contains { $0.hasPrefix(finding) }, "\(visit.findings("SPF"))")
        #expect(visit.result.status == (finding.hasPrefix("bad") ? 78 : 0))
    }

    @Test func whatIsMissingIsNamedWithItsRemedy() throws {
        let bench = try bench()
        let visit = try visit(bench, [:], exchangers: [:], pointers: [:], hosts: [:])
        #expect(visit.result.status == 78)
        #expect(visit.findings("SPF").first?.contains("IN TXT \"v=spf1 ip4:192.0.2.25 -all\"") == true)
        #expect(visit.findings("DMARC").first?.contains("_dmarc.lists.example. IN TXT") == true)
        #expect(visit.findings("MX").first?.hasPrefix("bad nobody takes mail") == true)
        #expect(visit.findings(Self.address).contains { $0.hasPrefix("bad has no name (PTR)") })
    }

    @Test func aNameThatDoesNotLeadBackAndOtherHalvesOfTheTruth() throws {
        let bench = try bench()
        var zone = Self.good
        zone["_dmarc.lists.example"] = nil
        zone["_dmarc.example"] = [["v=DMARC1; p=reject"]]
        let visit = try visit(
            bench, zone, exchangers: [:], hosts: ["mail.lists.example": "192.0.2.99", "lists.example": "192.0.2.1"])
        #expect(visit.findings(Self.address).contains { $0.contains("does not have this address") })
        #expect(visit.findings("MX").first?.hasPrefix("warning there is none; bounces go to") == true)
        #expect(visit.findings("DMARC").first?.hasPrefix("bad there is none") == true)
    }

    /// What the tree walk of RFC 9989 finds; `plan` says the same, or that it does not know.
    @Test(
        "DMARC alignment",
        arguments: [
            ("a.co.example", "b.co.example", [:], false, true),
            ("a.co.example", "b.co.example", ["a.co.example": "p=none", "b.co.example": "p=none"], false, true),
            ("a.co.example", "b.co.example", ["a.co.example": "p=none", "co.example": "p=none; psd=y"], false, true),
            ("a.org.example", "b.org.example", ["org.example": "p=none"], true, true),
            ("a.org.example", "b.org.example", ["org.example": "p=none; adkim=s"], false, true),
            (
                "a.org.example", "b.org.example", ["org.example": "p=none", "a.org.example": "p=none; psd=n"], false,
                true
            ),
            ("a.org.example", "b.org.example", ["org.example": "p=none", "a.org.example": "p=none"], true, true),
            ("mail.org.example", "org.example", ["org.example": "p=none"], true, false),
            ("mail.org.example", "org.example", ["org.example": "p=none; adkim=s"], false, false),
            ("mail.org.example", "org.example", ["mail.org.example": "p=none"], false, false),
            ("a.b.c.d.e.f.g.h.org.example", "org.example", ["org.example": "p=none"], true, false),
            ("org.example", "org.example", ["org.example": "p=none; adkim=s"], true, false),
            ("org.example", "other.example", ["example": "p=none; psd=y"], false, false),
            ("org.example", "other.example", ["example": "p=none"], false, false),
        ] as [(String, String, [String: String], Bool, Bool)])
    func alignment(author: String, signer: String, records: [String: String], counts: Bool, isAsked: Bool) throws {
        let bench = try bench()
        try bench.write(Self.settings.replacing("lists.example", with: signer), to: "fanmail.toml")
        try bench.write(
            "name = \"other\"\naddress = \"other@\(author)\"\nowner = \"ada@\(author)\"\n", to: "other.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "other.toml"))
        var zone = Self.good
        for (domain, record) in records {
            zone["_dmarc.\(domain)"] = [["v=DMARC1; \(record); rua=mailto:dmarc@\(domain)"]]
        }
        let findings = try visit(bench, zone).findings("letters from \(author)")
        #expect(findings.isEmpty == counts, "\(findings)")
        try bench.write(
            bench.letter(to: "other@\(author)").replacing("ada@lists.example", with: "ada@\(author)"), to: "letter.eml")
        let plan = try bench.fanmail("plan", "letter.eml")
        #expect(
            plan.output.contains("the signature only the DNS knows; ask `fanmail doctor`") == isAsked, "\(plan.output)")
        // What it says for certain is so.
        if plan.output.contains("DMARC does not count") { #expect(!counts) }
        if !counts, !isAsked {
            #expect(
                plan.output.contains("DMARC does not count")
                    || plan.output.contains("whether DMARC counts it only the DNS knows; ask `fanmail doctor`"),
                "\(plan.output)")
        }
    }

    @Test func adviceIsForPeopleToo() throws {
        let bench = try Workbench()
        let server = try NameServer([:])
        defer { server.stop() }
        let port = try LoopbackPort.free()
        let result = try bench.fanmail(
            "doctor", "--dns", "127.0.0.1:\(server.port)", "--relay", "smtp://127.0.0.1:\(port)")
        #expect(result.status == 78)
        #expect(result.output.contains("/fanmail.db: there is no database"), "\(result.output)")
        #expect(
            result.output.contains("fanmail dkim keygen") && result.output.contains("fanmail ehlo smtp://127.0.0.1:"))
        #expect(result.output.contains("refused"))
    }

    @Test func theDatabaseIsLookedAt() throws {
        let bench = try bench()
        chmod(bench.path("fanmail.db"), 0o644)
        let visit = try visit(bench, Self.good)
        #expect(visit.result.status == 78)
        #expect(!visit.findings("chmod 600").isEmpty, "\(visit.result.output)")
    }

    @Test func aNameServerThatIsNotThereIsNothingBad() throws {
        let bench = try bench()
        let result = try bench.fanmail(
            "doctor", "--dns", "127.0.0.1:\(try LoopbackPort.free())", "--sends-from", "192.0.2.1")
        #expect(result.status == 75, "\(result.output)")
        #expect(result.output.contains("unknown  DNS: the name server"))
        #expect(try bench.fanmail("doctor", "--dns", "ns.example").status == 64)
        #expect(try bench.fanmail("doctor", "--sends-from", "mail.example").status == 64)
    }
}
