import Foundation
import Testing

/// What is known of people, from the command line.
@Suite(.timeLimit(.minutes(10)))
struct PersonCommandTests {
    @Test func everythingKnownIsShownAndExported() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        bench.expectSuccess(
            try bench.fanmail(
                "subscriber", "add", "Ada@example.org", "--list", "announce", "--name", "Ada", "--tag", "vip", "--set",
                "city=Paris", "--set", "age:=36", "--language", "fr", "--from", "https://example.org/form"))
        bench.expectSuccess(
            try bench.fanmail("send", "letter.eml", "--relay", bench.startSink()))
        let shown = try bench.fanmail("subscriber", "show", "ada@example.org", "--full", "--json").json
        #expect(shown["name"] as? String == "Ada" && shown["language"] as? String == "fr")
        #expect(shown["tags"] as? [String] == ["vip"])
        let attributes = try #require(shown["attributes"] as? [String: Any])
        #expect(attributes["age"] as? Int == 36 && attributes["city"] as? String == "Paris")
        let history = try #require(shown["history"] as? [[String: Any]])
        #expect(history.first?["source"] as? String == "https://example.org/form")
        #expect(history.first?["by"] as? String != nil)
        #expect((shown["mailings"] as? [Any])?.count == 1)
    }

    @Test func erasedMeansGoneAndKeptAway() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        #expect(try bench.fanmail("subscriber", "erase", "user1@example.org").status == 64)
        bench.expectSuccess(try bench.fanmail("subscriber", "erase", "user1@example.org", "--yes"))
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.directory.path)
        for file in files where file.hasPrefix("fanmail.db") {
            let data = try Data(contentsOf: bench.directory.appendingPathComponent(file))
            #expect(data.range(of: Data("user1@example.org".utf8)) == nil, "\(file)")
        }
        #expect(try bench.fanmail("subscriber", "show", "user1@example.org").status == 66)
        let again = try bench.fanmail("subscriber", "import", "people.csv", "--list", "announce", "--json")
        #expect(again.count("added") == 0 && again.count("suppressed") == 1)
    }

    @Test func whatConcernsAPersonFollowsThemThroughMoves() throws {
        let bench = try Workbench()
        try bench.subscribe(2)
        let (old, new, last) = ("user0@example.org", "user0@example.net", "zero@example.com")
        bench.expectSuccess(
            try bench.fanmail("subscriber", "edit", old, "--name", "Zero Nobody", "--set", "city=Atlantis"))
        bench.expectSuccess(try bench.fanmail("send", "letter.eml", "--relay", bench.startSink()))
        bench.expectSuccess(try bench.fanmail("subscriber", "move", old, new))
        bench.expectSuccess(try bench.fanmail("subscriber", "move", new, last))
        for address in [old, new, last] {
            let shown = try bench.fanmail("subscriber", "show", address, "--full", "--json").json
            let others = try #require(shown["otherAddresses"] as? [[String: Any]])
            #expect(Set(others.compactMap { $0["address"] as? String } + [address]) == [old, new, last])
            #expect((shown["history"] as? [Any])?.count == 5)
            #expect((shown["mailings"] as? [[String: Any]])?.compactMap { $0["address"] as? String } == [old])
        }
        // A new address is no way round the wish of its owner.
        let suppressed = bench.expectSuccess(try bench.fanmail("suppression", "add", new, "--json"))
        #expect((suppressed.json["otherAddresses"] as? [String]).map(Set.init) == [old, last])
        let moved = try bench.fanmail("subscriber", "move", last, "again@example.com")
        #expect(moved.status == 65 && moved.errors.contains("is suppressed"), "\(moved.errors)")

        let erased = bench.expectSuccess(try bench.fanmail("subscriber", "erase", last, "--yes", "--json"))
        #expect((erased.json["addresses"] as? [String]).map(Set.init) == [old, new, last])
        for file in try FileManager.default.contentsOfDirectory(atPath: bench.directory.path)
        where file.hasPrefix("fanmail.db") {
            let data = try Data(contentsOf: bench.directory.appendingPathComponent(file))
            for text in [old, new, last, "Zero Nobody", "Atlantis"] {
                #expect(data.range(of: Data(text.utf8)) == nil, "\(file) has \(text)")
            }
        }
        for state in ["active", "unsubscribed"] {
            let exported = try bench.fanmail("subscriber", "export", "--list", "announce", "--state", state).output
            #expect(!exported.contains("user0") && !exported.contains("zero"), "\(exported)")
        }
        for address in [old, new, last] {
            #expect(try bench.fanmail("subscriber", "show", address).status == 66)
            #expect(try bench.fanmail("suppression", "check", address).output.contains("erased"))
        }
    }

    @Test func aListIsRenamedArchivedAndBroughtBack() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        bench.expectSuccess(try bench.fanmail("list", "rename", "announce", "news"))
        bench.expectSuccess(try bench.fanmail("list", "archive", "news"))
        #expect(try bench.fanmail("list", "ls", "--json").output == "[]\n")
        #expect(try bench.fanmail("list", "ls", "--all", "--json").output.contains("\"archivedAt\":\"20"))
        let sent = try bench.fanmail("send", "letter.eml", "--relay", "smtp://127.0.0.1:1")
        #expect(sent.status == 65 && sent.errors.contains("list archive news --undo"), "\(sent.errors)")
        bench.expectSuccess(try bench.fanmail("list", "archive", "news", "--undo"))
        bench.expectSuccess(try bench.fanmail("plan", "letter.eml"))
    }

    @Test(arguments: [
        (["subscriber", "edit", "user0@example.org"], Int32(64), "--set"),
        (["subscriber", "edit", "user0@example.org", "--set", "age:=x"], 64, "column 1"),
        (["subscriber", "edit", "user0@example.org", "--language", "french"], 64, "language tag"),
        (["subscriber", "edit", "user0@example.org", "--tag", " a"], 64, "no tag"),
        (["subscriber", "move", "user0@example.org", "USER0@example.org"], 64, "same address"),
        (["subscriber", "move", "nobody@example.org", "b@example.org"], 66, "no subscriber"),
        (["subscriber", "erase", "nobody", "--yes"], 65, "there is no @"),
        (["list", "rename", "announce", "A B"], 64, "not a list name"),
    ])
    func badInputIsOneClearLine(arguments: [String], status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(bench.process(arguments))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }
}
