import Foundation
import Testing

@Suite("The sink brings mail back", .timeLimit(.minutes(10)))
struct SinkAnswersTests {
    @Test("DSNs and complaints stand in the Maildir, each with its own envelope in front") func maildir() throws {
        let bench = try Workbench()
        try bench.write(
            """
            [[fault]]
            at = "afterwards"
            recipient = "user0@*"
            reply = "550 5.1.1 no such user"
            [[fault]]
            at = "afterwards"
            recipient = "user2@*"
            complaint = "abuse"
            """, to: "faults.toml")
        let relay = try bench.startSink("--faults", bench.path("faults.toml"), "--answers", bench.path("answers"))
        bench.expectSuccess(
            try bench.run(
                bench.process([
                    "bench", relay, "--transactions", "4", "--connections", "1", "--to", "user{n}@x.example",
                ])))
        let texts = try FileManager.default.contentsOfDirectory(atPath: bench.path("answers/new")).sorted()
            .map { try String(contentsOfFile: bench.path("answers/new/\($0)"), encoding: .utf8) }
        #expect(texts.count == 2)
        #expect(texts.allSatisfy { $0.hasPrefix("Return-Path: <>\nDelivered-To: bench@bench.example\nFrom: ") })
        #expect(texts.count { $0.contains("Final-Recipient: rfc822; user0@x.example\nAction: failed\n") } == 1)
        #expect(texts.count { $0.contains("Original-Rcpt-To: <user2@x.example>\n") } == 1)
    }

    @Test("Answers without a place for them, and a place without answers, are told") func mistakes() throws {
        let bench = try Workbench()
        try bench.write("[[fault]]\nat = \"afterwards\"\nreply = \"550 x\"\n", to: "faults.toml")
        for (arguments, part) in [
            (["--faults", "faults.toml"], "--answers DIR"), (["--answers", "answers"], "afterwards"),
        ] {
            let result = try bench.run(bench.process(["sink", "--listen", "127.0.0.1:0", "--for", "1s"] + arguments))
            #expect(result.status == 64 && result.errors.contains(part), "\(result.errors)")
        }
    }
}
