import Testing

@testable import FanmailDNS

@Suite("A DNS message")
struct DNSMessageTests {
    private static let name = "fm1._domainkey.lists.example"

    private func message() throws -> DNSMessage { try #require(DNSMessage(name: Self.name, id: 0x1234)) }

    /// An answer to the query: its first 12 octets changed, its question kept, and these records.
    private func answer(flags: [UInt8] = [0x81, 0x80], records: [[UInt8]], count: Int? = nil) throws -> [UInt8] {
        let query = try message().query
        let number = UInt8(count ?? records.count)
        return [0x12, 0x34] + flags + [0, 1, 0, number, 0, 0, 0, 0] + query[12..<(query.count - 11)] + records.joined()
    }

    private func record(type: UInt8 = 16, _ strings: [String]) -> [UInt8] {
        let data = strings.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        return [0xC0, 0x0C, 0, type, 0, 1, 0, 0, 0, 60, UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
    }

    @Test func asksForOneNameWithRecursion() throws {
        let query = try message().query
        #expect(query[..<12] == [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1])
        #expect(query[12..<17] == [3, 0x66, 0x6D, 0x31, 10])
    }

    @Test(arguments: ["", "a..b", String(repeating: "a", count: 64), String(repeating: "abcdefg.", count: 40) + "x"])
    func aNameThatCannotBeAskedFor(name: String) { #expect(DNSMessage(name: name, id: 1) == nil) }

    @Test func stringsOfARecordArePutTogether() throws {
        let bytes = try answer(records: [record(type: 5, ["x"]), record(["v=DKIM1; ", "p=abc"]), record(["other"])])
        #expect(
            try message().answer(in: bytes)
                == .records([.text(Array("v=DKIM1; p=abc".utf8)), .text(Array("other".utf8))]))
    }

    @Test func codesOfTheServer() throws {
        let message = try message()
        #expect(try message.answer(in: answer(flags: [0x81, 0x83], records: [])) == .noSuchName)
        #expect(try message.answer(in: answer(records: [])) == .noSuchName)
        #expect(try message.answer(in: answer(flags: [0x83, 0x80], records: [])) == .truncated)
        guard case .failed = try message.answer(in: answer(flags: [0x81, 0x82], records: [])) else {
            Issue.record("SERVFAIL is a failure")
            return
        }
    }

    @Test func whatAnswersAnotherQuestionIsStray() throws {
        let message = try message()
        var bytes = try answer(records: [record(["v=DKIM1"])])
        bytes[1] ^= 1
        #expect(message.answer(in: bytes) == .stray)
        let other = try #require(DNSMessage(name: "fm2._domainkey.lists.example", id: 0x1234))
        #expect(try other.answer(in: answer(records: [])) == .stray)
        #expect(message.answer(in: message.query) == .stray)
        #expect(message.answer(in: []) == .stray)
    }

    @Test("no answer that is cut or altered leads out of its bytes") func hostile() throws {
        let message = try message()
        let whole = try answer(records: [record(["v=DKIM1; p=abc"])])
        for size in whole.indices {
            if case .records = message.answer(in: Array(whole[..<size])) { Issue.record("half an answer was believed") }
        }
        for place in 12..<whole.count {
            for value in [0, 0x3F, 0x40, 0xC0, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                _ = message.answer(in: bytes)
            }
        }
        guard case .failed = try message.answer(in: answer(records: [], count: 9)) else {
            Issue.record("records that are not there")
            return
        }
    }

    @Test(arguments: [
        ("192.0.2.53", "192.0.2.53:53"), ("192.0.2.53:5353", "192.0.2.53:5353"), ("2001:db8::1", "[2001:db8::1]:53"),
        ("[2001:db8::1]:54", "[2001:db8::1]:54"), ("[::1]", "[::1]:53"),
    ])
    func aServersAddress(text: String, shown: String) { #expect(Resolver(server: text)?.server == shown) }

    @Test(arguments: ["", "ns.example", "192.0.2.53:0", "192.0.2.53:65536", "[::1", "[::1]x", "1.2.3", "1.2.3.4:"])
    func noServersAddress(text: String) { #expect(Resolver(server: text) == nil) }
}
