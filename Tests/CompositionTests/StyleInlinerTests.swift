import Testing

@testable import Composition

struct StyleInlinerTests {
    private static func body(_ css: String, _ body: String) -> String {
        let html = StyleInliner.inlined("<html><head><style>\(css)</style></head><body>\(body)</body></html>")
        let inner = html.split(separator: "<body>", maxSplits: 1).last ?? ""
        return String(inner.dropLast("</body></html>".count))
    }

    @Test(
        "An element gets what the sheet says of it",
        arguments: [
            ("p{color:red}", "<p>a</p>", "<p style=\"color:red;\">a</p>"),
            ("p { color: red; }\nP{margin:0}", "<P>a</P>", "<P style=\"color: red; margin:0;\">a</P>"),
            (".lead{a:1} p{a:2}", "<p class=\"x lead\">", "<p style=\"a:2; a:1;\" class=\"x lead\">"),
            ("#top{a:1}.c{a:2}p{a:3}", "<p id='top' class='c'>", "<p style=\"a:3; a:2; a:1;\" id='top' class='c'>"),
            ("h1,h2{a:1}", "<h1>x</h1><h2>y</h2>", "<h1 style=\"a:1;\">x</h1><h2 style=\"a:1;\">y</h2>"),
            (
                ".sheet a{a:1}", "<a>x</a><div class=\"sheet\"><p><a>y</a></p></div><a>z</a>",
                "<a>x</a><div class=\"sheet\"><p><a style=\"a:1;\">y</a></p></div><a>z</a>"
            ),
            ("p.x.y{a:1}", "<p class=\"y x\"><p class=\"x\">", "<p style=\"a:1;\" class=\"y x\"><p class=\"x\">"),
            ("p{font:16px \"A B\"}", "<p>", "<p style=\"font:16px 'A B';\">"),
            ("p{a:1}", "<p style=\"a:2\">", "<p style=\"a:1; a:2\">"),
            ("p{a:1}", "<p title=\"a > b\">", "<p style=\"a:1;\" title=\"a > b\">"),
            ("p{a:1}", "<pre>x</pre>", "<pre>x</pre>"),
            ("td{a:1}", "<br><td>", "<br><td style=\"a:1;\">"),
        ])
    func inlines(css: String, html: String, wanted: String) {
        #expect(Self.body(css, html) == wanted)
    }

    @Test(
        "What cannot stand in an element stays in the sheet",
        arguments: [
            "@media (max-width: 600px) { p { a: 1 } }", "a:hover{a:1}", "p > a{a:1}", "*{a:1}", "[href]{a:1}", "p{}",
            "/* p{a:1} */", "@import url(x.css);", "p", "{a:1}", "}p{", "@media{p{a:1}",
        ])
    func leaves(css: String) {
        let html = "<style>\(css)</style><p><a href=\"x\">y</a></p>"
        #expect(StyleInliner.inlined(html) == html)
    }

    @Test("Comments, placeholders and broken HTML pass unharmed") func odd() {
        for html in [
            "<!-- <p> --> {{#x}}<b>{{/x}}</b>", "a < b", "<", "<p", "</nothing>", "<p title=\"open>",
            "<script>if (a<p) {}</script>",
        ] {
            let page = "<style>b.none{a:1}</style>" + html
            #expect(StyleInliner.inlined(page) == page)
        }
    }
}
