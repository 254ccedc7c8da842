import Testing

@testable import FanmailDNS

@Suite("A reply of a name server")
struct DNSReplyTests {
    private let message: DNSMessage

    init() throws {
        message = try #require(DNSMessage(name: "example.org", .exchanger, id: 0x1234, validates: true))
    }

    /// Two exchangers, the second of which leads back into the first by a pointer.
    private var whole: [UInt8] {
        let question = message.query[12..<(message.query.count - 11)]
        let first: [UInt8] = [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 8, 0, 10, 3, 0x6D, 0x78, 0x31, 0xC0, 12]
        let second: [UInt8] = [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 4, 0, 20, 0xC0, UInt8(12 + question.count + 14)]
        return [0x12, 0x34, 0x81, 0xA0, 0, 1, 0, 2, 0, 0, 0, 0] + question + first + second
    }

    @Test func isTakenApart() throws {
        let reply = try #require(message.reply(in: whole))
        #expect(reply.isAuthentic && !reply.isTruncated && reply.code == 0 && reply.objection == nil)
        #expect(
            reply.answers.map(\.record) == [
                .exchanger(preference: 10, host: "mx1.example.org"),
                .exchanger(preference: 20, host: "mx1.example.org"),
            ])
    }

    @Test("is never believed in half, and nothing in it leads out of its bytes or round in circles") func hostile() {
        for size in whole.indices { #expect(message.reply(in: Array(whole[..<size])) == nil) }
        for place in whole.indices {
            for value in [0, 1, 0x3F, 0x40, 0xC0, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                _ = message.reply(in: bytes)?.step(DNSQuestion("example.org", .exchanger))
            }
        }
        // A pointer to itself, and one that leads forward.
        for target in [UInt8(whole.count - 2), UInt8(whole.count - 1)] {
            var bytes = whole
            bytes[bytes.count - 1] = target
            #expect(message.reply(in: bytes) == nil)
        }
    }

    @Test("keeps names apart that would look alike") func names() {
        #expect(DNSName.read([3, 0x61, 0x2E, 0x62, 1, 0x63, 0], 0)?.name == "a\\046b.c")
        #expect(DNSName.read([2, 0, 0xFF, 0], 0)?.name == "\\000\\255")
        #expect(DNSName.read([1, 0x41, 0], 0)?.name == "a")
        #expect(DNSName.read([0], 0)?.name == "")
        let long: [UInt8] = (0..<127).flatMap { _ in [1, 0x61] as [UInt8] }
        #expect(DNSName.read(long + [0], 0)?.end == 255)
        #expect(DNSName.read(long + [1, 0x61, 0], 0) == nil)
    }

    @Test("says by its options why it failed (RFC 8914)") func extended() throws {
        let question = message.query[12..<(message.query.count - 11)]
        for (code, word) in [(6, "DNSSEC"), (22, "cannot be reached"), (0, "could not find out")] as [(UInt8, String)] {
            let options: [UInt8] = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 8, 0, 15, 0, 4, 0, code, 0x68, 0x69]
            let bytes = [0x12, 0x34, 0x81, 0x82, 0, 1, 0, 0, 0, 0, 0, 1] + question + options
            #expect(try #require(message.reply(in: bytes)).objection?.contains(word) == true)
        }
    }

    @Test("is kept for as long as it holds, and no more of them than there is room for") func cache() {
        let start = ContinuousClock.now
        var cache = DNSCache(capacity: 8)
        func keep(_ name: String, _ result: DNSAnswer.Result, _ ttl: Duration) {
            cache.keep(DNSAnswer(result, name: name, ttl: ttl), to: DNSQuestion(name, .text), at: start)
        }
        func holds(_ name: String, _ time: Duration) -> Bool {
            cache.answer(to: DNSQuestion(name, .text), at: start + time) != nil
        }
        keep("a", .records([.text([1])]), .seconds(1_000_000))
        keep("b", .noSuchName, .seconds(1_000_000))
        keep("c", .failed("x"), .seconds(100))
        keep("d", .records([.text([1])]), .zero)
        #expect(holds("a", .seconds(86_399)) && !holds("a", .seconds(86_400)))
        #expect(holds("b", .seconds(10_799)) && !holds("b", .seconds(10_800)))
        #expect(holds("c", .seconds(4)) && !holds("c", .seconds(5)))
        #expect(!holds("d", .zero))
        for number in 0..<100 { keep("n\(number)", .noRecords, .seconds(60 + number)) }
        #expect(cache.count <= 8 && holds("a", .zero) && holds("n99", .zero) && !holds("n0", .zero))
    }
}
