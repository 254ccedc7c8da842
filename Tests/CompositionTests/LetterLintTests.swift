import Testing

@testable import Composition

struct LetterLintTests {
    private static let end = "\n[Leave]({{list.unsubscribe}})\n"

    private static func findings(_ letter: LetterFolderFiles) throws -> [String] {
        let folder = try LetterFolder(letter.files)
        return LetterLint.findings(in: try folder.letter(letter.main), list: nil).map {
            "\($0.file):\($0.line): \($0.weight.rawValue) \($0.check)"
        }
    }

    struct LetterFolderFiles: Sendable {
        var files: [String: String]
        var main = "letter.md"
    }

    private static func markdown(_ body: String, subject: String = "Hello", more: String = "preheader: p\n")
        -> LetterFolderFiles
    {
        .init(files: ["letter.md": LetterFolder.front(more, subject: subject) + body])
    }

    private static func html(_ body: String) -> LetterFolderFiles {
        .init(
            files: [
                "letter.html": LetterFolder.front("preheader: p\n") + body, "letter.txt": "x {{list.unsubscribe}}",
            ],
            main: "letter.html")
    }

    private static let prose = "<p>{{list.unsubscribe}}" + words

    @Test(
        "Each finding with its line",
        arguments: [
            (markdown("Hello\n" + end), []),
            (markdown("![](https://x.example/a.png)\n" + end + words), ["letter.md:7: error alt-text"]),
            (markdown("a\n\n<img src=\"https://x.example/a.png\">\n" + end + words), ["letter.md:9: error alt-text"]),
            (markdown("<img src=\"https://x.example/a.png\" alt=\"\">\n" + end + words), []),
            (markdown("[x](http://x.example/)\n" + end), ["letter.md:7: warning https"]),
            (markdown("![x](http://x.example/a.png)\n" + end + words), ["letter.md:7: warning https"]),
            (
                markdown("![](http://x.example/a.png)\n" + end + words),
                ["letter.md:7: error alt-text", "letter.md:7: warning https"]
            ),
            (html("<img alt=x src=http://x.example/a.png>" + prose), ["letter.html:7: warning https"]),
            (
                html(
                    "<img alt=x src=https://x.example/a.png srcset='https://x.example/a 1x, http://x.example/b 2x'>"
                        + prose),
                ["letter.html:7: warning https"]
            ),
            (html("<p style='background:url(http://x.example/a.png)'>" + prose), ["letter.html:7: warning https"]),
            (
                html("<style>p{background:url(http://x.example/a.png)}</style>" + prose),
                ["letter.html:7: warning https"]
            ),
            (markdown("[x]()\n" + end), ["letter.md:7: error link"]),
            (markdown("a\n<form>\n" + end), ["letter.md:8: error html"]),
            (markdown("Hello\n"), ["letter.md:1: error unsubscribe"]),
            (markdown("{{unsubscribe.url}}\n"), []),
            (markdown("{{subscriber.name}}\n" + end), ["letter.md:7: warning default"]),
            (markdown("{{subscriber.name|you}}\n" + end), []),
            (markdown("a\n" + end, more: ""), ["letter.md:1: warning preheader"]),
            (
                markdown("a\n" + end, subject: String(repeating: "long ", count: 13) + "x"),
                ["letter.md:2: warning subject"]
            ),
            (markdown("a\n" + end, subject: "BUY IT NOW"), ["letter.md:2: warning subject"]),
            (
                markdown("![a picture](https://x.example/a.png)\n" + end),
                ["letter.md:1: error image-only"]
            ),
            (markdown(String(repeating: "word ", count: 22_000) + end), ["letter.md:1: error size"]),
            (
                .init(
                    files: ["letter.html": LetterFolder.front("preheader: p\n") + "<p>x {{list.unsubscribe}}</p>"],
                    main: "letter.html"), ["letter.html:1: warning plain-text"]
            ),
            (html("<p>x {{list.unsubscribe}}</p>"), []),
            (html("<img SRC='https://x.example/a.png' ALT=x>" + prose), []),
            (html("<p>\n<img src=https://x.example/a.png>" + prose), ["letter.html:8: error alt-text"]),
            (html("<pre>&lt;img src=a.png></pre><!-- <img> <form> -->" + prose), []),
            (
                html("<a href=page.html>x</a>\n<a href='/y'>" + prose),
                ["letter.html:7: error relative", "letter.html:8: error relative"]
            ),
            (html("<img alt=x src='pictures/{{attributes.p|x}}.png'>" + prose), ["letter.html:1: error relative"]),
            (html("<link rel=stylesheet href=https://x.example/a.css>" + prose), ["letter.html:7: error style"]),
            (
                html("<style>\na:hover{color:red}\n@media print{a:hover{b:c}}</style>" + prose),
                ["letter.html:8: warning style"]
            ),
            (
                html("<style>@import 'x.css';@font-face{src:url(f.woff)}</style>" + prose),
                [
                    "letter.html:7: error relative", "letter.html:7: error relative", "letter.html:7: warning style",
                    "letter.html:7: warning style",
                ]
            ),
            (html("<a href=HTTP://x.example/>x</a>" + prose), ["letter.html:7: warning https"]),
            (markdown("`![](a.png) <form>`\n\n    <img src=x>\n" + end), []),
            (markdown("`{{subscriber.name}}`\n" + end), ["letter.md:7: warning placeholder"]),
            (markdown("![店](https://x.example/a.png)\n\n秋のお知らせをお届けします。今月の新しい品をご覧ください。\n" + end), []),
            (markdown("![x](https://x.example/a.png)\n\n本月新店开张欢迎各位光临每天早上九点开门请注意时间\n" + end), []),
            (markdown("![x](https://x.example/a.png)\n\n秋の店\n" + end), ["letter.md:1: error image-only"]),
            (
                .init(
                    files: [
                        "letter.de.html": LetterFolder.front("preheader: p\n") + "<p>x {{list.unsubscribe}}</p>",
                        "letter.txt": "x {{list.unsubscribe}}",
                    ], main: "letter.de.html"), ["letter.de.html:1: warning plain-text"]
            ),
        ])
    func finds(letter: LetterFolderFiles, wanted: [String]) throws {
        #expect(try Self.findings(letter) == wanted)
    }

    private static let words = "\nenough words so that it is not only a picture: one two three four five six seven\n"
}
