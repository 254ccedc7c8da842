import FanmailBasics
import Testing

@Suite("Hexadecimal digits")
struct HexTests {
    @Test("stand for every octet, there and back, in either case") func roundTrip() {
        let all = Array(UInt8.min...UInt8.max)
        let text = Hex.encode(all)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
        #expect(Hex.decode(text) == all && Hex.decode(text.uppercased()) == all)
        #expect(all.map(Hex.upper).joined() == text.uppercased())
        let digits = Array(text.utf8)
        #expect(all.map { Hex.octet(digits[2 * Int($0)], digits[2 * Int($0) + 1]) } == all)
        #expect(Hex.encode([]).isEmpty && Hex.decode("")?.isEmpty == true)
    }

    @Test(
        "are read strictly",
        arguments: [
            "a", "abc", "+f", "-1", "0x", " f", "f ", "0g", "0G", "\u{FF11}\u{FF12}", "é", "/0", ":0", "@0", "`0",
        ])
    func strict(text: String) {
        #expect(Hex.decode(text) == nil)
        let digits = Array(text.utf8)
        if digits.count == 2 { #expect(Hex.octet(digits[0], digits[1]) == nil) }
    }

    @Test("of a number have zeros before them, and are never cut") func padded() {
        #expect(Hex.padded(UInt32(0x1F), width: 4) == "001f" && Hex.padded(UInt64.max, width: 16).utf8.count == 16)
        #expect(Hex.padded(UInt32(0x1F600), width: 4) == "1f600" && Hex.padded(UInt8(0), width: 2) == "00")
    }
}
