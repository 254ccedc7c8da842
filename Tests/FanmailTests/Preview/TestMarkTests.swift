import FanmailMIME
import Testing

@testable import Fanmail

@Suite("A test says that it is one")
struct TestMarkTests {
    @Test(
        arguments: [
            ("Subject: News\r\n\r\nx", "[Test] News"), ("Subject:News\r\n\r\nx", "[Test] News"),
            ("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nx", "[Test] Grüße"),
            ("Subject:=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nx", "[Test] Grüße"),
            ("Subject:\r\n News of\r\n today\r\n\r\nx", "[Test] News of today"),
            ("subject: [Test] News\r\n\r\nx", "[Test] News"), ("From: a@b.example\r\n\r\nx", "[Test]"),
            ("Subject: \r\n\r\nx", "[Test]"),
        ])
    func marked(message: String, subject: String) throws {
        let marked = TestMark.marked(Array(message.utf8))
        let header = try HeaderSection(marked)
        #expect(header.all("Subject").map { EncodedWord.decode($0.value) } == [subject])
        #expect(String(decoding: marked[header.bodyStart...], as: UTF8.self) == "x")
        #expect(String(decoding: marked, as: UTF8.self).split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(TestMark.marked(marked) == marked)
    }
}
