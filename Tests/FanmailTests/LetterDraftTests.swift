import Composition
import Foundation
import ListStore
import MailingLists
import Testing

@testable import Fanmail

/// Letters begun from the samples.
struct LetterDraftTests {
    @Test("A draft has its own subject, whatever stands in it, and a file named after it")
    func title() throws {
        let draft = try LetterDraft(title: "It's \"Autumn\" \\ again", sample: "digest")
        #expect(draft.fileName == "it-s-autumn-again.md")
        let text = draft.text(for: nil)
        #expect(text.contains("\nsubject: \"It's \\\"Autumn\\\" \\\\ again\"\n"))
        #expect(text.contains("\nlist: announce@lists.example\n") && text.contains("\nfrom: The Weekly Digest <"))
    }

    @Test("It is for the list that is given, from its owner; what is below the head stays as it is")
    func list() throws {
        let folder = try StoreFolder()
        var definition = try folder.list.definition
        definition.description = "Ada's \"own\" news"
        try folder.store.apply(definition)
        let sample = try #require(SampleLetters.text("confirm"))
        let text = try LetterDraft(title: "Hello", sample: "confirm").text(for: folder.list)
        #expect(text.contains("\nlist: announce@lists.example\n"))
        #expect(text.contains("\nfrom: '\"Ada''s own news\" <ada@lists.example>'\n"))
        let body = try #require(sample.firstRange(of: "\n---\n"))
        #expect(text.hasSuffix(sample[body.lowerBound...]))
        // The head can be read.
        let file = folder.path("hello.md")
        try folder.write(text, to: "hello.md")
        #expect(try Letter(file: file, templates: nil).list == "announce@lists.example")
    }

    /// Those of notices are known by their names, and need no way out.
    @Test("Each sample is one, and has no fault that lint finds", arguments: SampleLetters.names)
    func samples(name: String) throws {
        let folder = try StoreFolder()
        let draft = try LetterDraft(title: name, sample: name)
        let letter = try Letter(file: folder.write(draft.text(for: folder.list), to: draft.fileName), templates: nil)
        #expect(try folder.office().findings(in: letter, named: name).filter { $0.weight == .error }.isEmpty)
    }

    @Test("A sample that is none, and a title that names no file, are refused")
    func refusals() {
        #expect(throws: LetterDraft.Refusal.noSuchSample) { try LetterDraft(title: "Hello", sample: "nothing") }
        #expect(throws: LetterDraft.Refusal.noName) { try LetterDraft(title: "!?", sample: "digest") }
    }
}
