import FanmailBasics
import Testing

@testable import Composition

@Suite("A DKIM signature that came with a message")
struct DKIMSignatureTests {
    /// Message and hash of RFC 6376, A.2 (simple/simple); RFC 8463, A.3 has the same of the relaxed form.
    private static func message(_ form: String, _ body: String, _ more: String = "") -> [UInt8] {
        Array(
            """
            DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=Example.com;
             c=\(form); q=dns/txt;\(more)
             h=Received : From : To : Subject : Date : Message-ID;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
            From: Joe SixPack <joe@football.example.com>

            \(body)
            """.replacing("\n", with: "\r\n").utf8)
    }

    private static let body = "Hi.\n\nWe lost the game. Are you hungry yet?\n\nJoe.\n"

    @Test("The hash of the body is that of the RFC, and tells what was changed") func hashes() {
        func body(_ message: [UInt8]) -> DKIMSignature.Body? { DKIMSignature.all(in: message).first?.body }
        #expect(body(Self.message("simple/simple", Self.body)) == .fits)
        #expect(body(Self.message("simple", Self.body + "\n\n")) == .fits)
        #expect(body(Self.message("relaxed/relaxed", Self.body.replacing("game. ", with: "game.  "))) == .fits)
        #expect(body(Self.message("simple/simple", Self.body.replacing("game. ", with: "game.  "))) == .differs)
        #expect(body(Self.message("relaxed/relaxed", Self.body + "P.S.\n")) == .differs)
        let length = Self.body.utf8.count + 5
        #expect(body(Self.message("simple/simple", Self.body + "P.S.\n", " l=\(length);")) == .fitsInPart(length))
        #expect(body(Self.message("simple/simple", Self.body, " l=9999;")) == .differs)
        guard case .unknown = body(Self.message("strange/strange", Self.body)) else {
            Issue.record("a form that there is not")
            return
        }
    }

    @Test("It is told whose it is") func tags() throws {
        let found = try #require(DKIMSignature.all(in: Self.message("simple/simple", Self.body)).first)
        #expect(found.domain == "example.com" && found.selector == "brisbane" && found.algorithm == "rsa-sha256")
        #expect(found.signedFields == ["received", "from", "to", "subject", "date", "message-id"])
        #expect(DKIMSignature.all(in: Array("From: a@x.example\r\n\r\n".utf8)) == [])
        let empty = try #require(DKIMSignature.all(in: Array("DKIM-Signature: ;;=;\r\n\r\n".utf8)).first)
        #expect(empty.domain == "")
    }

    @Test("Ours fits") func ours() throws {
        let key = try DKIMKey.generate(.ed25519)
        let signer = DKIMSigner([.init(domain: "x.example", selector: "k", key: key)])
        let message = Array("From: a@x.example\r\nSubject: x\r\n\r\n one \t two \r\n\r\n\r\n".utf8)
        let found = DKIMSignature.all(in: try signer.signed(message, now: .now))
        #expect(found.map(\.body) == [.fits] && found.first?.signedFields.contains("list-unsubscribe-post") == true)
    }
}
