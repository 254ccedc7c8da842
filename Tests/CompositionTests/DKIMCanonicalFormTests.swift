import Testing

@testable import Composition

@Suite("The relaxed canonical form")
struct DKIMCanonicalFormTests {
    @Test(
        "of fields",
        arguments: [
            // RFC 6376, 3.4.5.
            ("A", " X\r\n", "a:X\r\n"), ("B ", " Y\t\r\n\tZ  \r\n", "b:Y Z\r\n"), ("SUBJECT", "\r\n", "subject:\r\n"),
            ("X", " a\r\n  b \t c\r\n", "x:a b c\r\n"), ("X", "  \r\n", "x:\r\n"),
        ])
    func field(name: String, value: String, canonical: String) {
        var output: [UInt8] = []
        DKIMCanonicalForm.append(name: Array(name.utf8)[...], value: Array(value.utf8)[...], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == canonical)
    }

    @Test(
        "of bodies",
        arguments: [
            (" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"), ("", ""), ("\r\n", ""), (" \t\r\n\r\n", ""),
            ("no end", "no end\r\n"), ("a\r\n\r\n \r\nb\r\n", "a\r\n\r\n\r\nb\r\n"), ("\r\n\r\nx\r\n", "\r\n\r\nx\r\n"),
            ("\tx\r\n", " x\r\n"),
            // What ends no line is content.
            ("a\nb\nc\nd\n", "a\nb\nc\nd\n\r\n"), ("\n\n\nX", "\n\n\nX\r\n"), ("a\rb \r\n\r\n", "a\rb\r\n"),
            ("a \n b\r", "a \n b\r\r\n"), ("\r\r\n\n", "\r\r\n\n\r\n"),
            (String(repeating: "\n", count: 10_000) + "X", String(repeating: "\n", count: 10_000) + "X\r\n"),
        ])
    func body(text: String, canonical: String) {
        #expect(String(decoding: DKIMCanonicalForm.body(Array(text.utf8)[...]), as: UTF8.self) == canonical)
    }
}
