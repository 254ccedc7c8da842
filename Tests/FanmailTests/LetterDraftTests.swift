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
        let sample = try #require(SampleLetters.text("digest"))
        let text = try LetterDraft(title: "Hello", sample: "digest").text(for: folder.list)
        #expect(text.contains("\nlist: announce@lists.example\n"))
        #expect(text.contains("\nfrom: '\"Ada''s own news\" <ada@lists.example>'\n"))
        let body = try #require(sample.firstRange(of: "\n---\n"))
        #expect(text.hasSuffix(sample[body.lowerBound...]))
        // The head can be read.
        let file = folder.path("hello.md")
        try folder.write(text, to: "hello.md")
        #expect(try Letter(file: file, templates: nil).list == "announce@lists.example")
    }

    @Test("A sample is in the list's language, or in one that is named", arguments: SampleLetters.languages)
    func language(_ language: String) throws {
        let folder = try StoreFolder()
        var definition = try folder.list.definition
        definition.language = language
        try folder.store.apply(definition)
        for name in SampleLetters.names {
            let text = try LetterDraft(title: "x", sample: name).text(for: folder.list)
            #expect(text.contains("\nlanguage: \(language)\n"), "\(name)")
            let named = try LetterDraft(title: "x", start: .sample(name, language: language)).text(for: nil)
            #expect(named.contains("\nlanguage: \(language)\n"), "\(name)")
        }
        #expect(throws: LetterDraft.Refusal.noSuchLanguage) {
            try LetterDraft(title: "x", start: .sample("digest", language: "tlh"))
        }
    }

    @Test("Last month's letter is a start: only its subject is another, and its list where one is given")
    func again() throws {
        let old = "---\nsubject: >\n  Hello\n  there\nfrom: a@b.example\nlist: other\n---\nsubject: x\n---\nBody\n"
        let new = try LetterDraft(title: "New", start: .letter(old))
        #expect(
            new.text(for: nil)
                == "---\nsubject: \"New\"\nfrom: a@b.example\nlist: other\n---\nsubject: x\n---\nBody\n")
        let folder = try StoreFolder()
        #expect(try new.text(for: folder.list).contains("\nfrom: a@b.example\nlist: announce@lists.example\n"))
    }

    @Test(
        "A letter that was sent is a start, personal or not", arguments: ["Hello\n", "Hello {{subscriber.name|you}}\n"])
    func sent(body: String) throws {
        let folder = try StoreFolder()
        try folder.subscribe("ken@a.example")
        let text = "---\nsubject: Old\nlist: announce\n---\n\(body)"
        let letter = try Letter(file: folder.write(text, to: "old.md"), templates: nil)
        let office = try folder.office()
        let (mailing, journal) = try folder.store.begin(
            office.newMailing(office.prepare(letter, named: "old.md")), again: false)
        _ = journal
        #expect(try LetterDraft.text(of: mailing, folder.store) == text)
        #expect(throws: (any Error).self) { try LetterDraft.text(of: 99, folder.store) }
    }

    @Test("All that is wrong is said at once, and what a sample left") func reading() throws {
        let folder = try StoreFolder()
        let path = try folder.write(
            """
            ---
            subjekt: x
            reply-to: nobody
            from: eve@elsewhere.example
            list: announce
            attachments: [none.pdf]
            ---
            {{nothing}} and {{nothing.else}}

            ![a](none.png) ![b](other.png)

            ## The café opens on Thursdays

            [Leave]({{list.unsubscribe}})
            """, to: "bad.md")
        try folder.write("no front matter", to: "bad.de.md")
        let reading = LetterReading(path, LetterReader(), office: try folder.office())
        #expect(reading.end == nil)
        let errors = reading.findings.filter { $0.weight == .error }.map { "\($0.line) \($0.problem)" }
        for wanted in [
            "2 unknown key subjekt", "3 reply-to takes one address", "1 there is no subject",
            "4 From eve@elsewhere.example is not the list's", "1 the attachment none.pdf cannot be read",
            "8 unknown placeholder {{nothing}}", "8 unknown placeholder {{nothing.else}}",
            "10 the image none.png cannot be read", "10 the image other.png cannot be read",
            "1 a letter begins with its front matter",
        ] {
            #expect(errors.contains { $0.hasPrefix(wanted) }, "\(wanted): \(errors.joined(separator: "\n"))")
        }
        let sample = reading.findings.filter { $0.check == "sample" }
        #expect(sample.map(\.line) == [12] && sample.first?.weight == .warning)
    }

    @Test("What is meant to be kept of a sample is no remainder") func kept() throws {
        for language in SampleLetters.languages {
            for name in SampleLetters.notices {
                let text = try #require(SampleLetters.text(name, language: language))
                #expect(SampleRemains.findings(in: text, file: "x").isEmpty, "\(name) \(language)")
            }
            let newsletter = try #require(SampleLetters.text("newsletter", language: language))
            #expect(SampleRemains.findings(in: newsletter, file: "x").count > 4, "\(language)")
        }
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
