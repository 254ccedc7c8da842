import Foundation
import Testing

@testable import Composition

@Suite("A DKIM record")
struct DKIMRecordTests {
    /// The key of RFC 8463, A.2, in PKCS #8.
    private static func rfcKey() throws -> DKIMKey {
        let seed = try #require(Data(base64Encoded: "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="))
        let der = Data([0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20]) + seed
        return try DKIMKey(pem: "-----BEGIN PRIVATE KEY-----\n\(der.base64EncodedString())\n-----END PRIVATE KEY-----")
    }

    @Test func isThatOfRFC8463() throws {
        let record = DKIMRecord(of: try Self.rfcKey())
        #expect(record.text == "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        #expect(
            record.zoneLine(name: "a._domainkey.b.example") == "a._domainkey.b.example. IN TXT ( \"\(record.text)\" )")
    }

    @Test func isCutIntoStringsThatATXTRecordCanHold() throws {
        let record = DKIMRecord(of: try DKIMKey.generate(.rsa))
        #expect(record.strings.count == 2)
        #expect(record.strings.allSatisfy { (1...255).contains($0.utf8.count) })
        #expect(record.strings.joined() == record.text)
    }

    private static let p = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

    @Test(arguments: [
        "v=DKIM1; k=ed25519; p=\(p)", "k=ed25519;p=\(p);", "p=\(p); k=ed25519; h=sha1:sha256; s=*; n=a note",
        "v=DKIM1; k=ed25519; t=s; p=11qYAYKxCrfVS/7TyW QHOg7hcvPapiMlrwIaaPcHURo=",
    ])
    func fits(text: String) throws { #expect(DKIMRecord(text: text).fault(for: try Self.rfcKey()) == nil) }

    @Test(arguments: [
        ("v=DKIM1; k=ed25519; p=", "revoked"), ("v=DKIM1; k=ed25519", "no key"), ("v=DKIM1; p=\(p)", "for rsa"),
        ("v=DKIM2; k=ed25519; p=\(p)", "v=DKIM1"), ("k=ed25519; v=DKIM1; p=\(p)", "v=DKIM1"),
        ("v=DKIM1; k=ed25519; k=rsa; p=\(p)", "twice"), ("v=DKIM1; k=ed25519; p=AAAA", "another"),
        ("v=DKIM1; k=ed25519; p=!", "base64"), ("v=DKIM1; k=ed25519; h=sha1; p=\(p)", "sha256"),
        ("v=DKIM1; k=ed25519; s=tlsrpt; p=\(p)", "email"), ("some words", "tags"), ("", "no key"),
        ("v=DKIM1; n=" + String(repeating: "x", count: 5000), "4096"),
    ])
    func doesNotFit(text: String, part: String) throws {
        let fault = DKIMRecord(text: text).fault(for: try Self.rfcKey())
        #expect(fault?.contains(part) == true, "\(String(describing: fault))")
    }

    @Test func testing() {
        #expect(DKIMRecord(text: "v=DKIM1; t=y:s; p=x").isTesting)
        #expect(!DKIMRecord(text: "v=DKIM1; t=s; p=x").isTesting)
    }
}
