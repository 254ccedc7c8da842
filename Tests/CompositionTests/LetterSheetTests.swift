import Testing

@testable import Composition

/// What every copy carries is what its letter needs.
@Suite("The layout's style sheet")
struct LetterSheetTests {
    private func page(
        _ content: String, look: LetterLook = LetterLook(), hasPreheader: Bool = true
    ) -> String {
        let style = LetterStyle(look, language: "en", isRightToLeft: false)
        return LetterLayout.page(style, for: content, hasPreheader: hasPreheader)
    }

    @Test(
        "A rule is there where the letter has something for it",
        arguments: [
            ("<p>x</p><table class=\"wide\"><tr><td>x</td></tr></table>", ".wide tr"),
            ("<TABLE class=\"wide\"><thead></thead></table>", ".wide thead"),
            ("<table><tr><th>x</th>", ".sheet th, .sheet .label"),
            ("<pre>x</pre>", ".sheet pre,"), ("<p><code>x</code></p>", ".sheet pre,"),
            ("<blockquote>x</blockquote>", ".sheet blockquote"), ("<a class=\"button\" href=\"#\">x</a>", ".button {"),
        ])
    func needed(_ content: String, _ selector: String) {
        let plain = page("<h1>Hello {{subscriber.name}}</h1><p>x</p>")
        #expect(page(content).contains("  \(selector)"))
        #expect(!plain.contains("  \(selector)"))
        // The page's own are always there, and no empty block is left.
        for own in ["body, .page {", ".card {", ".sheet {", ".sheet h1 {", ".sheet a {", ".foot, .foot p"] {
            #expect(page("<h1>x</h1>").contains("  \(own)"), "\(own)")
        }
        #expect(plain.contains("max-width: 640px") && !plain.contains("max-width: 480px"))
        #expect(plain.count { $0 == "{" } == plain.count { $0 == "}" })
    }

    @Test("What comes in later may need any of them", arguments: ["{{>menu}}", "{{{content.raw}}}"])
    func later(_ content: String) {
        let whole = page("<p>x</p>\(content)")
        for rule in [".wide tr", ".sheet pre,", ".sheet blockquote", ".button {"] {
            #expect(whole.contains("  \(rule)"))
        }
    }

    @Test("A logo has its rules") func logo() {
        var look = LetterLook()
        #expect(!page("<p>x</p>").contains(".brand {"))
        look.logo = "https://lists.example/logo.png"
        look.logoDark = "https://lists.example/dark.png"
        let branded = page("<p>x</p>", look: look)
        #expect(branded.contains("  .brand {") && branded.contains("  .logo-light {"))
        #expect(branded.contains("[data-ogsc] .logo-dark {"))
    }

    @Test("Without a preheader nothing stands before the letter's first words") func preheader() {
        #expect(page("<p>x</p>").contains("{{preheader}}&#847;"))
        let none = page("<p>x</p>", hasPreheader: false)
        #expect(!none.contains("{{preheader}}") && !none.contains("&#847;"))
    }
}
