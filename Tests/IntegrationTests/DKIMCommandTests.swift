import Foundation
import TestSupport
import Testing

/// `fanmail dkim`, and what it makes of mailings.
@Suite("The dkim commands", .timeLimit(.minutes(10)))
struct DKIMCommandTests {
    private static let settings = """
        [dkim]
        domain = "lists.example"
        selector = "fm1"
        rsa-key = "dkim/fm1.pem"
        ed25519-selector = "fm1-ed25519"
        ed25519-key = "dkim/fm1-ed25519.pem"
        """

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        bench.expectSuccess(try bench.fanmail("dkim", "keygen", "--domain", "lists.example"))
        try bench.write(Self.settings, to: "fanmail.toml")
        return bench
    }

    private func records(_ bench: Workbench) throws -> [[String: Any]] {
        let output = bench.expectSuccess(try bench.fanmail("dkim", "record", "--json")).output
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
    }

    @Test func keysAreMadeOnceAndTheirRecordsShown() throws {
        let bench = try bench()
        for file in ["dkim/fm1.pem", "dkim/fm1-ed25519.pem"] {
            let mode = try FileManager.default.attributesOfItem(atPath: bench.path(file))[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        let again = try bench.fanmail("dkim", "keygen", "--domain", "lists.example")
        #expect(again.status == 74)
        #expect(again.errors.contains("already"), "\(again.errors)")
        let lines = bench.expectSuccess(try bench.fanmail("dkim", "record")).output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("fm1._domainkey.lists.example. IN TXT ( \"v=DKIM1; k=rsa; p="))
        #expect(lines[1].hasPrefix("fm1-ed25519._domainkey.lists.example. IN TXT ( \"v=DKIM1; k=ed25519; p="))
    }

    @Test func settingsAreWrittenBesideWhatStandsThere() throws {
        let bench = try Workbench()
        let keygen = ["dkim", "keygen", "--domain", "lists.example", "--write"]
        try bench.write("# mine\n[dkim]\n# selector = \"x\"\n\n[delivery]\nconnections = 3\n", to: "fanmail.toml")
        chmod(bench.path("fanmail.toml"), 0o640)
        bench.expectSuccess(try bench.run(bench.process(keygen)))
        let text = try String(contentsOfFile: bench.path("fanmail.toml"), encoding: .utf8)
        #expect(
            text.hasPrefix("# mine\n[dkim]\ndomain = \"lists.example\"\n# selector = \"x\"\nselector = \"fm1\"\n"),
            "\(text)")
        #expect(
            text.hasSuffix("\n\n[delivery]\nconnections = 3\n") && text.components(separatedBy: "[dkim]").count == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("fanmail.toml"))[.posixPermissions]
        #expect(mode as? Int == 0o640)
        #expect(try records(bench).count == 2)
        // Once more changes nothing; another selector takes their place.
        let again = bench.expectSuccess(try bench.run(bench.process(keygen)))
        #expect(again.errors.contains("kept dkim/fm1.pem") && !again.errors.contains("made "), "\(again.errors)")
        #expect(try String(contentsOfFile: bench.path("fanmail.toml"), encoding: .utf8) == text)
        bench.expectSuccess(try bench.run(bench.process(keygen + ["--selector", "fm2", "--algorithm", "rsa"])))
        let third = try String(contentsOfFile: bench.path("fanmail.toml"), encoding: .utf8)
        #expect(third == text.replacing("\"fm1\"", with: "\"fm2\"").replacing("dkim/fm1.pem", with: "dkim/fm2.pem"))
        // What cannot be read is left alone, and no key is made for it.
        try bench.write("[dkim\n", to: "fanmail.toml")
        let broken = try bench.run(bench.process(keygen + ["--selector", "fm3"]))
        #expect(broken.status == 78 && broken.errors.contains("fanmail.toml:1"), "\(broken.errors)")
        #expect(!FileManager.default.fileExists(atPath: bench.path("dkim/fm3.pem")))
        #expect(try String(contentsOfFile: bench.path("fanmail.toml"), encoding: .utf8) == "[dkim\n")
    }

    @Test func fromAFolderBelowTheyGoBesideTheSettings() throws {
        let bench = try Workbench()
        chmod(bench.directory.path, 0o755)
        try bench.write("", to: "fanmail.toml")
        mkdir(bench.path("below"), 0o755)
        func keygen(_ arguments: String...) throws -> Workbench.Result {
            try bench.run(
                ChildProcess(
                    Workbench.program.path, ["dkim", "keygen", "--domain", "lists.example", "--write"] + arguments,
                    environment: ["PATH": "/usr/bin:/bin"], directory: bench.path("below")))
        }
        bench.expectSuccess(try keygen())
        #expect(FileManager.default.fileExists(atPath: bench.path("dkim/fm1.pem")))
        bench.expectSuccess(try keygen("--directory", "keys", "--selector", "k", "--algorithm", "ed25519"))
        let text = try String(contentsOfFile: bench.path("fanmail.toml"), encoding: .utf8)
        #expect(
            text.contains("rsa-key = \"dkim/fm1.pem\"") && text.contains("ed25519-key = \"below/keys/k-ed25519.pem\""))
        #expect(try records(bench).count == 2)
    }

    @Test func aKeyThatOthersCanReadIsRefusedBeforeAnythingIsSent() throws {
        let bench = try bench()
        try bench.subscribe(2)
        let relay = try bench.startSink()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: bench.path("dkim/fm1.pem"))
        for command in [["dkim", "record"], ["plan", "letter.eml"], ["send", "letter.eml", "--relay", relay]] {
            let result = try bench.run(bench.process(command))
            #expect(result.status == 78)
            #expect(result.errors.contains("chmod 600"), "\(result.errors)")
        }
        #expect(try bench.copies().isEmpty)
    }

    @Test(arguments: [
        ("[dkim]\ndomain = \"lists.example\"\nrsa-key = \"dkim/fm1.pem\"\n", "selector"),
        ("[dkim]\nselector = \"fm1\"\nrsa-key = \"dkim/fm1.pem\"\n", "domain"),
        ("[dkim]\ndomain = \"a b\"\n", "no domain"), ("[dkim]\nselector = \"a b\"\n", "no selector"),
        (settings.replacing("fm1-ed25519\"\n", with: "fm1\"\n"), "share a selector"), ("", "keygen"),
    ])
    func settingsThatCannotBe(toml: String, part: String) throws {
        let bench = try bench()
        try bench.write(toml, to: "fanmail.toml")
        let result = try bench.fanmail("dkim", "record")
        #expect(result.status == 78)
        #expect(result.errors.contains(part), "\(result.errors)")
    }

    @Test("a check finds records that fit, over UDP and over TCP", arguments: [false, true])
    func check(truncates: Bool) throws {
        let bench = try bench()
        var zone: [String: [[String]]] = [:]
        for record in try records(bench) {
            zone[try #require(record["name"] as? String)] = [try #require(record["strings"] as? [String])]
        }
        let server = try NameServer(zone, truncates: truncates)
        defer { server.stop() }
        let result = try bench.fanmail("dkim", "check", "--dns-server", "127.0.0.1:\(server.port)")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "fm1._domainkey.lists.example good\nfm1-ed25519._domainkey.lists.example good\n")
    }

    @Test("a check names what does not fit") func wrong() throws {
        let bench = try bench()
        let ours = try #require(try records(bench).first?["strings"] as? [String])
        let zones: [([[String]]?, String, String)] = [
            (nil, "missing", "no TXT record"), ([["v=DKIM1; k=rsa; p=AAAA"]], "wrong", "another"),
            ([["v=DKIM1; p="]], "wrong", "revoked"), ([ours, ours], "wrong", "2 TXT records"),
        ]
        for (strings, finding, part) in zones {
            let server = try NameServer(strings.map { ["fm1._domainkey.lists.example": $0] } ?? [:])
            defer { server.stop() }
            let result = try bench.fanmail("dkim", "check", "--dns-server", "127.0.0.1:\(server.port)", "--json")
            #expect(result.status == 78)
            let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
            #expect(found?.first?["finding"] as? String == finding)
            #expect((found?.first?["reason"] as? String)?.contains(part) == true, "\(result.output)")
        }
    }

    @Test func aNameServerThatIsNotThereIsNoWrongRecord() throws {
        let bench = try bench()
        let port = try LoopbackPort.free()
        let result = try bench.fanmail("dkim", "check", "--dns-server", "127.0.0.1:\(port)")
        #expect(result.status == 75)
        #expect(result.output.contains("unreachable"), "\(result.output)")
        #expect(try bench.fanmail("dkim", "check", "--dns-server", "ns.example").status == 64)
    }

    @Test(arguments: [
        ("ada@lists.example", true), ("ada@mail.lists.example", true), ("ada@example.org", false),
        ("ada@evil-lists.example", false),
    ])
    func aPlanSaysWhoSignsAndWhetherThatHelps(from: String, isAligned: Bool) throws {
        let bench = try bench()
        try bench.subscribe(1)
        try bench.write(bench.letter().replacing("ada@lists.example", with: from), to: "letter.eml")
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(
            plan.json["signatures"] as? [String] == [
                "fm1._domainkey.lists.example", "fm1-ed25519._domainkey.lists.example",
            ])
        #expect((plan.json["warnings"] as? [String])?.contains { $0.contains("DMARC") } == !isAligned)
        #expect(try bench.fanmail("plan", "letter.eml").output.contains("mind   it is signed") == !isAligned)
    }

    @Test func signingIsMeasured() throws {
        let bench = try Workbench()
        let result = bench.expectSuccess(try bench.fanmail("bench", "sign", "--for", "50ms", "--json"))
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        #expect(rows?.compactMap { $0["algorithm"] as? String } == ["rsa", "ed25519"])
        #expect(rows?.allSatisfy { $0["signaturesPerSecond"] as? Double ?? 0 > 0 } == true)
        #expect(try bench.fanmail("bench", "sign", "--size", "0").status == 64)
    }

    @Test func oneSignatureServesEveryEnvelopeOfAMailing() throws {
        let bench = try bench()
        try bench.subscribe(30)
        let relay = try bench.startSink()
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay, "--max-rcpt", "7"))
        try bench.expectExact(recipients: 30, unknownAtMost: 0)
        let message = try bench.sqlite("SELECT CAST(message AS TEXT) FROM mailing")
        #expect(message.components(separatedBy: "DKIM-Signature:").count == 3)
        #expect(message.hasPrefix("DKIM-Signature: v=1; a=rsa-sha256;"))
        let plan = try bench.fanmail("plan", "letter.eml", "--full")
        #expect(plan.output.contains("DKIM-Signature"))
    }
}
