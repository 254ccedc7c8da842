import Foundation
import Testing

/// Lists and subscribers changed from the command line.
@Suite(.timeLimit(.minutes(10)))
struct EditTests {
    /// Runs `list edit` with a command in the editor's place.
    private func edit(_ bench: Workbench, _ editor: String) throws -> Workbench.Result {
        try bench.run(bench.process(["list", "edit", "announce"], environment: ["VISUAL": editor]))
    }

    @Test func aListIsEditedInAnEditor() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let edited = try edit(bench, "sed -i 's/ada@lists.example/grace@lists.example/'")
        bench.expectSuccess(edited)
        #expect(edited.output.contains("+ owner = \"grace@lists.example\""))
        #expect(
            try bench.fanmail("list", "show", "announce", "--json").json["owner"] as? String == "grace@lists.example")
    }

    @Test(arguments: [
        ("sed -i s/owner/ovner/", Int32(65), "did you mean `owner`"),
        ("sed -i s/\"announce\"/\"other\"/", 65, "keeps its name"),
        ("false", 78, "nothing was changed"), ("/no/such/editor", 78, "nothing was changed"),
    ])
    func whatCannotBeAppliedChangesNothing(editor: String, status: Int32, says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let before = try bench.fanmail("list", "show", "announce").output
        let result = try edit(bench, editor.replacing("\"", with: "\\\""))
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
        #expect(try bench.fanmail("list", "show", "announce").output == before)
    }

    @Test func aSubscribersNameIsEdited() throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        bench.expectSuccess(try bench.fanmail("subscriber", "edit", "USER0@example.org", "--name", "Ada Lovelace"))
        let shown = try bench.fanmail("subscriber", "show", "user0@example.org", "--json").output
        #expect(shown.contains("Ada"))
        bench.expectSuccess(try bench.fanmail("subscriber", "edit", "user0@example.org", "--name", ""))
        #expect(try !bench.fanmail("subscriber", "show", "user0@example.org", "--json").output.contains("Ada"))
        let nobody = try bench.fanmail("subscriber", "edit", "nobody@example.org", "--name", "x")
        #expect(nobody.status == 66)
    }

    @Test("Many are edited by a filter or a segment, after a dry run")
    func many() throws {
        let bench = try Workbench()
        try bench.subscribe(3)
        bench.expectSuccess(try bench.fanmail("subscriber", "edit", "user1@example.org", "--tag", "a, b"))
        let filter = ["subscriber", "edit", "--filter", "domain = 'example.org'", "--set", "city=Paris", "--json"]
        for (flags, changed) in [(["--dry-run"], 3), ([], 3), ([], 0)] {
            let result = bench.expectSuccess(try bench.run(bench.process(filter + flags)))
            #expect(result.count("matched") == 3 && result.count("changed") == changed, "\(result)")
        }
        bench.expectSuccess(
            try bench.fanmail("segment", "add", "some", "--list", "announce", "--filter", "tag = 'a, b'"))
        let told = try bench.fanmail(
            "subscriber", "edit", "--segment", "some", "--list", "announce", "--untag", "a, b", "--language", "fr")
        #expect(told.errors.contains("1 subscriber changed"), "\(told.errors)")
        let shown = try bench.fanmail("subscriber", "show", "user1@example.org", "--json").json
        #expect(shown["tags"] as? [String] == [] && shown["language"] as? String == "fr")
        #expect(shown["attributes"] as? [String: String] == ["city": "Paris"])
    }

    @Test(arguments: [
        (["--tag", "x"], "who is meant"), (["a@b.example", "--filter", "tag = 'x'", "--tag", "x"], "who is meant"),
        (["a@b.example", "--dry-run", "--tag", "x"], "--dry-run go with"),
        (["--filter", "tag = 'x'", "--name", "x"], "one person's"), (["--segment", "x", "--tag", "x"], "--list"),
        (["--filter", "tagg = 'x'", "--tag", "x"], "did you mean `tag`"),
    ])
    func whatIsNotMeantIsTold(arguments: [String], says: String) throws {
        let bench = try Workbench()
        try bench.subscribe(1)
        let result = try bench.run(bench.process(["subscriber", "edit"] + arguments))
        #expect(result.status == 64 && result.errors.contains(says), "\(result.errors)")
    }
}
