import Foundation
import Testing

/// Several BDAT transactions unanswered at once, at servers whose authors did not think of this client.
@Suite("Several in flight, at real servers", .timeLimit(.minutes(10)), .enabled(if: UnpackedServer.isPossible))
struct InFlightServerTests {
    private let flags = [
        "--chunking", "--in-flight", "6", "--max-rcpt", "1", "--connections", "1", "--no-retry", "--transcript",
        "dialogue.txt", "--json",
    ]

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.subscribe(0)
        var people = ["email"] + (1...40).map { "user\($0)@example.org" }
        people.insert("bad@example.org", at: 12)
        people.insert("later@example.org", at: 25)
        try bench.write(people.joined(separator: "\n") + "\n", to: "people.csv")
        bench.expectSuccess(try bench.fanmail("subscriber", "import", "people.csv", "--list", "announce"))
        return bench
    }

    /// Each is accepted but the one that is refused and the one that is put off, whoever stands beside them.
    private func expectOutcomes(_ bench: Workbench, port: Int) throws {
        let result = try bench.run(
            bench.process(["send", "letter.eml", "--relay", "smtp://127.0.0.1:\(port)"] + flags))
        #expect(result.status == 75, "\(result.errors)")
        for (address, outcome) in try bench.outcomes() {
            let expected = ["bad@example.org": "refused", "later@example.org": "deferred"][address] ?? "accepted"
            #expect(outcome == expected, "\(address)")
        }
        // RSET, MAIL and RCPT of the next stand behind BDAT before the server has said a word.
        let dialogue = try String(contentsOfFile: bench.path("dialogue.txt"), encoding: .utf8)
        let speakers = dialogue.split(separator: "\n").compactMap { $0.firstMatch(of: /\b([CS]): (\w+)/).map(\.output) }
        let commands = speakers.map { $0.1 == "C" ? String($0.2) : "-" }
        #expect(commands.indices.dropLast(3).contains { Array(commands[$0..<($0 + 3)]) == ["RSET", "MAIL", "RCPT"] })
        #expect(zip(commands, commands.dropFirst()).contains { $0 == ("BDAT", "RSET") }, "\(commands.prefix(60))")
    }

    @Test("Exim") func exim() throws {
        let bench = try bench()
        let server = try Exim.start()
        defer { server.stop() }
        try expectOutcomes(bench, port: server.port)
        for number in 1...40 { _ = try server.message(with: "Envelope-to: user\(number)@example.org") }
    }

    @Test("Postfix", .enabled(if: Requirement.has("postfix", "postconf", root: true))) func postfix() throws {
        let bench = try bench()
        let postfix = try Postfix(refused: ["bad@example.org"], deferred: ["later@example.org"])
        defer { postfix.stop() }
        try expectOutcomes(bench, port: postfix.port)
        for number in 1...40 { #expect(try postfix.message(for: "user\(number)").contains("Subject:")) }
    }
}
