import Testing

@testable import Composition

@Suite("HTML is cut as the standard's tokenizer cuts it")
struct HTMLTokenizerTests {
    /// `<a class=x>`: `a[class=x]`; an end tag `/a`; other tokens by their kind.
    private static func shown(_ html: String) -> [String] {
        let bytes = Array(html.utf8)
        let tokens = HTMLTokenizer.tokens(bytes)
        #expect(tokens.flatMap { Array($0.range) } == Array(bytes.indices))
        return tokens.map { token in
            let source = String(decoding: bytes[token.range], as: UTF8.self)
            switch token.kind {
            case .text: return source
            case .rawText: return "raw:" + source
            case .startTag:
                let attributes = token.attributes.map {
                    "[\($0.name)\($0.value == nil ? "" : "=")\($0.text(in: bytes))]"
                }
                return token.name + attributes.joined() + (token.isSelfClosing ? "/" : "")
            case .endTag: return "/" + token.name
            case .comment: return "comment"
            case .declaration: return "declaration"
            case .broken: return "broken"
            }
        }
    }

    @Test(
        arguments: [
            ("a<p>b", ["a", "p", "b"]), ("<P CLASS='A b' ID=x data-y>", ["p[class=A b][id=x][data-y]"]),
            ("<a href=x/y?a=1&amp;b=2>", ["a[href=x/y?a=1&b=2]"]), ("<img\tsrc\n=\n'a'/>", ["img[src=a]/"]),
            ("<br/>", ["br/"]), ("<a href=/>", ["a[href=/]"]), ("<p title=\"a > b\">", ["p[title=a > b]"]),
            ("<p =x>", ["p[=x]"]), ("<p a=>", ["p[a=]"]), ("<p a b = c>", ["p[a][b=c]"]),
            ("<p a='1'b='2'>", ["p[a=1][b=2]"]),
            ("a < b <3 </ <>", ["a < b <3 ", "declaration"]), ("<p", ["broken"]), ("<p title=\"x>y", ["broken"]),
            ("<!-- <p> -->x", ["comment", "x"]), ("<!-->x", ["comment", "x"]), ("<!--->x", ["comment", "x"]),
            ("<!-- a --!>x", ["comment", "x"]), ("<!-- a", ["comment"]), ("<!DOCTYPE html>x", ["declaration", "x"]),
            ("<![if !mso]>x<![endif]>", ["declaration", "x", "declaration"]), ("<?php ?>x", ["declaration", "x"]),
            ("<style>p>a<b></style>x", ["style", "raw:p>a<b>", "/style", "x"]),
            ("<title><b></title >", ["title", "raw:<b>", "/title"]), ("<style></style>", ["style", "/style"]),
            ("<script>a</scriptx></script>", ["script", "raw:a</scriptx>", "/script"]),
            ("<script><!--<script></script>--></script>x", ["script", "raw:<!--<script></script>-->", "/script", "x"]),
            ("<script><!--></script>x", ["script", "raw:<!-->", "/script", "x"]),
            ("<svg><![CDATA[<p>]]></svg><![CDATA[<p>]]>", ["svg", "declaration", "/svg", "declaration", "]]>"]),
            ("<svg><style><b></style></svg>", ["svg", "style", "b", "/style", "/svg"]),
            ("<p>\u{301}x<b>\u{200C}", ["p", "\u{301}x", "b", "\u{200C}"]), ("</P\n>", ["/p"]),
            ("<p {{#a.b}}class=x{{/a.b}} id={{c.d}}>", ["p[class=x][id={{c.d}}]"]),
            ("<p {{#a.b}}hidden{{/a.b}}>", ["p[hidden]"]),
            ("<p class={{#a.b}}x{{/a.b}}{{^a.b}}y{{/a.b}}>", ["p[class={{#a.b}}x{{/a.b}}{{^a.b}}y{{/a.b}}]"]),
            ("<p a=&#x61;&#98;&lt;&nbsp;x&notin;&#0;>", ["p[a=ab<\u{A0}x&notin;\u{FFFD}]"]),
            ("<p a=?x=1&lt=2&amp=3>", ["p[a=?x=1&lt=2&amp=3]"]), ("<plaintext></p>", ["plaintext", "raw:</p>"]),
        ])
    func tokens(html: String, wanted: [String]) {
        #expect(Self.shown(html).map { Array($0.unicodeScalars) } == wanted.map { Array($0.unicodeScalars) })
    }

    @Test("Attributes within a section are told apart") func conditional() {
        let tokens = HTMLTokenizer.tokens(Array("<p {{#a.b}}class=x{{/a.b}} id=y>".utf8))
        #expect(tokens[0].attributes.map(\.isConditional) == [true, false])
    }
}
