import Foundation
import Testing

/// `send a.eml b.eml --split` and `mailing pick`, from end to end.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SplitTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        for letter in ["a", "b"] {
            let text = bench.letter(subject: "Letter \(letter.uppercased())")
            try bench.write(text.replacing("Hello", with: "Hello from \(letter)"), to: "\(letter).eml")
        }
    }

    @Test("Each letter reaches its share, and the one that is picked the rest: everybody once")
    func everybodyOnce() throws {
        try bench.subscribe(1000)
        let relay = try bench.startSink()
        let plan = try bench.fanmail("plan", "a.eml", "b.eml", "--split", "10%,20%", "--json").json
        let shares = try #require(plan["shares"] as? [[String: Any]])
        #expect(shares.map { $0["recipients"] as? Int } == [100, 200] && plan["rest"] as? Int == 700)
        #expect(shares.map { $0["subject"] as? String } == ["Letter A", "Letter B"])

        let sent = bench.expectSuccess(
            try bench.fanmail("send", "a.eml", "b.eml", "--split", "10%,20%", "--relay", relay, "--json"))
        let letters = try #require(sent.json["letters"] as? [[String: Any]])
        #expect(letters.map { $0["accepted"] as? Int } == [100, 200])
        #expect(sent.json["rest"] as? Int == 3 && sent.errors.contains("fanmail mailing pick 1 A|B"))
        #expect(try bench.copies().count == 300)

        let rest = try bench.fanmail("mailing", "show", "3")
        #expect(rest.output.contains("waits until a letter is picked") && rest.output.contains("not yet:    700"))
        #expect(rest.output.contains("1, the rest; A is mailing 1; B is mailing 2; none is picked yet"))
        let early = try bench.fanmail("mailing", "resume", "3", "--relay", relay)
        #expect(early.status == 65 && early.errors.contains("pick one: fanmail mailing pick 3"), "\(early.errors)")
        let known = bench.expectSuccess(try bench.fanmail("mailing", "pick", "3"))
        #expect(known.output.contains("fanmail mailing pick 1 A|B"))

        let picked = bench.expectSuccess(try bench.fanmail("mailing", "pick", "1", "b", "--relay", relay, "--json"))
        #expect(picked.count("mailing") == 3 && picked.count("accepted") == 700)
        #expect(try bench.copies().count == 1000 && bench.copies().values.allSatisfy { $0 == 1 })
        #expect(try bench.sqlite("SELECT count(*) FROM mailing WHERE subject = 'Letter B'") == "2")
        let listed = try bench.fanmail("mailing", "ls", "--csv").output
        for row in ["Letter A,1 A", "Letter B,1 B", "Letter B,1 rest"] { #expect(listed.contains(row), "\(listed)") }
        let other = try bench.fanmail("mailing", "pick", "1", "A", "--relay", relay)
        #expect(other.status == 65 && other.errors.contains("mailing 2 was picked before"), "\(other.errors)")
    }

    @Test("Before all shares have ended nothing is picked, unless it is wanted")
    func early() throws {
        try bench.subscribe(200)
        let relay = try bench.startSink("--defer", "50")
        let sent = try bench.fanmail("send", "a.eml", "b.eml", "--split", "50", "--relay", relay, "--no-retry")
        #expect(sent.status == 75)
        let refused = try bench.fanmail("mailing", "pick", "1", "A", "--relay", relay)
        #expect(refused.status == 75 && refused.errors.contains("not every share has ended: "), "\(refused.errors)")
        let forced = try bench.fanmail("mailing", "pick", "1", "A", "--relay", relay, "--no-retry", "--force", "--json")
        #expect(forced.count("accepted") + forced.count("deferred") == 100, "\(forced.errors)")
    }

    @Test(
        "What cannot be compared is refused before anything is written",
        arguments: [
            (["a.eml", "b.eml"], 64, "say how large, with --split 10%"),
            (["a.eml", "--split", "10%"], 64, "two letters or more"),
            (["a.eml", "b.eml", "--split", "60%"], 64, "more than 100 % together"),
            (["a.eml", "b.eml", "--split", "1%,2%,3%"], 64, "there are 3 shares for 2 letters"),
            (["a.eml", "b.eml", "--split", "ten"], 64, "ten is no share"),
            (["a.eml", "b.eml", "--split", "30"], 65, "the shares are 60 recipients together, and there are 50"),
            (["a.eml", "a.eml", "--split", "10%"], 65, "it is the same message as"),
            (["a.eml", "b.eml", "--split", "10%", "--connections", "1"], 78, "no more than 1 may be open"),
            (["a.eml", "other.eml", "--split", "10%"], 65, "letters that are compared name the same lists"),
        ])
    func refused(arguments: [String], status: Int32, words: String) throws {
        try bench.subscribe(50)
        try bench.write(
            "name = \"dev\"\naddress = \"dev@lists.example\"\nowner = \"ada@lists.example\"\n", to: "dev.toml")
        bench.expectSuccess(try bench.fanmail("list", "apply", "dev.toml"))
        try bench.write(bench.letter(to: "dev@lists.example", subject: "Other"), to: "other.eml")
        let relay = try bench.startSink()
        let result = try bench.run(bench.process(["send"] + arguments + ["--yes", "--relay", relay]))
        #expect(result.status == status && result.errors.contains(words), "\(result.status) \(result.errors)")
        #expect(try bench.fanmail("mailing", "ls", "--json").output == "[]\n")
    }

    @Test(
        "Killed at every kind of commit, of the shares and of the pick: nobody has two copies, or two places",
        arguments: [
            "before-start:1", "after-start:1", "before-cut:1", "after-cut:2", "before-arm:2", "before-finish:1",
            "after-finish:2", "before-pick:1", "after-pick:1",
        ])
    func killed(place: String) throws {
        try bench.subscribe(600)
        let relay = try bench.startSink()
        let flags = ["--relay", relay, "--connections", "2", "--max-rcpt", "10"]
        let send = ["send", "a.eml", "b.eml", "--split", "100", "--yes"] + flags
        let pick = ["mailing", "pick", "1", "A", "--force"] + flags
        let isOfPick = place.contains("pick")
        if isOfPick { bench.expectSuccess(try bench.run(bench.process(send))) }
        let crashed = try bench.run(
            bench.process(isOfPick ? pick : send, environment: ["FANMAIL_CRASH_AT": place]))
        #expect(crashed.wasKilled, "not killed at \(place): \(crashed.errors)")
        if place == "before-start:1" {
            #expect(try bench.fanmail("mailing", "ls", "--json").output == "[]\n")
            bench.expectSuccess(try bench.run(bench.process(send)))
        } else if !isOfPick {
            for mailing in ["1", "2"] {
                let resumed = try bench.run(bench.process(["mailing", "resume", mailing] + flags))
                #expect([0, 76].contains(resumed.status), "\(resumed.errors)")
            }
        }
        bench.expectSuccess(try bench.run(bench.process(pick)))

        let copies = try bench.copies()
        #expect(copies.values.allSatisfy { $0 == 1 }, "somebody got two copies")
        var outcomes: [String: String] = [:]
        for mailing in 1...3 {
            let part = try bench.outcomes(mailing)
            #expect(part.count == (mailing == 3 ? 400 : 100))
            outcomes.merge(part) { one, _ in
                Issue.record("somebody is in two mailings")
                return one
            }
        }
        #expect(outcomes.count == 600)
        #expect(outcomes.allSatisfy { $1 == "accepted" ? copies[$0] == 1 : $1 == "unknown" })
        let unknown = outcomes.values.count { $0 == "unknown" }
        #expect(unknown <= (["start", "pick"].contains { place.contains($0) } ? 0 : 4 * 10), "\(unknown) unknown")
    }
}
