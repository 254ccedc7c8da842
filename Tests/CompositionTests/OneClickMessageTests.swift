import FanmailMIME
import Testing

@testable import Composition

@Suite("A copy with a link of its own")
struct OneClickMessageTests {
    private static let letter =
        "From: Ada <ada@lists.example>\r\nTo: announce@lists.example\r\nSubject: x\r\n"
        + "Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <m@lists.example>\r\n\r\nHello, Zoë\r\n"
    private static let url = "https://lists.example/leave/t0ken"
    private static let address = "announce-leave-t0ken@lists.example"

    private func shared(_ signer: DKIMSigner?) throws -> [UInt8] {
        let source = Array(Self.letter.utf8)
        return try FinalMessage(
            source: source, header: HeaderSection(source), lists: [Sample.announce], now: Sample.now, token: "t",
            signer: signer
        ).bytes
    }

    @Test func differsFromTheOthersInTheseFieldsAlone() throws {
        let shared = try shared(nil)
        let copy = try OneClickMessage(shared, signer: nil, now: Sample.now).message(
            url: Self.url, address: Self.address)
        func lines(_ bytes: [UInt8]) -> [Substring] { String(decoding: bytes, as: UTF8.self).split(separator: "\r\n") }
        let added = [
            "List-Unsubscribe: <\(Self.url)>,", " <mailto:\(Self.address)?subject=unsubscribe>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ]
        #expect(
            lines(copy).filter { !added.contains(String($0)) }
                == lines(shared).filter { !$0.hasPrefix("List-Unsubscribe:") })
        for line in added { #expect(lines(copy).filter { $0 == line }.count == 1, "\(line)") }
    }

    @Test func whereNoAddressFitsThereIsTheLinkAlone() throws {
        let copy = try OneClickMessage(shared(nil), signer: nil, now: Sample.now).message(url: Self.url, address: nil)
        #expect(String(decoding: copy, as: UTF8.self).contains("\r\nList-Unsubscribe: <\(Self.url)>\r\n"))
    }

    @Test("dkimpy verifies it, and that both fields are covered", .enabled(if: Verifiers.hasDKIMPy, "no dkimpy here"))
    func dkimpy() throws {
        let signer = try DKIMSignerTests.signer()
        let message = try OneClickMessage(shared(signer), signer: signer, now: Sample.now)
        let copies = try (0..<3).map { try message.message(url: "\(Self.url)\($0)", address: Self.address) }
        #expect(copies.allSatisfy { copy in (try? HeaderSection(copy))?.all("DKIM-Signature").count == 2 })
        let text = String(decoding: copies[0], as: UTF8.self)
        let altered = [
            text.replacing("t0ken0", with: "t0ken1"), text.replacing("=One-Click", with: "=Two-Clicks"),
            text.replacing("Hello", with: "Hallo"),
        ].map { Array($0.utf8) }
        let results = try Verifiers.dkimpy(copies + altered, signer)
        #expect(results == copies.map { _ in [true, true] } + altered.map { _ in [false, false] })
    }
}
