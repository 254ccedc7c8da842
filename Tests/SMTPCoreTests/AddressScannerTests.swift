import SMTPCore
import Testing

struct AddressScannerTests {
    private static let addresses = [
        "ada@example.org", "Ada.Lovelace@Example.ORG", "\"a\\b\"@example.org", "\"a@b\"@Example.org", "x@[192.0.2.1]",
        "root@localhost", "JÖRG@bücher.example", "用户@例え.テスト",
    ]

    @Test func oneScannerReadsAsMailboxDoes() throws {
        var scanner = AddressScanner()
        for text in Self.addresses {
            let mailbox = try Mailbox(parsing: text)
            let bytes = Array(text.utf8)
            #expect(bytes.withUnsafeBufferPointer { scanner.scan($0) } == nil, "\(text)")
            #expect(String(decoding: scanner.address, as: UTF8.self) == mailbox.address)
            #expect(String(decoding: scanner.key, as: UTF8.self) == mailbox.key)
            #expect(String(decoding: scanner.domain, as: UTF8.self) == mailbox.domain)
            #expect(scanner.address[scanner.at] == UInt8(ascii: "@"))
            #expect(scanner.at == mailbox.localPart.utf8.count)
            #expect(scanner.needsSMTPUTF8 == mailbox.needsSMTPUTF8)
        }
    }

    @Test func plainScansLeaveUnicodeToOthers() {
        var scanner = AddressScanner()
        let long = String(repeating: "ü", count: 200)
        for text in ["jörg@example.org", "a@bücher.example", "\"ö\"@example.org", "a b ö", "a@\(long).example"] {
            #expect(Array(text.utf8).withUnsafeBufferPointer { scanner.scan(ascii: $0) } == .needsUnicode, "\(text)")
        }
    }

    @Test(arguments: [
        [0x61, 0xFF, 0x40, 0x78, 0x2E, 0x79], [0xC3, 0x40, 0x78, 0x2E, 0x79], [0x61, 0x40, 0xED, 0xA0, 0x80],
    ])
    func bytesThatAreNoTextAreRefused(bytes: [UInt8]) {
        var scanner = AddressScanner()
        #expect(bytes.withUnsafeBufferPointer { scanner.scan($0)?.reason } == "the address is not valid UTF-8")
    }

    /// Every string of a few octets from an alphabet of trouble: never accepted with anything that breaks a command,
    /// and always judged alike by the scanner and by the mailbox.
    @Test func shortTextsAreJudgedAlikeAndSafely() throws {
        let alphabet = Array("a@.-\"\\[] \r\n1".utf8) + [0, 0x7F, 0xC3, 0xA4]
        var scanner = AddressScanner()
        var state: UInt64 = 42
        var accepted = 0
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        func some(_ bound: Int) -> [UInt8] { (0..<random(bound + 1)).map { _ in alphabet[random(alphabet.count)] } }
        for _ in 0..<100_000 {
            var bytes = some(4) + Array("@".utf8) + some(3) + Array(".x".utf8)
            if random(8) == 0 { bytes = some(8) }
            let error = bytes.withUnsafeBufferPointer { scanner.scan($0) }
            let text = String(validating: bytes, as: UTF8.self)
            let mailbox = text.flatMap { try? Mailbox(parsing: $0) }
            #expect((error == nil) == (mailbox != nil), "\(bytes)")
            guard error == nil else { continue }
            accepted += 1
            #expect(scanner.address.allSatisfy { $0 > 0x20 && $0 != 0x7F })
            #expect(scanner.key.allSatisfy { $0 > 0x20 && $0 != 0x7F })
            #expect(String(decoding: scanner.key, as: UTF8.self) == mailbox?.key)
        }
        #expect(accepted > 100)
    }
}
