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

    @Test(
        "Each finding with its line",
        arguments: [
            (markdown("Hello\n" + end), []),
            (markdown("![](https://x.example/a.png)\n" + end + words), ["letter.md:7: error alt-text"]),
            (markdown("a\n\n<img src=\"https://x.example/a.png\">\n" + end + words), ["letter.md:9: error alt-text"]),
            (markdown("<img src=\"https://x.example/a.png\" alt=\"\">\n" + end + words), []),
            (markdown("[x](http://x.example/)\n" + end), ["letter.md:7: warning https"]),
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
        ])
    func finds(letter: LetterFolderFiles, wanted: [String]) throws {
        #expect(try Self.findings(letter) == wanted)
    }

    private static let words = "\nenough words so that it is not only a picture: one two three four five six seven\n"
}
