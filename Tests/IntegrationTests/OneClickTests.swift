import Foundation
import Testing

/// A link of each subscriber's own (RFC 8058), from the list's policy to what a server takes.
@Suite("One-click unsubscribe", .serialized, .timeLimit(.minutes(10)))
struct OneClickTests {
    /// A list with such links, and so many subscribers.
    private func bench(_ policy: String, _ addresses: [String]) throws -> Workbench {
        let bench = try Workbench()
        let list = """
            name = "announce"
            address = "announce@lists.example"
            owner = "ada@lists.example"
            [policy]
            unsubscribe-url = "https://lists.example/leave?t={token}"
            one-click = "\(policy)"
            """
        try bench.write(list, to: "announce.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "announce.toml"))
        try bench.write("email\n" + addresses.map { $0 + "\n" }.joined(), to: "people.csv")
        bench.expectSuccess(try bench.fanmail("subscriber", "import", "people.csv", "--list", "announce"))
        return bench
    }

    /// The messages a sink kept, by recipient.
    private func messages(_ bench: Workbench) throws -> [String: [String]] {
        var messages: [String: [String]] = [:]
        let folder = bench.path("mail/new")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            for recipient in text.matches(of: /(?m)^Delivered-To: (\S+)$/) {
                messages[String(recipient.1), default: []].append(text)
            }
        }
        return messages
    }

    private func tokenOf(_ message: String) -> String? {
        let link = message.firstMatch(
            of:
                /List-Unsubscribe: <https:\/\/lists\.example\/leave\?t=([a-z2-7]{37})>,\n <mailto:announce-leave-([a-z2-7]{37})@/
        )
        guard let link, link.1 == link.2, message.contains("\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n")
        else {
            return nil
        }
        return String(link.1)
    }

    private func expectOwn(_ message: String, of address: String, _ bench: Workbench) throws {
        let token = try #require(tokenOf(message), "\(address)")
        let verified = try bench.fanmail("token", "verify", token, "--dry-run", "--json")
        #expect(verified.json["address"] as? String == address)
        #expect(verified.json["purpose"] as? String == "unsubscribe")
    }

    @Test func everybodyGetsALinkThatIsTheirs() throws {
        let bench = try bench("always", (0..<12).map { "user\($0)@example.org" })
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        bench.expectSuccess(result)
        #expect(result.count("envelopes") == 12)
        try bench.expectExact(recipients: 12, unknownAtMost: 0)
        let messages = try messages(bench)
        #expect(messages.count == 12)
        for (address, copies) in messages {
            #expect(copies.count == 1)
            try expectOwn(copies[0], of: address, bench)
        }
        let token = try #require(messages["user3@example.org"].flatMap { tokenOf($0[0]) })
        bench.expectSuccess(try bench.fanmail("token", "verify", token, "--from", "https://lists.example"))
        #expect(try bench.fanmail("list", "show", "announce", "--json").count("active") == 11)
    }

    @Test func largeReceiversGetItAndTheOthersStayTogether() throws {
        let people = (0..<4).flatMap {
            ["u\($0)@a.example", "u\($0)@gmail.com", "u\($0)@yahoo.co.uk", "u\($0)@z.example"]
        }
        let bench = try bench("large-receivers", people)
        let plan = try bench.fanmail("plan", "letter.eml", "--json")
        #expect(plan.count("alone") == 8 && plan.count("envelopes") == 10 && plan.count("envelopesIfShared") == 1)
        #expect((plan.json["reasons"] as? [String])?.first?.contains("large receivers") == true)
        #expect((plan.json["warnings"] as? [String])?.first?.contains("only in signed mail") == true)
        let shown = try bench.fanmail("plan", "letter.eml").output
        #expect(shown.contains("alone  8 recipients") && shown.contains("10 transactions instead of 1"), "\(shown)")
        let relay = try bench.startSink("--maildir", bench.path("mail"), "--defer", "30")
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--retry", "50ms", "--json")
        bench.expectSuccess(result)
        #expect(result.count("accepted") == 16)
        try bench.expectExact(recipients: 16, unknownAtMost: 0)
        for (address, copies) in try messages(bench) {
            #expect(copies.count == 1)
            let isOwn = address.hasSuffix("gmail.com") || address.hasSuffix("yahoo.co.uk")
            if isOwn { try expectOwn(copies[0], of: address, bench) } else { #expect(tokenOf(copies[0]) == nil) }
            #expect(copies[0].contains("Delivered-To:"))
        }
    }

    /// A newsletter that is sent again would lead its readers to somebody else's page.
    @Test func anothersListUnsubscribeGivesWay() throws {
        let bench = try bench("always", (0..<5).map { "user\($0)@example.org" })
        try bench.write("List-Unsubscribe: <mailto:ada@home.example>\n" + bench.letter(), to: "letter.eml")
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        let result = try bench.fanmail("send", "letter.eml", "--relay", relay, "--json")
        #expect(result.count("envelopes") == 5)
        for (address, copies) in try messages(bench) {
            #expect(copies.count == 1 && !copies[0].contains("home.example"))
            try expectOwn(copies[0], of: address, bench)
        }
    }

    /// Killed again and again while each copy is another one: everybody has exactly one, and the right one.
    @Test(arguments: [false, true]) func killedInBetween(isSigned: Bool) throws {
        let count = 1500
        let bench = try bench("always", (0..<count).map { "user\($0)@example.org" })
        if isSigned {
            bench.expectSuccess(
                try bench.fanmail("dkim", "keygen", "--domain", "lists.example", "--algorithm", "ed25519"))
            try bench.write(
                "[dkim]\ndomain = \"lists.example\"\ned25519-selector = \"fm1-ed25519\"\n"
                    + "ed25519-key = \"dkim/fm1-ed25519.pem\"\n", to: "fanmail.toml")
        }
        let relay = try bench.startSink("--maildir", bench.path("mail"))
        var kills = 0
        var hasBegun = false
        for attempt in 0... {
            let words = hasBegun ? ["mailing", "resume", "1"] : ["send", "letter.eml", "--yes"]
            let process = bench.process(words + ["--relay", relay, "--connections", "3", "--no-retry"])
            let delay: Duration? = attempt < 5 ? .milliseconds(Int.random(in: 60...200)) : nil
            let result = try bench.run(process, killAfter: delay)
            guard result.wasKilled else {
                #expect([0, 76].contains(result.status), "\(result.errors)")
                break
            }
            kills += 1
            if !hasBegun { hasBegun = try bench.fanmail("mailing", "show", "1").status == 0 }
        }
        #expect(kills > 0)
        try bench.expectExact(recipients: count, unknownAtMost: kills * 3 * 2)
        let messages = try messages(bench)
        #expect(messages.values.allSatisfy { $0.count == 1 })
        let tokens = messages.compactMap { tokenOf($0.value[0]) }
        #expect(tokens.count == messages.count)
        #expect(Set(tokens).count == tokens.count)
        for (address, copies) in messages.shuffled().prefix(25) {
            try expectOwn(copies[0], of: address, bench)
            #expect(copies[0].contains("DKIM-Signature:") == isSigned)
        }
    }
}
