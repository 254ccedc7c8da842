import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("The Message-ID of a message that somebody else wrote")
struct MessageIdentityTests {
    @Test(
        "is found as a sink's record has it",
        arguments: [
            ("Message-ID: <a.b@c.example>\r\n\r\nx", "a.b"), ("Subject: x\r\nmessage-id:<n@x>\r\n\r\n", "n"),
            ("Message-ID:\r\n <folded@x.example>\r\nSubject: x\r\n\r\n", "folded"),
            ("Message-ID: no brackets@x\r\n\r\n", "nobrackets"), ("Message-ID: <none>\r\n\r\n", "none>"),
            ("Subject: x\r\n\r\nMessage-ID: <body@x>\r\n", ""), ("X-Message-ID: <other@x>\r\n\r\n", ""),
            ("Message-ID: <first@x>\r\nMessage-ID: <second@x>\r\n\r\n", "first"), ("\r\nx", ""),
            ("Message-ID:", ""),
        ])
    func local(message: String, id: String) throws {
        #expect(MessageIdentity.local(of: try EncodedContent(Array(message.utf8))) == id)
    }
}
