import FanmailMIME
import Foundation
import SMTPCore
import Testing

@testable import Composition

@Suite("Signing")
struct DKIMSignerTests {
    static func signer() throws -> DKIMSigner {
        DKIMSigner([
            .init(domain: "lists.example", selector: "fm1", key: try DKIMKey.generate(.rsa)),
            .init(domain: "lists.example", selector: "fm1-ed25519", key: try DKIMKey.generate(.ed25519)),
        ])
    }

    private static let letter = """
        From: Ada <ada@lists.example>\r
        To: announce@lists.example\r
        Subject: =?UTF-8?Q?Zo=C3=AB?=\r
         and \t more\r
        Date: Mon, 23 Nov 2026 09:00:00 +0000\r
        Message-ID: <m@lists.example>\r
        \r
        Hello  there \r
        .a dot\r
        Zoë\r
        \r
        \r

        """

    private func finalMessage(_ source: String = letter, by signer: DKIMSigner) throws -> FinalMessage {
        let bytes = Array(source.utf8)
        return try FinalMessage(
            source: bytes, header: HeaderSection(bytes), lists: [Sample.announce], now: Sample.now, token: "t",
            signer: signer)
    }

    @Test func theSignaturesStandOnTopAndNameWhatTheyCover() throws {
        let message = try finalMessage(by: DKIMSignerTests.signer())
        let header = try HeaderSection(message.bytes)
        #expect(header.fields[..<2].map(\.name) == ["DKIM-Signature", "DKIM-Signature"])
        let tags = header.fields[..<2].map { field in
            Dictionary(
                field.value.split(separator: ";").map { tag in
                    let pair = tag.split(separator: "=", maxSplits: 1)
                    return (pair[0].filter { $0 != " " }, pair.count > 1 ? pair[1].filter { $0 != " " } : "")
                }
            ) { $1 }
        }
        #expect(tags.map { $0["a"] } == ["rsa-sha256", "ed25519-sha256"])
        #expect(tags.allSatisfy { $0["c"] == "relaxed/relaxed" && $0["d"] == "lists.example" })
        #expect(tags[0]["bh"] == tags[1]["bh"])
        #expect(tags.allSatisfy { $0["t"] == "1795424400" })
        let names = try #require(tags[0]["h"]).split(separator: ":").map(String.init)
        for (name, count) in [
            ("From", 2), ("To", 2), ("Subject", 2), ("Date", 2), ("Message-ID", 2), ("Reply-To", 1), ("Cc", 1),
            ("Content-Type", 2), ("MIME-Version", 2), ("Content-Transfer-Encoding", 2), ("List-Id", 2),
            ("List-Unsubscribe", 2), ("List-Unsubscribe-Post", 1), ("List-Post", 1), ("Precedence", 1),
        ] { #expect(names.filter { $0 == name }.count == count, "\(name)") }
        let text = String(decoding: message.bytes, as: UTF8.self)
        #expect(text.split(separator: "\r\n").prefix(30).allSatisfy { $0.utf8.count <= 78 })
        #expect(message.bytes[message.headerSize...].starts(with: "\r\nHello".utf8))
    }

    @Test func anAddressForComplaintsIsCovered() throws {
        var list = Sample.announce
        list.complaintAddress = Mailbox(trustedLocalPart: "complaints", domain: "lists.example")
        let bytes = Array(Self.letter.utf8)
        let message = try FinalMessage(
            source: bytes, header: HeaderSection(bytes), lists: [list], now: Sample.now, token: "t",
            signer: DKIMSignerTests.signer())
        let signatures = try HeaderSection(message.bytes).all("DKIM-Signature").map(\.value)
        #expect(signatures.count == 2 && signatures.allSatisfy { $0.contains("CFBL-Address") }, "\(signatures)")
    }

    @Test(arguments: [
        ("complaints@lists.example", true), ("fbl@in.LISTS.example", true), ("fbl@other.example", false),
        ("fbl@otherlists.example", false), ("fbl@lists.example.org", false),
    ])
    func complaintsAreSentToWhomASignatureVouchesFor(address: String, isVouched: Bool) throws {
        let signer = try DKIMSignerTests.signer()
        #expect(try signer.vouches(for: Mailbox(parsing: address)) == isVouched)
        #expect(try !DKIMSigner([]).vouches(for: Mailbox(parsing: address)))
    }

    @Test func whatIs8BitBecomes7BitFirst() throws {
        let message = try finalMessage(by: DKIMSignerTests.signer())
        #expect(message.bytes.allSatisfy { $0 < 0x80 })
        #expect(String(decoding: message.bytes, as: UTF8.self).contains("Zo=C3=AB\r\n"))
    }

    /// RFC 8463, A.3.
    @Test func theBodyHashIsThatOfRFC8463() throws {
        let source = "From: a@b.example\r\n\r\nHi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
        let text = String(decoding: try finalMessage(source, by: DKIMSignerTests.signer()).bytes, as: UTF8.self)
        #expect(text.contains("bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;"))
    }

    @Test(
        "dkimpy verifies both, and neither once anything that counts is altered",
        .enabled(if: Verifiers.hasDKIMPy, "no dkimpy here"))
    func dkimpy() throws {
        let signer = try DKIMSignerTests.signer()
        let text = String(decoding: try finalMessage(by: signer).bytes, as: UTF8.self)
        let altered = [
            text.replacing("a dot", with: "a dog"), text.replacing("From: Ada", with: "From: Eve"),
            text.replacing("To: announce", with: "To: others"), text.replacing("and \t more", with: "and less"),
            text.replacing("\r\nFrom: Ada", with: "\r\nFrom: eve@x.example\r\nFrom: Ada"),
            text.replacing("\r\nFrom: Ada", with: "\r\nReply-To: eve@x.example\r\nFrom: Ada"),
            text.replacing("\r\nFrom: Ada", with: "\r\nList-Unsubscribe-Post: x\r\nFrom: Ada"),
            text.replacing("leave@", with: "stay@"),
        ]
        // Blanks and folding may change on the way, and what is not covered.
        let carried = [
            text, text.replacing("and \t more", with: "and\r\n  more"), text.replacing("\r\nTo: ", with: "\r\nTO:   "),
            "Received: by x.example\r\n" + text, text + "\r\n\r\n",
        ]
        let results = try Verifiers.dkimpy((carried + altered).map { Array($0.utf8) }, signer)
        #expect(results.count == carried.count + altered.count)
        #expect(results.prefix(carried.count).allSatisfy { $0 == [true, true] }, "\(results)")
        #expect(results.dropFirst(carried.count).allSatisfy { $0 == [false, false] }, "\(results)")
    }

    @Test("opendkim verifies it, and refuses an altered one", .enabled(if: Verifiers.hasOpenDKIM, "no opendkim here"))
    func opendkim() throws {
        let signer = try DKIMSignerTests.signer()
        for identity in signer.identities {
            let one = DKIMSigner([identity])
            let message = try finalMessage(by: one).bytes
            #expect(try Verifiers.opendkim(message, one).contains(") succeeded"))
            let altered = Array(String(decoding: message, as: UTF8.self).replacing("Hello", with: "Hallo").utf8)
            #expect(try !Verifiers.opendkim(altered, one).contains(") succeeded"))
        }
        #expect(try Verifiers.opendkim(try finalMessage(by: signer).bytes, signer).contains(") succeeded"))
    }

    @Test("dkimpy verifies whatever is signed", .enabled(if: Verifiers.hasDKIMPy, "no dkimpy here"))
    func anything() throws {
        let signer = try DKIMSignerTests.signer()
        var random = SystemRandomNumberGenerator()
        let pieces = [" ", "\t", "\r\n", "\r\n\r\n", "x", "Zoë", ".", "..", "=", "From ", "word", ";", ":", "\"", "梅"]
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        let messages = try (0..<60).map { _ in
            let subject = text(8).replacing("\r\n", with: "\r\n ").replacing("ë", with: "e").replacing("梅", with: "m")
            return try finalMessage(
                "From: a@lists.example\r\nSubject:\(subject)x\r\nX-A: 1\r\n\r\n\(text(40))", by: signer
            )
            .bytes
        }
        #expect(try Verifiers.dkimpy(messages, signer) == messages.map { _ in [true, true] })
    }
}
