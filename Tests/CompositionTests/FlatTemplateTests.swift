import Mustache
import Testing

@testable import Composition

struct FlatTemplateTests {
    private static var context: [String: Any] {
        [
            "subscriber": ["name": "A & \"B\"\u{301} <c> 'd'", "address": "a@b.example"] as [String: Any],
            "attributes": ["points": 42, "share": 0.5, "isGold": true, "tags": ["x", "y"], "order": ["total": 7]]
                as [String: Any],
        ]
    }

    private static func mustache(_ text: String, isHTML: Bool) throws -> String {
        try MustacheTemplate(string: (isHTML ? EscapedHTML.tag : LetterTemplate.plainText) + text).render(context)
    }

    @Test(
        "says what Mustache says",
        arguments: [
            "", "plain", "{{subscriber.name}}", "a {{subscriber.name}}\n{{attributes.points}} {{attributes.share}}",
            "{{attributes.none}}{{^attributes.none}}a default{{/attributes.none}}!",
            "{{subscriber.name}}{{^subscriber.name}}a default{{/subscriber.name}}!", "{{attributes.order.total}}",
            "{{attributes.order.none}}|{{nobody.none}}", "x{{^attributes.points}}none{{/attributes.points}}y",
        ], [false, true])
    func agrees(text: String, isHTML: Bool) throws {
        let flat = try #require(FlatTemplate(text, escapes: isHTML))
        #expect(try flat.render(Self.context) == Self.mustache(text, isHTML: isHTML))
    }

    @Test(
        "leaves to Mustache what it does not know",
        arguments: [
            "{{#subscriber.name}}x{{/subscriber.name}}", "{{>part}}", "{{{subscriber.name}}}", "{{! note }}", "{{.}}",
            "{{^attributes.none}}{{subscriber.name}}{{/attributes.none}}",
            "a\n{{^attributes.none}}\nb\n{{/attributes.none}}\n",
        ])
    func declines(text: String) {
        #expect(FlatTemplate(text, escapes: true) == nil)
    }

    @Test("gives up on values that are neither text nor number", arguments: ["isGold", "tags", "order"])
    func values(name: String) throws {
        let flat = try #require(FlatTemplate("{{attributes.\(name)}}", escapes: true))
        #expect(flat.render(Self.context) == nil)
    }

    @Test("no quotation mark passes, whatever accent it wears", arguments: [false, true]) func accents(viaFlat: Bool)
        throws
    {
        let name = "\"\u{338} onclick=\"\u{20DD}x <\u{338}script>"
        let text = (viaFlat ? "" : "{{! not flat }}") + "<a title=\"{{subscriber.name}}\">"
        let template = try LetterTemplate(text, isHTML: true, "letter.html")
        let html = template.render(
            ["subscriber": ["name": name] as [String: Any]], library: MustacheLibrary(templates: [:]))
        #expect(html.unicodeScalars.count { $0 == "\"" } == 2 && html.unicodeScalars.count { $0 == "<" } == 1)
    }
}
