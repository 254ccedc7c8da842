import Composition
import FanmailMIME
import Foundation
import Testing

@Suite("Pictures travel within the letter, however it names them")
struct LetterMarkupTests {
    private static func content(
        _ body: String, _ recipient: RecipientFields? = nil,
        files: [String: String] = ["a.png": "GIF89a 1", "b.png": "GIF89a 2"]
    ) throws -> (html: String, images: [LetterContent.Image]) {
        let page = LetterFolder.front("preheader: p\n") + "<html><body>\(body)</body></html>"
        let folder = try LetterFolder(["letter.html": page].merging(files) { one, _ in one })
        let letter = try folder.letter("letter.html")
        let content = letter.content(for: recipient ?? letter.anybody, list: nil)
        let html = try #require(content.html)
        let inner = html.split(separator: "<body>", maxSplits: 1).last.map(String.init) ?? html
        return (String(inner.split(separator: "</body>").first ?? ""), content.images)
    }

    /// With each content id as its place among the pictures.
    private static func shown(_ content: (html: String, images: [LetterContent.Image])) -> String {
        content.images.enumerated().reduce(content.html) {
            $0.replacing("cid:\($1.element.contentID)", with: "cid:\($1.offset)")
        }
    }

    @Test(
        arguments: [
            ("<img src=\"a.png\">", "<img src=\"cid:0\">"), ("<img src='a.png' alt=x>", "<img src='cid:0' alt=x>"),
            ("<img\tsrc=\"a.png\">", "<img\tsrc=\"cid:0\">"),
            ("<img alt=''\n SRC = a.png>", "<img alt=''\n SRC=\"cid:0\">"),
            ("<IMG SRC=a.png/>", "<IMG SRC=\"cid:0\">"), ("<img src=a.png />", "<img src=\"cid:0\" />"),
            ("<td background=\"a.png\">", "<td background=\"cid:0\">"),
            ("<img src=\" a.png \">", "<img src=\"cid:0\">"),
            ("<p style=\"background:url(a.png)\">", "<p style=\"background:url(cid:0)\">"),
            ("<p style='background:url( \"a.png\" ) x'>", "<p style='background:url( \"cid:0\" ) x'>"),
            ("<style>p.x{background:url('a.png')}</style>", "<style>p.x{background:url('cid:0')}</style>"),
            ("<img src=a.png srcset=\"a.png 1x, b.png 2x\">", "<img src=\"cid:0\" srcset=\"cid:0 1x, cid:1 2x\">"),
            ("<video poster=a.png>", "<video poster=\"cid:0\">"),
            ("<input type=IMAGE src=a.png>", "<input type=IMAGE src=\"cid:0\">"),
            (
                "<img src=\"./a.png\"><img src=a.png><img src='x/../a.png'>",
                "<img src=\"cid:0\"><img src=\"cid:0\"><img src='cid:0'>"
            ),
            ("<!--[if mso]><v:fill src=\"a.png\"/><![endif]-->", "<!--[if mso]><v:fill src=\"cid:0\"/><![endif]-->"),
            ("<img src=\"a&#46;png\">", "<img src=\"cid:0\">"), ("<img src=\"a.png?v=2\">", "<img src=\"cid:0\">"),
            ("<pre>&lt;img src=\"a.png\"></pre>", "<pre>&lt;img src=\"a.png\"></pre>"),
            ("<p> src=\"a.png\"", "<p> src=\"a.png\""),
            ("<!-- <img src=\"a.png\"> -->", "<!-- <img src=\"a.png\"> -->"),
            ("<textarea><img src=\"a.png\"></textarea>", "<textarea><img src=\"a.png\"></textarea>"),
            ("<script>'<img src=\"a.png\">'</script>", "<script>'<img src=\"a.png\">'</script>"),
            ("<b data-src=\"a.png\" title=' src=\"a.png\"'>", "<b data-src=\"a.png\" title=' src=\"a.png\"'>"),
            (
                "<img src=\"https://x.example/a.png\"><img src=\"//x.example/a.png\"><img src=cid:x>",
                "<img src=\"https://x.example/a.png\"><img src=\"//x.example/a.png\"><img src=cid:x>"
            ),
            ("<img src=\"{{attributes.p}}\">", "<img src=\"{{attributes.p}}\">"),
            ("<img {{#attributes.x}}src=\"a.png\"{{/attributes.x}}>", "<img src=\"cid:0\">"),
            ("<style>@font-face{src:url(f.woff)}</style>", "<style>@font-face{src:url(f.woff)}</style>"),
        ])
    func pictures(body: String, wanted: String) throws {
        #expect(try Self.shown(Self.content(body)) == wanted)
    }

    @Test("A picture travels once, under whatever names") func once() throws {
        let body =
            "<img src=a.png><td background='./a.png'><img src=copy.png><p style='background:url(a.png)'><img src=b.png>"
        let content = try Self.content(body, files: ["a.png": "GIF89a 1", "copy.png": "GIF89a 1", "b.png": "GIF89a 2"])
        #expect(content.images.count == 2)
        #expect(try Self.content("<pre>&lt;img src=\"a.png\"></pre>").images.isEmpty)
    }

    @Test("So do those of partials, of layouts, and of Markdown's own HTML") func elsewhere() throws {
        let folder = try LetterFolder([
            "letter.md": LetterFolder.front("layout: own\n") + "![x](a.png)\n\n`<img src=\"none.png\">`\n\n{{>foot}}\n",
            "templates/partials/foot.md": "<img src='b.png' alt=''>\n\n**{{subscriber.name|you}}**\n",
            "templates/layouts/own.html":
                "<html><style>strong{color:red}</style><body background=c.png>{{{ content }}}</body></html>",
            "a.png": "GIF89a 1", "b.png": "GIF89a 2", "c.png": "GIF89a 3",
        ])
        let letter = try folder.letter()
        let content = letter.content(for: letter.anybody, list: nil)
        #expect(content.images.count == 3)
        let html = try #require(content.html)
        #expect(
            html.matches(of: /cid:/).count == 3 && html.contains("<strong style=\"color:red;\">{{subscriber.name}}"))
    }

    // MARK: - What readers say of themselves

    private static let evil = [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:x",
        "\u{1}javascript:x", "javascript&#58;alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)",
        "&amp;#106;avascript&amp;colon;x", "vbscript:x", "data:text/html,<script>x</script>", "DATA:x", "livescript:x",
        "\u{200B}javascript:x", "java\u{AD}script:x", "blob:x", "file:///etc/passwd", "view-source:x",
    ]

    @Test("No value runs anything as an address", arguments: evil) func harmless(value: String) throws {
        let reader = RecipientFields(address: "a@b.example", attributes: ["x": .string(value), "e": .string("")])
        for body in [
            "<a href=\"{{attributes.x}}\">", "<a href='  {{attributes.x|y}}'>", "<a href={{attributes.x}}>",
            "<img src=\"{{attributes.x}}\">", "<a href=\"{{#attributes.x}}{{.}}{{/attributes.x}}\">",
            "<a href=\"{{attributes.e}}{{attributes.x}}\">", "<td background=\"{{attributes.x}}\">",
            "<form action=\"{{attributes.x}}\">", "<p style=\"background:url({{attributes.x}})\">",
            "<p style=\"background:url('{{attributes.x}}')\">", "<style>p{background:url({{attributes.x}})}</style><p>",
            "<!--[if mso]><v:roundrect href=\"{{attributes.x}}\"/><![endif]-->",
        ] {
            let html = try Self.content(body, reader).html
            let inner = html.replacing("text/html", with: "").lowercased()
            #expect(
                !inner.contains("script") && !inner.contains("data:") && !inner.contains("file:"), "\(body): \(html)")
            #expect(!inner.contains("blob:") && !inner.contains("view-source"), "\(body): \(html)")
        }
    }

    @Test(
        "Other values stand as they are",
        arguments: [
            "https://x.example/a?b=1&c=2", "HTTP://x.example", "mailto:a@b.example", "tel:+49123", "//x.example/y",
            "/path:x", "page.html?x=javascript:y", "#javascript:x", "x.example/y:z",
        ])
    func usual(value: String) throws {
        let reader = RecipientFields(address: "a@b.example", attributes: ["x": .string(value)])
        let html = try Self.content("<a href=\"{{attributes.x}}\">{{attributes.x}}</a>", reader).html
        let escaped = value.replacing("&", with: "&amp;")
        #expect(html == "<a href=\"\(escaped)\">\(escaped)</a>")
    }

    @Test("Behind a scheme, and in text, javascript: is a word like others") func words() throws {
        let reader = RecipientFields(address: "a@b.example", attributes: ["x": .string("javascript:x")])
        let body = "<a href=\"https://x.example/?q={{attributes.x}}\" title=\"{{attributes.x}}\">{{attributes.x}}</a>"
        #expect(try Self.content(body, reader).html == body.replacing("{{attributes.x}}", with: "javascript:x"))
    }

    @Test("A value without quotation marks round it adds no attributes") func quoted() throws {
        let reader = RecipientFields(address: "a@b.example", attributes: ["x": .string("y onclick=z")])
        #expect(try Self.content("<b title={{attributes.x}} id=a>", reader).html == "<b title=\"y onclick=z\" id=a>")
    }
}
