import Crypto
import FanmailBasics
import Foundation
import Testing

@testable import Composition

@Suite("A DKIM signature and its key")
struct DKIMVerifyingTests {
    /// RFC 8463, A.2 and A.3.
    private static let edwards = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    private static let message = """
        DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=brisbane; t=1528637909; h=from : to :
         subject : date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
         Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
        From: Joe SixPack <joe@football.example.com>
        To: Suzie Q <suzie@shopping.example.net>
        Subject: Is dinner ready?
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
        Message-ID: <20030712040037.46341.5F8J@football.example.com>

        Hi.

        We lost the game.  Are you hungry yet?

        Joe.

        """

    private static func octets(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    private static func judgement(
        _ message: [UInt8], _ key: DKIMPublicKey, at now: Timestamp = .now
    ) -> DKIMSignature.Judgement? {
        DKIMSignature.all(in: message).first?.judged(by: key, in: message, at: now)
    }

    @Test("That of RFC 8463 holds by its key, and what was changed does not") func vector() throws {
        let key = try DKIMPublicKey(record: Self.edwards)
        #expect(DKIMSignature.all(in: Self.octets(Self.message)).first?.body == .fits)
        #expect(
            DKIMSignature.all(in: Self.octets(Self.message)).first?.recordName
                == "brisbane._domainkey.football.example.com")
        #expect(Self.judgement(Self.octets(Self.message), key) == .holds)
        for (text, other) in [
            ("Subject: Is dinner", "subject:   Is \n dinner"), ("Hi.", "Ho."), ("Date: Fri", "X-Other: x\nDate: Fri"),
        ] {
            #expect(Self.judgement(Self.octets(Self.message.replacing(text, with: other)), key) == .holds, "\(other)")
        }
        for (text, other) in [
            ("dinner ready", "dinner  not ready"), ("Joe SixPack", "Eve"), ("To: Suzie Q <", "To: <"),
            ("Subject:", "Subject: x\nSubject:"), ("t=1528637909", "t=1528637908"),
            ("Date: Fri", "Date: Fri\nDate: Fri"),
        ] {
            #expect(
                Self.judgement(Self.octets(Self.message.replacing(text, with: other)), key) != .holds, "\(other)")
        }
    }

    @Test("Ours hold by the records of their keys, and by no others", arguments: DKIMKey.Algorithm.allCases)
    func ours(_ algorithm: DKIMKey.Algorithm) throws {
        let (key, other) = (try DKIMKey.generate(algorithm), try DKIMKey.generate(algorithm))
        let signer = DKIMSigner([.init(domain: "x.example", selector: "k", key: key)])
        let message = Array("From: a@x.example\r\nSubject: x\r\n  y\r\n\r\n one \t two \r\n\r\n\r\n".utf8)
        let signed = try signer.signed(message, now: .now)
        let record = DKIMRecord(of: key)
        let line = record.zoneLine(name: "k._domainkey.x.example")
        for text in [record.text, line, line.replacing(";", with: "\\;"), record.text + "; t=y"] {
            let public_ = try DKIMPublicKey(text: text)
            #expect(Self.judgement(signed, public_) == .holds)
            #expect(public_.isTesting == text.hasSuffix("t=y") && public_.weakness == nil)
        }
        #expect(Self.judgement(signed, try DKIMPublicKey(record: DKIMRecord(of: other).text)) != .holds)
        #expect(Self.judgement(Array("Subject: z\r\n".utf8) + signed, try DKIMPublicKey(text: record.text)) != .holds)
    }

    @Test("Lines that end in LF alone are judged like any octets") func bareLines() {
        let lines = "a\nb\nc\nd\r\n"
        for (text, body) in [(lines, DKIMSignature.Body.fits), ("\(lines)e\n", .differs)] {
            let hash = Data(SHA256.hash(data: Array(lines.utf8))).base64EncodedString()
            let head = "From: a@x.example\r\nDKIM-Signature: a=rsa-sha256; c=relaxed/relaxed; bh=\(hash)\r\n\r\n"
            #expect(DKIMSignature.all(in: Array((head + text).utf8)).first?.body == body)
        }
    }

    /// What is signed in the simple form, put together by hand.
    @Test("The simple form counts every blank and line end") func simple() throws {
        let key = try DKIMKey.generate(.ed25519)
        let hash = Data(SHA256.hash(data: Array("text\r\n".utf8))).base64EncodedString()
        let field = "DKIM-Signature: v=1; a=ed25519-sha256;\r\n s=k; d=x.example; h=From:to; bh=\(hash);\r\n b="
        let from = "From:  a@x.example\r\n \tx\r\n"
        let signature = try key.signature(of: SHA256.hash(data: Array((from + field).utf8)))
        let text = Data(signature).base64EncodedString()
        let folded = "\(text.prefix(20))\r\n  \(text.dropFirst(20))"
        let public_ = try DKIMPublicKey(record: DKIMRecord(of: key).text)
        func judgement(_ message: String) -> DKIMSignature.Judgement? { Self.judgement(Array(message.utf8), public_) }
        #expect(judgement(field + folded + "\r\n" + from + "\r\ntext\r\n") == .holds)
        #expect(judgement("X: y\r\n" + field + folded + "\r\n" + from + "X: z\r\n\r\ntext\r\n") == .holds)
        #expect(judgement(field + folded + "\r\n" + from.replacing(":  ", with: ": ") + "\r\ntext\r\n") != .holds)
        #expect(judgement(field + folded + "\r\n" + from + "To: b@x.example\r\n\r\ntext\r\n") != .holds)
    }

    @Test(
        "What a signature says of itself is to be lawful",
        arguments: [
            ("i=@x.example", "", nil), ("i=ada@mail.x.example", "", nil), ("i=@mail.x.example", "; t=s", "below it"),
            ("i=@other.example", "", "not of its domain"), ("i=@badx.example", "", "not of its domain"),
            ("x=1000", "", "no longer valid"), ("x=99999999999", "", nil), ("v=2", "", "version"),
            ("c=odd", "", "form"),
            ("a=rsa-sha256", "", "its key of ed25519-sha256"), ("b=", "", "no signature"),
            ("b=AAAA", "", "with another key"), ("h=to", "", "does not sign From"), ("h=from; h=to", "", "twice"),
            ("x=99999999999; odd", "", "not made of tags"), ("h=from : from;", "", nil),
        ] as [(String, String, String?)])
    func lawful(_ tag: String, _ record: String, _ reason: String?) throws {
        let key = try DKIMKey.generate(.ed25519)
        let name = tag.prefix { $0 != "=" }
        var tags = [
            ("v", "1"), ("a", "ed25519-sha256"), ("c", "relaxed"), ("d", "x.example"), ("s", "k"), ("h", "from"),
        ].filter { $0.0 != name }.map { "\($0.0)=\($0.1)" }
        if name != "b" { tags.append(tag) }
        let value = tags.joined(separator: "; ") + "; b="
        let input = "from:a@x.example\r\ndkim-signature:\(value)"
        let made = Data(try key.signature(of: SHA256.hash(data: Array(input.utf8)))).base64EncodedString()
        let message = Self.octets(
            "DKIM-Signature: \(value)\(name == "b" ? String(tag.dropFirst(2)) : made)\nFrom: a@x.example\n\ntext\n")
        let public_ = try DKIMPublicKey(record: DKIMRecord(of: key).text + record)
        switch Self.judgement(message, public_) {
        case .holds: #expect(reason == nil)
        case .fails(let why): #expect(reason.map { why.contains($0) } == true, "\(why)")
        case nil: Issue.record("there is one")
        }
    }

    @Test(
        "A record of no use says why",
        arguments: [
            ("", "no key"), ("v=DKIM1; p=", "revoked"), ("v=DKIM2; p=AAAA", "version"), ("p=****", "base64"),
            ("k=rsa; p=AAAA", "cannot be read"), ("k=dsa; p=AAAA", "dsa"), ("h=sha1; p=AAAA", "sha256"),
            ("s=tlsrpt; p=AAAA", "email"), ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "PEM"),
            ("k=ed25519; p=AAAA", "cannot be read"), ("p=AAAA; p=AAAA", "twice"), ("k=rsa; v=DKIM1; p=AAAA", "first"),
            ("v=DKIM1; rsa; p=AAAA", "not made of tags"),
        ])
    func useless(_ text: String, _ reason: String) {
        let failure = #expect(throws: DKIMFailure.self) { try DKIMPublicKey(text: text) }
        #expect(failure?.what.contains(reason) == true, "\(failure?.what ?? "")")
    }
}
