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

    @Test("As anybody: the line in the inbox, placeholders shown, and how many would get it")
    func anybody() throws {
        let page = try office.preview(of: letter(), named: "hello.md")
        let text = page.text
        #expect(text.contains("3 recipients in 3 envelopes, 3 recipients alone in theirs"))
        #expect(text.contains("as anybody reads it") && text.contains("<title>Hello {{subscriber.name}}</title>"))
        #expect(
            text.contains("<p class=\"inbox\"><b>News</b> <span class=\"subject\">Hello {{subscriber.name}}</span>"))
        #expect(text.contains("To: announce@lists.example") && text.contains("MAIL FROM:&lt;"))
        #expect(text.matches(of: /<iframe sandbox=/).count == 4)
        #expect(page.views.map(\.reader) == [nil] && page.plan.recipients == 3)
    }

    @Test("What needs JavaScript is the height of the frames; nothing within them is run, and nothing is sent anywhere")
    func script() throws {
        let text = try office.preview(of: letter(), named: "hello.md").text
        #expect(!text.contains("allow-scripts") && text.contains("default-src 'none'"))
        #expect(text.matches(of: /<script/).count == 1 && text.contains("<details>"))
        #expect(text.matches(of: /<iframe[^>]* height="[1-9][0-9]*"/).count == 4)
        #expect(!text.contains("<form") && !text.contains("setInterval") && !text.contains("refresh"))
    }

    @Test("A frame has its own colours, whatever those of the page are") func colours() {
        let html =
            "<head><meta name=\"color-scheme\" content=\"light dark\"><style>:root{color-scheme: light dark}"
            + "@media (prefers-color-scheme: dark){p{color:#fff}}</style></head><p>light dark</p>"
        let frame = LetterFrame(html, images: [])
        for (isDark, colour, answer) in [(false, "light", "not all"), (true, "dark", "all")] {
            let text = frame.text(.phone, isDark: isDark)
            #expect(text.contains("content=&quot;\(colour)&quot;") && text.contains("color-scheme: \(colour)}"))
            #expect(text.contains("@media \(answer){") && text.contains(">light dark&lt;/p>"))
        }
    }

    @Test("As one subscriber reads it, to whom alone the envelope goes; what their name brings is text")
    func subscriber() throws {
        let page = try office.preview(of: letter(), for: [Mailbox(parsing: "ada@a.example")], named: "hello.md")
        let text = page.text
        #expect(page.views.map(\.reader) == ["ada@a.example", nil] && page.views.allSatisfy { $0.notice == nil })
        #expect(text.contains("as ada@a.example reads it") && text.contains("RCPT TO:&lt;ada@a.example>"))
        #expect(text.contains("<title>Hello Ada &lt;3</title>") && !text.contains("Ada <3"))
        #expect(text.contains("<input type=\"radio\" name=\"view\" id=\"v0\" checked><label for=\"v0\">ada@a.example"))
        #expect(text.contains("<label for=\"v1\">anybody</label>"))
    }

    @Test("Who would get no copy is told: nobody who is known, who left, who is suppressed")
    func strangers() throws {
        try folder.unsubscribe("ken@a.example")
        try folder.suppress("mei@b.example")
        let readers = try ["zoe@a.example", "ken@a.example", "mei@b.example"].map { try Mailbox(parsing: $0) }
        let page = try office.preview(of: letter(), for: readers, named: "hello.md")
        #expect(
            page.views.map(\.notice) == [
                "zoe@a.example is no subscriber: shown with nothing known of them but the address",
                "ken@a.example is not subscribed to announce, and would get no copy",
                "mei@b.example is suppressed (test), and would get no copy", nil,
            ])
        #expect(page.text.contains("<p class=\"notice\">zoe@a.example is no subscriber"))
    }

    @Test("Each language is a view, and readers have their own")
    func languages() throws {
        try folder.write(Self.text.replacing("Hello", with: "Hallo"), to: "hello.de.md")
        let ada = try Mailbox(parsing: "ada@a.example")
        var change = PersonChange()
        change.language = "de"
        _ = try folder.store.edit(ada, change)
        let page = try office.preview(of: letter(), for: [ada], named: "hello.md")
        #expect(page.views.map(\.label) == ["ada@a.example", "anybody", "anybody, de"])
        #expect(
            page.views.map(\.message.subject) == [
                "Hallo Ada <3", "Hello {{subscriber.name}}", "Hallo {{subscriber.name}}",
            ])
    }

    @Test("What the list adds below the letter is in it, and what readers see is in words")
    func footer() throws {
        let folder = try StoreFolder(policy: "footer = \"You read {list}.\"")
        let text = Self.text.replacing("subject: Hello {{subscriber.name|reader}}", with: "subject: Grüße")
            .replacing("News <", with: "Zürich <")
        let letter = try Letter(file: folder.write(text, to: "hello.md"), templates: nil)
        let page = try folder.office().preview(of: letter, named: "hello.md")
        let message = page.views[0].message
        #expect(
            message.html?.contains("You read announce.") == true
                && message.plain?.contains("You read announce.") == true)
        #expect(page.text.contains("Subject: Grüße\n") && page.text.contains("<b>Zürich</b>"))
        // In the source it stands as it is sent.
        #expect(page.text.contains("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?="))
    }

    @Test("Links and pictures are looked over, and what lint finds stands beside them")
    func checks() throws {
        let text = Self.text.replacing(
            "One & two.", with: "[One](http://www.swift.org) [two](page.html) ![](https://a.example/a.png)")
        let page = try office.preview(of: letter(text), named: "hello.md").text
        #expect(page.contains("not encrypted: https is better") && page.contains("of use on a page only"))
        #expect(page.contains("each reader's own") && page.contains("What lint finds"))
    }

    @Test("A letter of plain text has no frames; where nobody is subscribed, the page says so")
    func plain() throws {
        for address in ["ada@a.example", "ken@a.example", "mei@b.example"] { try folder.unsubscribe(address) }
        let text = try office.preview(of: letter(as: "hello.txt"), named: "hello.txt").text
        #expect(!text.contains("<iframe") && text.contains("class=\"sheet\"") && text.contains("nobody is subscribed"))
    }

    @Test("Looking writes no mailing down")
    func writesNothing() throws {
        _ = try office.preview(of: letter(), named: "hello.md")
        #expect(try folder.store.mailings().isEmpty)
    }

    @Test("A letter to no list, or to one that is not there, has no preview, and yet its faults are found")
    func refusals() throws {
        for head in ["", "list: nobody\n", "list: nobody@lists.example\n"] {
            let text = Self.text.replacing("list: announce\n", with: head)
                .replacing("One & two.", with: "![](https://a.example/a.png)")
            let letter = try letter(text)
            let failure = #expect(throws: FanmailFailure.self) {
                try office.preview(of: letter, named: "hello.md")
            }
            #expect([.unusableInput, .noInput].contains(failure?.kind))
            #expect(
                office.findings(in: letter, named: "hello.md").contains {
                    $0.check == "alt-text" && $0.line == 8 - (head.isEmpty ? 1 : 0)
                })
        }
    }
}
