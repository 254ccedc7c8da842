import Foundation
import Testing

/// Double opt-in and leaving by token, from the command line.
@Suite(.timeLimit(.minutes(2)))
struct TokenCommandTests {
    @Test func aSubscriptionWaitsForItsToken() throws {
        let bench = try Workbench()
        try bench.subscribe(0)
        let asked = try bench.fanmail(
            "subscriber", "add", "ada@example.org", "--list", "announce", "--confirm", "--name", "Ada", "--json")
        let token = try #require(asked.json["token"] as? String)
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("pending") == 1)
        let verified = try bench.fanmail("token", "verify", token, "--from", "https://example.org/c", "--json")
        #expect(verified.json["result"] as? String == "confirmed")
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
        let shown = try bench.fanmail("subscriber", "show", "ada@example.org").output
        #expect(shown.contains("confirmed") && shown.contains("https://example.org/c"))
        #expect(try bench.fanmail("token", "verify", token).output.contains("unchanged"))
    }

    @Test func leavingWorksAfterTheKeyWasRotated() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let made = try bench.fanmail("token", "make", "unsubscribe", "user1@example.org", "--list", "announce")
        bench.expectSuccess(try bench.fanmail("key", "rotate"))
        #expect(try bench.fanmail("key", "ls").output.contains("verifies"))
        let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try bench.fanmail("token", "verify", token, "--json").json["result"] as? String == "unsubscribed")
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 1)
    }

    @Test(arguments: [
        (["token", "verify", "nonsense"], Int32(65), "no token"),
        (["token", "verify", String(repeating: "a", count: 37)], 65, "key 0"),
        (["token", "make", "destroy", "user0@example.org", "--list", "announce"], 64, "confirm or unsubscribe"),
        (["token", "make", "unsubscribe", "nobody@example.org", "--list", "announce"], 66, "not subscribed"),
        (["token", "make", "confirm", "user0@example.org", "--list", "announce"], 65, "confirmed"),
        (
            ["token", "make", "unsubscribe", "user0@example.org", "--list", "announce", "--lasting", "x"], 64,
            "duration"
        ),
    ])
    func badInputIsOneClearLine(arguments: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(bench.process(arguments))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }
}
