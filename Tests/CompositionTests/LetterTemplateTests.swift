import Mustache
import TestSupport
import Testing

@testable import Composition

@Suite("A template says what Mustache says")
struct LetterTemplateTests {
    private struct ScalarHTML: MustacheContentType {
        func escapeText(_ text: String) -> String { EscapedHTML.escaped(text) }
    }

    private static let html: String = {
        MustacheContentTypes.register(ScalarHTML(), named: "SCALAR_HTML")
        return "{{% CONTENT_TYPE:SCALAR_HTML}}"
    }()

    private static var context: [String: Any] {
        [
            "subscriber": ["name": "A & \"B\"\u{301} <c> 'd'", "address": "a@b.example"] as [String: Any],
            "attributes": [
                "points": 42, "share": 0.5, "isGold": true, "isOld": false, "tags": ["x", "y"] as [Any],
                "none": [] as [Any], "order": ["total": 7, "name": "inner"] as [String: Any],
                "items": [["name": "one"] as [String: Any], ["name": "two", "price": 3] as [String: Any]] as [Any],
            ] as [String: Any],
        ]
    }

    private static func rendered(_ text: String, isHTML: Bool = false) throws -> String {
        let source = try TemplateText(text, file: "letter.txt")
        return try LetterTemplate(source.written(), isHTML: isHTML, "letter.txt").render(context)
    }

    @Test(
        "in values, defaults, sections and lines of their own",
        arguments: [
            "", "plain", "{{subscriber.name}}", "a {{subscriber.name}}\n{{attributes.points}} {{attributes.share}}",
            "{{attributes.nothing}}{{^attributes.nothing}}a default{{/attributes.nothing}}!",
            "{{subscriber.name}}{{^subscriber.name}}a default{{/subscriber.name}}!", "{{attributes.order.total}}",
            "{{attributes.order.nothing}}|{{nobody.none}}", "x{{^attributes.points}}none{{/attributes.points}}y",
            "{{#subscriber.name}}x{{.}}{{/subscriber.name}}", "{{#attributes.tags}}[{{.}}]{{/attributes.tags}}",
            "{{#attributes.items}}{{name}}: {{price}}{{^price}}free{{/price}} of {{subscriber.address}}\n{{/attributes.items}}",
            "{{#attributes.order}}{{name}} {{total}}{{/attributes.order}}",
            "{{#attributes.isGold}}g{{/attributes.isGold}}",
            "{{#attributes.isOld}}g{{/attributes.isOld}}{{^attributes.isOld}}n{{/attributes.isOld}}",
            "{{^attributes.none}}empty{{/attributes.none}}{{#attributes.none}}full{{/attributes.none}}",
            "a\n{{^attributes.nothing}}\nb\n{{/attributes.nothing}}\n",
            "a\n  {{#attributes.isGold}}  \n b\n{{/attributes.isGold}}\nc",
            "a\n{{#attributes.isGold}}\n{{#attributes.isGold}}\nx\n{{/attributes.isGold}}\n{{/attributes.isGold}}",
            "a\n{{! note }}\nb {{! note }} c\n", "x {{#attributes.isGold}}\ny{{/attributes.isGold}}\n",
        ], [false, true])
    func agrees(text: String, isHTML: Bool) throws {
        let mustache = try MustacheTemplate(string: (isHTML ? Self.html : "{{% CONTENT_TYPE:TEXT}}") + text)
        #expect(try Self.rendered(text, isHTML: isHTML) == mustache.render(Self.context))
    }

    @Test("no quotation mark passes, whatever accent it wears") func accents() throws {
        let template = try LetterTemplate("<a title=\"{{subscriber.name}}\">", isHTML: true, "letter.html")
        let name = "\"\u{338} onclick=\"\u{20DD}x <\u{338}script>"
        let html = template.render(["subscriber": ["name": name] as [String: Any]])
        #expect(html.unicodeScalars.count { $0 == "\"" } == 2 && html.unicodeScalars.count { $0 == "<" } == 1)
    }

    @Test(
        "A name is found whatever joins or combines with its brackets",
        arguments: ["\u{200C}", "\u{200D}", "\u{FE0F}", "\u{301}", "\u{93E}", "\u{20DD}", "\u{E31}", "\u{1F3FD}"])
    func joiners(mark: String) throws {
        #expect(try Self.scalars(Self.rendered("{{attributes.points}}\(mark)x")) == Self.scalars("42\(mark)x"))
        #expect(
            try Self.scalars(
                Self.rendered("{{nobody.x|reader}}\(mark){{#attributes.isGold}}\(mark)a{{/attributes.isGold}}\(mark)"))
                == Self.scalars("reader\(mark)\(mark)a\(mark)"))
    }

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    @Test(
        "Two brackets that open nothing",
        arguments: [
            ("\\{{ x }}", "{{ x }}"), ("\\{{{x}}}", "{{{x}}}"), ("a \\{{", "a {{"), ("{ {", "{ {"), ("}}", "}}"),
            ("{\\{{attributes.points}}", "{{{attributes.points}}"), ("\\\\{{attributes.points}}", "\\\\42"),
            ("{{nobody.x|{}}", "{"), ("{{attributes.points}}}", "42}"),
        ])
    func literal(text: String, wanted: String) throws {
        #expect(try Self.rendered(text) == wanted)
    }

    @Test("Names of any script are names", arguments: ["имя", "名前", "नाम", "город_2", "größe"])
    func names(name: String) throws {
        let template = try LetterTemplate("{{attributes.\(name)}}", isHTML: true, "letter.html")
        #expect(template.render(["attributes": [name: "x"] as [String: Any]]) == "x")
    }

    @Test("Ten times the placeholders take some ten times as long", .timeLimit(.minutes(10))) func linear() throws {
        func work(_ count: Int) throws -> Double {
            let text = String(repeating: "a {{^attributes.nothing}}b{{/attributes.nothing}}\n", count: count)
            return try ThreadTime.least { _ = try Self.rendered(text) }
        }
        let (few, many) = (try work(400), try work(4000))
        #expect(many < max(few, 0.002) * 30, "\(few), \(many)")
    }
}
