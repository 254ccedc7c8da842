import TestSupport
import Testing

@testable import Composition

struct StyleInlinerTests {
    private static func inlined(_ html: String) throws -> String { try StyleInliner(html, file: "letter.html").html }

    private static func body(_ css: String, _ body: String) throws -> String {
        let html = try inlined("<html><head><style>\(css)</style></head><body>\(body)</body></html>")
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
            ("p{content:\"it's\"}", "<p>", "<p style=\"content:&quot;it's&quot;;\">"),
            ("p{a:1}", "<p style=\"a:2\">", "<p style=\"a:1; a:2\">"),
            ("p{a:1}", "<p style='a:\"x\"'>", "<p style='a:1; a:\"x\"'>"),
            ("p{a:1}", "<p style=margin:0>", "<p style=\"a:1; margin:0\">"),
            ("p{a:1}", "<p STYLE = margin:0 id=x>", "<p STYLE=\"a:1; margin:0\" id=x>"),
            ("p{a:1}", "<p style>", "<p style=\"a:1;\">"),
            ("p{a:1 !important}", "<p style=\"a:2\">", "<p style=\"a:2; a:1;\">"),
            ("p{a:1!important}#x{a:2}", "<p id=x>", "<p style=\"a:2; a:1;\" id=x>"),
            ("p{a:1}", "<p title=\"a > b\">", "<p style=\"a:1;\" title=\"a > b\">"),
            ("p{a:1}", "<pre>x</pre>", "<pre>x</pre>"),
            ("td{a:1}", "<br><td>", "<br><td style=\"a:1;\">"),
            (".plain{a:1}", "<p class=plain>", "<p style=\"a:1;\" class=plain>"),
            (".plain{a:1}", "<p\tclass\n=\nplain\n>", "<p style=\"a:1;\"\tclass\n=\nplain\n>"),
            ("div > p{a:1}", "<div><p><b><p></b></div>", "<div><p style=\"a:1;\"><b><p style=\"a:1;\"></b></div>"),
            ("div>b{a:1}", "<div><i><b></b></i><b></b></div>", "<div><i><b></b></i><b style=\"a:1;\"></b></div>"),
            ("div *{a:1}", "<div><b>x</b></div>", "<div><b style=\"a:1;\">x</b></div>"),
            ("[href]{a:1}", "<a href=x></a><a>", "<a style=\"a:1;\" href=x></a><a>"),
            (
                "a[href^=\"https:\"]{a:1}", "<a href='https://x'></a><a href=x>",
                "<a style=\"a:1;\" href='https://x'></a><a href=x>"
            ),
            (
                "[class~=b]{a:1}[lang|=de]{a:2}", "<b class='a b' lang=de-AT>",
                "<b style=\"a:1; a:2;\" class='a b' lang=de-AT>"
            ),
            (
                "[id$=z]{a:1}[id*=y]{a:2}[id=X i]{a:3}", "<b id=xyz></b><b id=x>",
                "<b style=\"a:1; a:2;\" id=xyz></b><b style=\"a:3;\" id=x>"
            ),
            ("h1 + p{a:1}", "<h1></h1><p></p><p>", "<h1></h1><p style=\"a:1;\"></p><p>"),
            ("h1~p{a:1}", "<p></p><h1></h1><b></b><p>", "<p></p><h1></h1><b></b><p style=\"a:1;\">"),
            (
                "td:first-child{a:1}td:last-child{a:2}", "<table><tr><td>x<td>y<td>z</table>",
                "<table><tr><td style=\"a:1;\">x<td>y<td style=\"a:2;\">z</table>"
            ),
            ("table > tbody > tr{a:1}", "<table><tr>", "<table><tr style=\"a:1;\">"),
            ("table > tr{a:1}", "<table><tr>", "<table><tr>"),
            ("p{a:1}p{b:2}.x{a:1}", "<p class=x>", "<p style=\"b:2; a:1;\" class=x>"),
            (
                ".a\\/b, .\\31 0{a:1}", "<p class=a/b><p class=10>",
                "<p style=\"a:1;\" class=a/b><p style=\"a:1;\" class=10>"
            ),
            ("p{a:1}", "<p>\u{301}x", "<p style=\"a:1;\">\u{301}x"),
            (".größe{a:1}", "<p class=größe>", "<p style=\"a:1;\" class=größe>"),
            ("p/* x */{/* y */a:1/* z */2}", "<p>", "<p style=\"a:1 2;\">"),
            ("<!-- p{a:1} -->", "<p>", "<p style=\"a:1;\">"),
            ("p{background:url(x?a=1&b=2)}", "<p>", "<p style=\"background:url(x?a=1&amp;b=2);\">"),
            ("p{color:{{attributes.c}}}b{a:1}", "<p><b>", "<p style=\"color:{{attributes.c}};\"><b style=\"a:1;\">"),
            (
                "p{a:1}", "<p class={{attributes.c}} {{#attributes.x}}style=\"a:2\"{{/attributes.x}}>",
                "<p class={{attributes.c}} {{#attributes.x}}style=\"a:2\"{{/attributes.x}} style=\"a:1;\">"
            ),
            ("a:hover,b{a:1}", "<a></a><b>", "<a></a><b style=\"a:1;\">"),
            ("p{a:1;&:hover{a:2}b:3}", "<p>", "<p style=\"a:1; b:3;\">"),
            ("@media print{p{a:1}}b{a:2}", "<p><b>", "<p><b style=\"a:2;\">"),
            ("@font-face{a:1}@media x{@media y{p{a:1}}}p{a:2}", "<p>", "<p style=\"a:2;\">"),
            ("p{a:\"x\n;b:2}q{}p{c:3}", "<p>", "<p style=\"b:2; c:3;\">"),
            ("p{--x:{a:1};b:2}", "<p>", "<p style=\"--x:{a:1}; b:2;\">"),
        ])
    func inlines(css: String, html: String, wanted: String) throws {
        #expect(try Self.body(css, html) == wanted)
    }

    @Test(
        "What cannot stand in an element stays in the sheet, and is named",
        arguments: [
            ("@media (max-width: 600px) { p { a: 1 } }", []), ("a:hover{a:1}", ["a:hover"]), ("p{}", []),
            ("p::first-line{a:1}", ["p::first-line"]), ("p:nth-child(2){a:1}", ["p:nth-child(2)"]),
            ("a:is(.x, .y), a:hover{a:1}", ["a:is(.x, .y)", "a:hover"]), ("/* p{a:1} */", []),
            ("@import url(x.css);", ["@import"]), ("@supports (a:1){p{a:1}}", ["@supports"]), ("p", []),
            ("{a:1}", ["{"]),
            ("}p{", []), ("@media{p{a:1}", []), ("p,,a{a:1}", ["p,,a"]), ("p..x{a:1}", ["p..x"]),
            ("p > > a{a:1}", ["p > > a"]),
            ("{{#attributes.x}}p{a:1}{{/attributes.x}}", ["p"]),
        ])
    func leaves(css: String, kept: [String]) throws {
        let html = "<style>\(css)</style><p><a href=\"x\">y</a></p>"
        let result = try StyleInliner(html, file: "letter.html")
        #expect(result.html == html && result.kept.map(\.text) == kept)
    }

    @Test(
        "Sheets for Office, for paper and in other languages are left alone",
        arguments: [
            "<!--[if mso]><style>p{a:1}</style><![endif]-->", "<style media=\"print\">p{a:1}</style>",
            "<style media='(max-width: 600px)'>p{a:1}</style>", "<style type=text/less>p{a:1}</style>",
            "<script><style>p{a:1}</style></script>", "<textarea><style>p{a:1}</style></textarea>",
            "<!-- <style>p{a:1}</style> -->",
        ])
    func others(sheet: String) throws {
        #expect(try Self.inlined(sheet + "<p>x</p>") == sheet + "<p>x</p>")
    }

    @Test(
        "Sheets for the screen are for letters",
        arguments: [
            "<style media=all>p{a:1}</style>", "<style media=\"print, SCREEN\">p{a:1}</style>",
            "<style type=\"text/css\">p{a:1}</style>", "<style>\n<!--\np{a:1}\n-->\n</style>",
            "<!--[if !mso]><!--><style>p{a:1}</style><!--<![endif]-->", "<STYLE>p{a:1}</STYLE >",
        ])
    func screens(sheet: String) throws {
        #expect(try Self.inlined(sheet + "<p>x</p>") == sheet + "<p style=\"a:1;\">x</p>")
    }

    @Test("Comments, placeholders and broken HTML pass unharmed") func odd() throws {
        for html in [
            "<!-- <p> --> {{#x}}<b>{{/x}}</b>", "a < b", "<", "<p", "</nothing>", "<p title=\"open>",
            "<script>if (a<p) {}</script>",
        ] {
            let page = "<style>b.none{a:1}</style>" + html
            #expect(try Self.inlined(page) == page)
        }
    }

    @Test(
        "Ten times the markup takes some ten times as long, or is refused", .timeLimit(.minutes(10)),
        arguments: [
            ("<style>", ""), ("<style></style>", ""), ("<b>", ""), ("</b>", ""), ("<div><p>", ""), ("<!--", ""),
            ("<p class='x", ""), ("<a href=\"{{", ""), ("<script><!--", ""), ("<svg><![CDATA[", ""),
            ("<td><tr></p>", ""),
            ("@media x{", "css"), ("* ", "css"), ("a,", "css"), ("a>", "css"), ("p{a:1}", "css"), ("p{a:url(", "css"),
            ("/*", "css"), ("{{", "css"), ("\\", "css"), ("p{", "css"), ("[a=", "css"), ("(", "css"), ("\"", "css"),
        ])
    func linear(piece: String, place: String) throws {
        func work(_ count: Int) -> Double {
            let text = String(repeating: piece, count: count)
            let page = place == "css" ? "<style>\(text) p{a:1}</style><p>x</p>" : "<style>p{a:1}</style>\(text)<p>x</p>"
            return ThreadTime.least { _ = try? StyleInliner(page, file: "letter.html") }
        }
        let (few, many) = (work(300), work(3000))
        #expect(many < max(few, 0.002) * 40, "\(few), \(many)")
    }

    @Test("Deep nesting and selectors that try everything end, with a reason", .timeLimit(.minutes(10))) func bounded()
        throws
    {
        let deep = String(repeating: "<div class=a>", count: 3000)
        let css = (0..<200).map { "div div div .a ~ .a div[x\($0)] div{a:\($0)}" }.joined()
        _ = try? StyleInliner("<style>\(css)</style>\(deep)", file: "letter.html")
        let wide =
            "<style>p{a:" + String(repeating: "x", count: 3000) + "}</style>" + String(repeating: "<p>", count: 3000)
        #expect(throws: CompositionFailure.self) { try StyleInliner(wide, file: "letter.html") }
        let many = "<style>" + String(repeating: "a,", count: 30_000) + "a{b:1}</style><a>"
        #expect(throws: CompositionFailure.self) { try StyleInliner(many, file: "letter.html") }
    }

    /// Of 200 kB each: once the matching selectors multiply the declarations, once the elements the repeated ones.
    @Test("A block that many selectors name is taken once", .timeLimit(.minutes(10))) func blocksOnce() throws {
        let values = (0..<15_000).map { "a:\($0);" }
        let selectors = String(repeating: "p,", count: 19_998) + "p"
        let many = try Self.inlined("<style>\(selectors){\(values.joined())}</style><p>")
        #expect(many.hasSuffix("<p style=\"\(values.joined(separator: " "))\">"))
        let same = String(repeating: "a:b;", count: 25_000)
        let page = try Self.inlined("<style>p{\(same)}</style>" + String(repeating: "<p>", count: 30_000))
        #expect(page.hasSuffix("<p style=\"a:b;\">"))
        #expect(
            try Self.body("p{a:1;b:2;a:1}.c,p{b:2;c:3}p{d:4}", "<p class=c>")
                == "<p style=\"a:1; d:4; b:2; c:3;\" class=c>")
    }
}
