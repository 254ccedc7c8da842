import Foundation
import Testing

/// What a list says to one person is written down before it is sent, and waits until a relay takes it.
@Suite(.timeLimit(.minutes(10)))
struct NoticeQueueTests {
    private func bench(_ policy: String = "") throws -> Workbench {
        let bench = try Workbench()
        let list = try String(contentsOfFile: bench.path("announce.toml"), encoding: .utf8)
        try bench.write(list + "\n[policy]\ndouble-opt-in = true\n\(policy)\n", to: "announce.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        return bench
    }

    private func messages(_ bench: Workbench) throws -> String {
        try bench.sqlite("SELECT CAST(message AS TEXT) FROM notice ORDER BY id")
    }

    private func add(_ bench: Workbench, _ more: String...) throws -> Workbench.Result {
        try bench.run(
            bench.process(["subscriber", "add", "ada@example.org", "--list", "announce", "--json"] + more))
    }

    @Test func whoRepliesToARequestThatWaitedIsSubscribedAndWelcomed() throws {
        let bench = try bench()
        let asked = try add(bench)
        #expect(asked.json["request"] as? String == "queued", "\(asked.errors)")
        let message = try messages(bench)
        #expect(message.contains("To: ada@example.org") && message.contains("Auto-Submitted:"))
        let address = try #require(message.firstMatch(of: /Reply-To: (announce-confirm-[a-z2-7]+@lists\.example)/)).1
        #expect(try bench.fanmail("inbox", "send").status == 78)
        let relay = try bench.startSink()
        let sent = try bench.fanmail("inbox", "send", "--relay", relay, "--json")
        #expect(sent.output.contains("accepted") && sent.output.contains("confirm"), "\(sent.errors)")
        #expect(try bench.copies() == ["ada@example.org": 1])
        // Sent once, and forgotten.
        // Nothing to say from cron; somebody at a terminal is answered.
        let nothing = try bench.fanmail("inbox", "send", "--relay", relay)
        #expect(nothing.status == 0 && nothing.output.isEmpty && nothing.errors.isEmpty)
        #expect(try bench.onTerminal(["inbox", "send", "--relay", relay]).output.contains("nothing waits to be sent"))
        #expect(try bench.copies() == ["ada@example.org": 1] && messages(bench).isEmpty)
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 0)
        try bench.write("From: ada@example.org\nTo: \(address)\nSubject: Re: confirm\n\nyes\n", to: "m.eml")
        let processed = try bench.fanmail("inbox", "process", "m.eml")
        #expect(
            processed.errors.contains("confirmed: announce; answer waits for `fanmail inbox send`"),
            "\(processed.errors)")
        let welcomed = try bench.fanmail("inbox", "send", "--relay", relay)
        #expect(welcomed.output.contains("welcome: ada@example.org: accepted"), "\(welcomed.errors)")
        #expect(try bench.copies() == ["ada@example.org": 2])
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
    }

    @Test func aServerThatPutsItOffIsAskedAgainLater() throws {
        let bench = try bench()
        let relay = try bench.startSink("--defer", "100")
        let asked = try add(bench, "--relay", relay)
        #expect(asked.json["request"] as? String == "deferred", "\(asked.errors)")
        #expect((asked.json["message"] as? String)?.contains("waits for `fanmail inbox send`") == true)
        // Not due yet.
        let early = try bench.fanmail("inbox", "send", "--relay", relay)
        #expect(early.status == 0 && early.errors.contains("1 notice still to be sent"), "\(early.errors)")
        _ = try bench.sqlite("UPDATE notice SET next_attempt_at = 1")
        let other = try bench.startSink("--defer", "100", record: "later.jsonl")
        #expect(try bench.fanmail("inbox", "send", "--relay", other).status == 75)
        // The second pause is twice the first.
        #expect(try bench.sqlite("SELECT (next_attempt_at - at) / 60000 FROM notice") == "10")
        _ = try bench.sqlite("UPDATE notice SET next_attempt_at = 1")
        bench.expectSuccess(try bench.fanmail("inbox", "send", "--relay", other))
        #expect(try bench.copies("later.jsonl") == ["ada@example.org": 1])
    }

    @Test func aRelayThatIsAwayIsAskedOnceARun() throws {
        let bench = try bench()
        for name in ["ada", "grace", "ken"] {
            bench.expectSuccess(
                try bench.fanmail("subscriber", "add", "\(name)@example.org", "--list", "announce"))
        }
        let away = try bench.fanmail(
            "inbox", "send", "--relay", "smtp://127.0.0.1:\(try LoopbackPort.free())", "--json")
        #expect(away.status == 75 && away.errors.contains("3 notices still to be sent"), "\(away.errors)")
        #expect(away.output.matches(of: /"outcome":\s*"deferred"/).count == 1, "\(away.output)")
        #expect(try bench.sqlite("SELECT sum(attempts) FROM notice") == "1")
    }

    @Test func noticesThatNobodyTakesAreGivenUp() throws {
        let bench = try bench()
        _ = try add(bench)
        _ = try bench.sqlite("UPDATE notice SET at = 1")
        let relay = try bench.startSink()
        let sent = try bench.fanmail("inbox", "send", "--relay", relay)
        #expect(sent.errors.contains("ada@example.org is given up: nobody took it"), "\(sent.errors)")
        _ = try add(bench)
        _ = try bench.sqlite("UPDATE notice SET taken_at = 1")
        #expect(try bench.fanmail("inbox", "send", "--relay", relay).errors.contains("nobody knows whether it went"))
        #expect(try bench.copies().isEmpty)
    }

    @Test func nobodyIsAskedWhatTheyHaveAnsweredNorMailedWhenSuppressed() throws {
        let bench = try bench()
        let token = try #require(try add(bench).json["token"] as? String)
        bench.expectSuccess(try bench.fanmail("token", "verify", token))
        bench.expectSuccess(try bench.fanmail("subscriber", "add", "ken@example.org", "--list", "announce"))
        bench.expectSuccess(try bench.fanmail("suppression", "add", "ken@example.org"))
        let relay = try bench.startSink()
        let sent = try bench.fanmail("inbox", "send", "--relay", relay)
        #expect(sent.output.contains("confirm: ken@example.org: skipped"), "\(sent.output)")
        #expect(sent.output.contains("welcome: ada@example.org: accepted"), "\(sent.output)")
        #expect(try bench.copies() == ["ada@example.org": 1] && messages(bench).isEmpty)
    }

    @Test func aListsRelayIsUsedAndTheOthersWait() throws {
        let bench = try bench()
        let relay = try bench.startSink()
        let other = "name = \"b\"\naddress = \"b@lists.example\"\nowner = \"ada@lists.example\"\n"
        try bench.write(other + "[policy]\nrelay = \"\(relay)\"\n", to: "b.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "b.toml"))
        _ = try add(bench)
        let asked = try bench.fanmail("subscriber", "add", "ken@example.org", "--list", "b", "--confirm", "--json")
        #expect(asked.json["request"] as? String == "accepted", "\(asked.errors)")
        let sent = try bench.fanmail("inbox", "send")
        #expect(sent.errors.contains("1 notice still to be sent") && sent.output.isEmpty, "\(sent.errors)")
        #expect(try bench.copies() == ["ken@example.org": 1])
        #expect(try bench.sqlite("SELECT attempts FROM notice") == "0")
    }

    @Test func whoIsErasedIsToldNothingAnyMore() throws {
        let bench = try bench()
        _ = try add(bench)
        bench.expectSuccess(try bench.fanmail("subscriber", "erase", "ada@example.org", "--yes"))
        #expect(try messages(bench).isEmpty)
        let file = try Data(contentsOf: URL(fileURLWithPath: bench.path("fanmail.db")))
        #expect(file.range(of: Data("ada@example.org".utf8)) == nil)
    }
}
