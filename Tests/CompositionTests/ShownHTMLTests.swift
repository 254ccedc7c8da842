import Testing

@testable import Composition

@Suite("What a reader finds in HTML")
struct ShownHTMLTests {
    @Test(
        "is its words in one line, without titles, styles, scripts, comments and fillings",
        arguments: [
            ("<p>One &amp; two</p><p>three</p>", "One & two three"), ("a<br>b", "a b"), ("<b>on</b>e", "one"),
            ("<title>no</title><style>p{}</style><script>x()</script><!-- no -->yes", "yes"),
            ("soon&#847;&#8203;&nbsp;&zwnj;&#xFEFF; \n\t now", "soon &zwnj; now"), ("", ""),
            ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a b"),
        ])
    func words(html: String, text: String) { #expect(ShownHTML(html).text == text) }

    @Test("are links with their words, and pictures with what they are said to show, each once")
    func addresses() {
        let html = """
            <a href="https://a.example/?x=1&amp;y=2">Read <b>more</b></a> <a href="https://b.example">Two</a>
            <a href="https://b.example">Two</a><a href="https://c.example"><img src="cid:one" alt="A cat"></a>
            <img src="p.png"><img src="q.png" alt=""><area href="#" /><a name="here">no link</a>
            """
        let found = ShownHTML(html).addresses
        #expect(
            found.filter { !$0.isPicture }.map(\.target) == [
                "https://a.example/?x=1&y=2", "https://b.example", "https://c.example", "#",
            ])
        #expect(found.filter { !$0.isPicture }.map(\.text).prefix(3) == ["Read more", "Two", "A cat"])
        #expect(found.filter(\.isPicture).map(\.target) == ["cid:one", "p.png", "q.png"])
        #expect(found.filter(\.isPicture).map(\.text) == ["A cat", nil, ""])
    }

    @Test("A link that is not closed ends with the text") func open() {
        #expect(ShownHTML("<a href='x'>one <p>two").addresses.map(\.text) == ["one two"])
    }
}
