import Composition
import ListStore
import SMTPCore
import Testing

@testable import Fanmail

/// What a letter looks like, and what is wrong with it, before anything is sent; no relay is there.
struct LetterPreviewTests {
    private static let text = """
        ---
        subject: Hello {{subscriber.name|reader}}
        from: News <ada@lists.example>
        list: announce
        ---
        # Hello {{subscriber.name|reader}}

        One & two. [Leave]({{unsubscribe.url}})

        """

    private let folder: StoreFolder
    private let office: PostOffice

    init() throws {
        folder = try StoreFolder()
        office = try folder.office()
        try folder.subscribe("ken@a.example", "mei@b.example")
        let ada = try Mailbox(parsing: "ada@a.example")
        _ = try folder.store.subscribe(ada, name: "Ada <3", list: folder.list, source: "test")
    }

    private func letter(_ text: String = text, as name: String = "hello.md") throws -> Letter {
        try Letter(file: folder.write(text, to: name), templates: nil)
    }

    @Test("As anybody: placeholders shown, header beside envelope, and how many would get it")
    func anybody() throws {
        let page = try office.preview(of: letter(), for: nil, named: "hello.md")
        let text = page.text
        #expect(text.contains("as anybody reads it; 3 recipients in 3 envelopes, 3 recipients alone in theirs"))
        #expect(text.contains("<title>Hello {{subscriber.name}}</title>"))
        #expect(text.contains("To: announce@lists.example") && text.contains("MAIL FROM:&lt;"))
        #expect(text.matches(of: /<iframe sandbox srcdoc=/).count == 4)
        #expect(page.reader == nil && page.plan.recipients == 3)
    }

    @Test("As one subscriber reads it, to whom alone the envelope goes; what their name brings is text")
    func subscriber() throws {
        let text = try office.preview(
            of: letter(), for: Mailbox(parsing: "ada@a.example"), named: "hello.md"
        ).text
        #expect(text.contains("as ada@a.example reads it") && text.contains("RCPT TO:&lt;ada@a.example>"))
        #expect(!text.contains("RCPT TO:&lt;ken@a.example>"))
        #expect(text.contains("<title>Hello Ada &lt;3</title>") && !text.contains("Ada <3"))
    }

    @Test("A letter of plain text has no frames; where nobody is subscribed, the page says so")
    func plain() throws {
        for address in ["ada@a.example", "ken@a.example", "mei@b.example"] { try folder.unsubscribe(address) }
        let text = try office.preview(of: letter(as: "hello.txt"), for: nil, named: "hello.txt").text
        #expect(!text.contains("<iframe") && text.contains("Plain text") && text.contains("nobody is subscribed"))
    }

    @Test("Looking writes no mailing down")
    func writesNothing() throws {
        _ = try office.preview(of: letter(), for: nil, named: "hello.md")
        #expect(try folder.store.mailings().isEmpty)
    }

    @Test("A letter to no list, or to one that is not there, has no preview, and yet its faults are found")
    func refusals() throws {
        for head in ["", "list: nobody\n", "list: nobody@lists.example\n"] {
            let text = Self.text.replacing("list: announce\n", with: head)
                .replacing("One & two.", with: "![](https://a.example/a.png)")
            let letter = try letter(text)
            let failure = #expect(throws: FanmailFailure.self) {
                try office.preview(of: letter, for: nil, named: "hello.md")
            }
            #expect([.unusableInput, .noInput].contains(failure?.kind))
            #expect(
                office.findings(in: letter, named: "hello.md").contains {
                    $0.check == "alt-text" && $0.line == 8 - (head.isEmpty ? 1 : 0)
                })
        }
    }
}
