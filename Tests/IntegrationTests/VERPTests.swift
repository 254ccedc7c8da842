import Foundation
import Testing

/// A reverse-path of each recipient's own (variable envelope return paths).
@Suite("VERP", .timeLimit(.minutes(2)))
struct VERPTests {
    private func bench(_ subscribers: Int, policy: String = "verp = \"always\"") throws -> Workbench {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\n\(policy)\n", to: "announce.toml")
        try bench.subscribe(subscribers)
        return bench
    }

    /// What the sink recorded of each copy.
    private func records(_ bench: Workbench) throws -> [[String: Any]] {
        try String(contentsOfFile: bench.path("copies.jsonl"), encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func eachRecipientHasAReversePathAndTheSameMessage() throws {
        let bench = try bench(20)
        let relay = try bench.startSink("--defer", "30")
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay, "--retry", "50ms"))
        try bench.expectExact(recipients: 20, unknownAtMost: 0)
        let records = try records(bench)
        #expect(records.count == 20)
        let paths = records.compactMap { $0["reversePath"] as? String }
        #expect(Set(paths).count == 20)
        #expect(
            paths.allSatisfy { $0.wholeMatch(of: /announce-bounces-[a-z2-7]{37}@lists\.example/) != nil }, "\(paths)")
        #expect(Set(records.compactMap { $0["digest"] as? String }).count == 1)
        // The token names an envelope of that recipient, and changes nothing where a subscription's token would.
        let token = try #require(paths.first?.firstMatch(of: /[a-z2-7]{37}/)?.0)
        let verified = try bench.fanmail("token", "verify", String(token))
        #expect(verified.status == 65 && verified.errors.contains("stands in a reverse-path"), "\(verified.errors)")
    }

    @Test func aPlanSaysWhatItCosts() throws {
        let bench = try bench(250)
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(plan.count("alone") == 250 && plan.count("envelopes") == 250 && plan.count("envelopesIfShared") == 3)
        #expect((plan.json["reasons"] as? [String])?.first?.contains("VERP of announce") == true)
        let shown = try bench.fanmail("plan", "letter.eml").output
        #expect(shown.contains("announce-bounces-TOKEN@lists.example"), "\(shown)")
        #expect(shown.contains("250 transactions instead of 3"))
    }

    @Test func aRunningMailingKeepsWhatItBeganWith() throws {
        let bench = try bench(12)
        let relay = try bench.startSink("--defer", "100")
        #expect(try bench.fanmail("send", "letter.eml", "--relay", relay, "--no-retry").status == 75)
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list.replacing("\"always\"", with: "\"never\""), to: "announce.toml")
        #expect(try bench.fanmail("list", "apply", "announce.toml").output.contains("policy.verp"))
        bench.expectSuccess(try bench.fanmail("mailing", "resume", "1", "--relay", relay))
        #expect(Set(try records(bench).compactMap { $0["reversePath"] as? String }).count == 12)
    }

    @Test func linksGoOnlyToThoseWhomTheListGivesThem() throws {
        let bench = try bench(
            2,
            policy:
                "verp = \"always\"\nunsubscribe-url = \"https://lists.example/{token}\"\none-click = \"large-receivers\""
        )
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "a@gmail.com", "--list", "announce"))
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", relay))
        let folder = bench.path("mail/new")
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        #expect(mails.count == 3)
        for mail in mails {
            #expect(mail.contains("List-Unsubscribe-Post:") == mail.contains("Delivered-To: a@gmail.com"))
        }
    }
}
