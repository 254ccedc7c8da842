import Foundation
import Testing

/// Mailings through real servers to addresses that do not exist, are full, are refused by policy, or are forwarded to such:
/// what each server writes back finds its subscriber, by the token of the envelope or by a reverse-path of their own.
@Suite("Reports of real servers", .serialized, .timeLimit(.minutes(10)))
struct ReportServerTests {
    /// A list's policy, and by what the subscribers are found then.
    struct Policy: CustomTestStringConvertible, Sendable {
        let lines: String
        /// Behind a server that keeps what it was told with the envelope, and behind one that does not.
        let found: (keeping: Set<String>, forgetting: Set<String>)

        var testDescription: String { lines.replacing("\n", with: ", ") }

        static let all = [
            Policy(lines: "verp = \"never\"", found: (["envelope-id"], ["field"])),
            Policy(lines: "verp = \"always\"\ndsn = \"never\"", found: (["verp"], ["verp"])),
            Policy(lines: "verp = \"never\"\ndsn = \"never\"", found: (["field", "header"], ["field"])),
        ]

        func found(_ isKeeping: Bool) -> Set<String> { isKeeping ? found.keeping : found.forgetting }

        func isCertain(_ isKeeping: Bool) -> Bool { !found(isKeeping).isDisjoint(with: ["envelope-id", "verp"]) }
    }

    /// Whom it is about, and what is to be said of them.
    private static let failing: [String: (class: String, kind: String)] = [
        "gone@refused.example": ("address-unknown", "hard"), "full@refused.example": ("full", "soft"),
        "policy@refused.example": ("policy", "soft"), "moved@example.org": ("address-unknown", "hard"),
    ]

    /// A list of them, and behind the relay a server that takes nothing.
    private func bench(_ policy: Policy) throws -> (bench: Workbench, behind: Int) {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\n\(policy.lines)\n", to: "announce.toml")
        try bench.subscribe(0)
        for address in Self.failing.keys.sorted() + ["here@example.org", "slow@refused.example"] {
            bench.expectSuccess(try bench.fanmail("subscriber", "add", address, "--list", "announce"))
        }
        let replies = [
            ("gone", "550 5.1.1 no such user"), ("away", "550 5.1.1 no such user"), ("full", "552 5.2.2 mailbox full"),
            ("policy", "550 5.7.1 refused by policy"), ("slow", "450 4.2.0 try again later"),
        ]
        try bench.write(
            replies.map { "[[fault]]\nat = \"rcpt\"\nrecipient = \"\($0)@*\"\nreply = \"\($1)\"\n" }.joined(),
            to: "behind.toml")
        let behind = try bench.startSink("--faults", bench.path("behind.toml"), record: "behind.jsonl")
        return (bench, try #require(behind.split(separator: ":").last.flatMap { Int($0) }))
    }

    private func send(_ bench: Workbench, port: Int) throws {
        let relay = "smtp://127.0.0.1:\(port)"
        let result = try bench.run(
            bench.process(["send", "letter.eml", "--relay", relay], environment: ["FANMAIL_GUARD_WINDOW": "0"]))
        bench.expectSuccess(result)
        #expect(try Set(bench.outcomes().values) == ["accepted"])
    }

    /// Reads a server's Maildir again and again until everybody's report was there.
    ///
    /// - Parameters:
    ///   - isKeeping: whether the server's reports tell ENVID and ORCPT.
    ///   - lost: those whom nothing in its reports leads to.
    private func expectFound(
        _ policy: Policy, isKeeping: Bool = true, lost: Set<String> = [], in maildir: String, _ bench: Workbench,
        isThere: () -> Bool = { true }, log: () -> String
    ) throws {
        var bounces: [String: [String: Any]] = [:]
        let wanted = Set(Self.failing.keys).subtracting(lost)
        for _ in 0..<500 where bounces.count < wanted.count || !isThere() {
            for bounce in try process(maildir, bench, telling: "bounce") {
                bounces[bounce["recipient"] as? String ?? ""] = bounce
            }
            usleep(20_000)
        }
        #expect(Set(bounces.keys) == wanted, "\(bounces.keys) \(log())")
        let isCertain = policy.isCertain(isKeeping)
        for (address, bounce) in bounces {
            let (found, confidence) = (bounce["found"] as? String ?? "", bounce["confidence"] as? Int ?? -1)
            #expect(policy.found(isKeeping).contains(found), "\(address): \(bounce)")
            #expect((confidence >= 90) == isCertain, "\(address): \(bounce)")
            #expect(bounce["source"] as? String == "report" && bounce["mailing"] as? Int == 1, "\(bounce)")
            let (wantedClass, kind) = try #require(Self.failing[address])
            #expect(bounce["class"] as? String == wantedClass && bounce["kind"] as? String == kind, "\(bounce)")
            let ends = isCertain && kind == "hard"
            #expect(bounce["effect"] as? String == (ends ? "ended" : "none"), "\(address): \(bounce)")
            let state = try bench.sqlite("SELECT state FROM subscription WHERE address = '\(address)'")
            #expect(state == (ends ? "bounced" : "active"), "\(address)")
        }
        for address in ["here@example.org", "slow@refused.example"] {
            #expect(try bench.sqlite("SELECT state FROM subscription WHERE address = '\(address)'") == "active")
        }
        try expectNothingNew(in: maildir, bench)
    }

    /// Read a second time, all that came changes nothing.
    private func expectNothingNew(in maildir: String, _ bench: Workbench) throws {
        let state = "SELECT * FROM bounce; SELECT * FROM subscription; SELECT * FROM departure"
        let before = try bench.sqlite(state)
        let make = FileManager.default
        for name in try make.contentsOfDirectory(atPath: maildir + "/cur") {
            try make.moveItem(
                atPath: maildir + "/cur/" + name, toPath: maildir + "/new/again-" + name.prefix { $0 != ":" })
        }
        let again = try process(maildir, bench, telling: "result")
        #expect(!again.isEmpty && !again.contains { $0["result"] as? String == "logged" }, "\(again)")
        #expect(try bench.sqlite(state) == before)
    }

    /// The rows that have something to tell: the bounce itself, or the row.
    private func process(_ maildir: String, _ bench: Workbench, telling key: String) throws -> [[String: Any]] {
        let result = try bench.fanmail("bounce", "process", maildir, "--json")
        #expect([0, 65, 66].contains(result.status), "\(result.errors)")
        // Nothing has come yet, and there is no Maildir.
        guard !result.output.isEmpty else { return [] }
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
        return rows.compactMap { key == "result" ? $0 : $0[key] as? [String: Any] }
    }

    @Test("Postfix, which warns of delays too", arguments: Policy.all) func postfix(policy: Policy) throws {
        guard Requirement.has("postfix", "postconf", root: true) else { return }
        let (bench, behind) = try bench(policy)
        let postfix = try Postfix(
            more: """
                relay_domains = refused.example
                transport_maps = inline:{refused.example=smtp:[127.0.0.1]:\(behind)}
                virtual_alias_maps = inline:{moved@example.org=away@refused.example}
                virtual_mailbox_domains = example.org lists.example
                virtual_mailbox_maps = inline:{@lists.example=reports/, @example.org=all/}
                delay_warning_time = 1s
                minimal_backoff_time = 1s
                maximal_backoff_time = 1s
                queue_run_delay = 1s
                """,
            services: "smtp unix - - n - - smtp")
        defer { postfix.stop() }
        try send(bench, port: postfix.port)
        let reports = postfix.path("mail/reports")
        // Who asks for reports of failures alone gets no warning.
        let warns = policy.lines.contains("dsn")
        try expectFound(policy, in: reports, bench) {
            !warns || Self.has("Action: delayed", in: reports)
        } log: {
            postfix.log
        }
        #expect(Self.has("Action: delayed", in: reports) == warns)
        #expect(try bench.sqlite("SELECT count(*) FROM bounce WHERE recipient LIKE 'slow@%'") == "0")
    }

    private static func has(_ text: String, in maildir: String) -> Bool {
        ["new", "cur"].map { maildir + "/" + $0 }.contains { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
                (try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8))?.contains(text) == true
            }
        }
    }

    @Test("A quota of Dovecot's behind Postfix") func quota() throws {
        guard Requirement.has("postfix", "postconf", root: true), UnpackedServer.isPossible else { return }
        let bench = try Workbench()
        try bench.subscribe(0)
        for address in ["full@quota.example", "ada@quota.example"] {
            bench.expectSuccess(try bench.fanmail("subscriber", "add", address, "--list", "announce"))
        }
        let dovecot = try Dovecot.startWithQuota()
        defer { dovecot.stop() }
        let postfix = try Postfix(
            more: """
                relay_domains = quota.example
                transport_maps = inline:{quota.example=lmtp:[127.0.0.1]:\(dovecot.port)}
                virtual_mailbox_domains = lists.example
                virtual_mailbox_maps = inline:{@lists.example=reports/}
                minimal_backoff_time = 1s
                maximal_backoff_time = 1s
                queue_run_delay = 1s
                maximal_queue_lifetime = 2s
                """,
            services: "lmtp unix - - n - - lmtp")
        defer { postfix.stop() }
        try send(bench, port: postfix.port)
        var bounces: [[String: Any]] = []
        for _ in 0..<1000 where bounces.isEmpty {
            bounces = try process(postfix.path("mail/reports"), bench, telling: "bounce")
            usleep(20_000)
        }
        let bounce = try #require(bounces.first, "\(postfix.log) \(dovecot.log)")
        #expect(bounces.count == 1 && bounce["recipient"] as? String == "full@quota.example", "\(bounces)")
        #expect(bounce["class"] as? String == "full" && bounce["kind"] as? String == "soft", "\(bounce)")
        #expect(bounce["status"] as? String == "5.2.2", "\(bounce)")
        #expect((bounce["text"] as? String)?.contains("Quota exceeded") == true, "\(bounce)")
        #expect(bounce["found"] as? String == "envelope-id" && bounce["confidence"] as? Int == 90, "\(bounce)")
        #expect(bounce["mailing"] as? Int == 1 && bounce["score"] as? Double == 0.5, "\(bounce)")
        #expect(try bench.sqlite("SELECT DISTINCT state FROM subscription") == "active")
        try expectNothingNew(in: postfix.path("mail/reports"), bench)
    }

    @Test("Exim", .enabled(if: UnpackedServer.isPossible), arguments: Policy.all)
    func exim(policy: Policy) throws {
        let (bench, behind) = try bench(policy)
        let server = try Exim.start(
            routers: """
                moved:
                  driver = redirect
                  local_parts = moved
                  data = away@refused.example
                refused:
                  driver = manualroute
                  domains = refused.example
                  transport = behind
                  route_list = * 127.0.0.1
                  self = send
                """,
            transports: """
                behind:
                  driver = smtp
                  port = \(behind)
                  allow_localhost
                """, hasProc: false)
        defer { server.stop() }
        try send(bench, port: server.port)
        try expectFound(policy, in: server.path("mail"), bench) { server.log }
    }

    @Test("OpenSMTPD, whose reports tell neither the envelope nor for whom it was", arguments: Policy.all)
    func openSMTPD(policy: Policy) throws {
        guard UnpackedServer.isPossible else { return }
        let (bench, behind) = try bench(policy)
        let server = try OpenSMTPD.start(relaying: "refused.example", to: behind)
        defer { server.stop() }
        try send(bench, port: server.port)
        // Of an alias its report names only where it leads.
        try expectFound(
            policy, isKeeping: false, lost: policy.isCertain(false) ? [] : ["moved@example.org"],
            in: server.path("mail"), bench
        ) { server.log }
    }
}
