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
}
