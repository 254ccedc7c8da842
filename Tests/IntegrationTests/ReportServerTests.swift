import Foundation
import Testing

/// Mailings through real servers to addresses that do not exist, are full, are refused by policy, or are forwarded to such:
/// what each server writes back finds its subscriber, by the token of the envelope or by a reverse-path of their own.
@Suite("Reports of real servers", .serialized, .timeLimit(.minutes(10)))
struct ReportServerTests {
    /// A list's policy, and by what the subscribers are found then.
    struct Policy: CustomTestStringConvertible, Sendable {
        let lines: String
        let found: Set<String>
        let isCertain: Bool

        var testDescription: String { lines.replacing("\n", with: ", ") }

        static let all = [
            Policy(lines: "verp = \"never\"", found: ["envelope-id"], isCertain: true),
            Policy(lines: "verp = \"always\"\ndsn = \"never\"", found: ["verp"], isCertain: true),
            Policy(lines: "verp = \"never\"\ndsn = \"never\"", found: ["field", "header"], isCertain: false),
        ]
    }

    private static let addresses = [
        "gone@refused.example", "full@refused.example", "policy@refused.example", "moved@example.org",
        "here@example.org",
    ]
    private static let failing: Set<String> = [
        "gone@refused.example", "full@refused.example", "policy@refused.example", "moved@example.org",
    ]

    /// A list of them, and behind the relay a server that takes nothing.
    private func bench(_ policy: Policy) throws -> (bench: Workbench, behind: Int) {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\n\(policy.lines)\n", to: "announce.toml")
        try bench.subscribe(0)
        for address in Self.addresses {
            bench.expectSuccess(try bench.fanmail("subscriber", "add", address, "--list", "announce"))
        }
        try bench.write(
            """
            [[fault]]
            at = "rcpt"
            recipient = "gone@*"
            reply = "550 5.1.1 no such user"
            [[fault]]
            at = "rcpt"
            recipient = "full@*"
            reply = "552 5.2.2 mailbox full"
            [[fault]]
            at = "rcpt"
            recipient = "policy@*"
            reply = "550 5.7.1 refused by policy"
            """, to: "behind.toml")
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
    private func expectFound(_ policy: Policy, in maildir: String, _ bench: Workbench, log: () -> String) throws {
        var bounces: [String: [String: Any]] = [:]
        for _ in 0..<500 where bounces.count < Self.failing.count {
            let result = try bench.fanmail("bounce", "process", maildir, "--json")
            #expect([0, 65, 66].contains(result.status), "\(result.errors)")
            let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
            for case let bounce as [String: Any] in rows.compactMap({ $0["bounce"] }) {
                bounces[bounce["recipient"] as? String ?? ""] = bounce
            }
            usleep(20_000)
        }
        #expect(Set(bounces.keys) == Self.failing, "\(bounces.keys) \(log())")
        for (address, bounce) in bounces {
            let (found, confidence) = (bounce["found"] as? String ?? "", bounce["confidence"] as? Int ?? -1)
            #expect(policy.found.contains(found), "\(address): \(bounce)")
            #expect((confidence >= 90) == policy.isCertain, "\(address): \(bounce)")
            #expect(bounce["source"] as? String == "report" && bounce["mailing"] as? Int == 1, "\(bounce)")
        }
        let ended = try bench.sqlite("SELECT count(*) FROM subscription WHERE state = 'bounced'")
        #expect((ended != "0") == policy.isCertain, "\(ended): \(bounces)")
        #expect(try bench.sqlite("SELECT state FROM subscription WHERE address = 'here@example.org'") == "active")
        #expect(try bench.sqlite("SELECT state FROM subscription WHERE address LIKE 'policy@%'") == "active")
    }

    @Test("Postfix", arguments: Policy.all) func postfix(policy: Policy) throws {
        guard Requirement.has("postfix", "postconf", root: true) else { return }
        let (bench, behind) = try bench(policy)
        let postfix = try Postfix(
            more: """
                relay_domains = refused.example
                transport_maps = inline:{refused.example=smtp:[127.0.0.1]:\(behind)}
                virtual_alias_maps = inline:{moved@example.org=gone@refused.example}
                virtual_mailbox_domains = example.org lists.example
                virtual_mailbox_maps = inline:{@lists.example=reports/, @example.org=all/}
                """,
            services: "smtp unix - - n - - smtp")
        defer { postfix.stop() }
        try send(bench, port: postfix.port)
        try expectFound(policy, in: postfix.path("mail/reports"), bench) { postfix.log }
    }

    @Test("Exim", .enabled(if: UnpackedServer.isPossible), arguments: Policy.all)
    func exim(policy: Policy) throws {
        let (bench, behind) = try bench(policy)
        let server = try Exim.start(
            routers: """
                moved:
                  driver = redirect
                  local_parts = moved
                  data = gone@refused.example
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

    @Test("OpenSMTPD", .enabled(if: UnpackedServer.isPossible), arguments: Policy.all)
    func openSMTPD(policy: Policy) throws {
        let (bench, behind) = try bench(policy)
        let server = try OpenSMTPD.start(relaying: "refused.example", to: behind)
        defer { server.stop() }
        try send(bench, port: server.port)
        try expectFound(policy, in: server.path("mail"), bench) { server.log }
    }
}
