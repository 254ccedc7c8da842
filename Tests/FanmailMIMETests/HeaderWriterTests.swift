import Testing

@testable import FanmailMIME

struct HeaderWriterTests {
    @Test(
        "A long value goes out on lines that are lawful, and is the same when they are unfolded",
        arguments: [
            String(repeating: "word ", count: 3000) + "end", String(repeating: "x", count: 9000),
            String(repeating: "Größe ", count: 2000) + "Ende", String(repeating: "梅", count: 5000),
        ])
    func folds(value: String) throws {
        var writer = HeaderWriter()
        try writer.append("Subject", text: value)
        let field = String(decoding: writer.bytes, as: UTF8.self)
        let lines = field.split(separator: "\r\n", omittingEmptySubsequences: true)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } })
        #expect(lines.dropFirst().allSatisfy { $0.utf8.first == 0x20 && $0.contains { $0 != " " } })
        let unfolded = field.dropFirst("Subject:".count).replacing("\r\n", with: "")
        #expect(EncodedWord.decode(String(unfolded)).dropFirst() == value)
    }

    @Test func whatNoServerTakesIsTold() {
        var writer = HeaderWriter()
        let failure = #expect(throws: HeaderValueFailure.self) {
            try writer.append("Subject", text: String(repeating: "word ", count: 4000) + "end")
        }
        #expect(failure?.field == "Subject" && failure?.reason.contains("16,384 octets") == true)
    }
}
