import Testing

@testable import FanmailMIME

@Suite("A part is written")
struct EntityWriterTests {
    private func written(_ text: String) throws -> String {
        var writer = EntityWriter(seed: 1)
        return String(
            decoding: try writer.message(.text(subtype: "plain", text: text), header: HeaderWriter()), as: UTF8.self)
    }

    @Test(
        "Its lines end in CRLF, whatever they ended in",
        arguments: [
            ("7bit", "one\ntwo\n"), ("7bit", "one\ntwo"), ("7bit", "\n\none\n"), ("7bit", ""),
            ("quoted-printable", "a = é\nb \n.\nFrom c\n"), ("quoted-printable", "=_\n\n\nlast"),
            ("quoted-printable", String(repeating: "a b ", count: 60) + "\nb\t"),
            ("base64", "日本語\nニュース\n"), ("base64", "日本語\nニュース"),
        ])
    func ends(encoding: String, text: String) throws {
        let usual = try written(text)
        #expect(usual.contains("Content-Transfer-Encoding: \(encoding)\r\n"))
        #expect(text.isEmpty || usual.hasSuffix("\r\n"))
        #expect(!usual.utf8.split(separator: 0x0A).dropLast().contains { $0.last != 0x0D })
        for end in ["\r\n", "\r"] { #expect(try written(text.replacing("\n", with: end)) == usual) }
    }
}
