import Testing

@testable import FanmailMIME

@Suite("Quoted-printable (RFC 2045, 6.7)")
struct QuotedPrintableTests {
    private func encoded(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        TransferEncoder.quotedPrintable(text[...], to: &output)
        return output
    }

    @Test("Each octet, wherever it stands in a line, is written as itself or in hex, and is read as it was")
    func octets() {
        for octet in UInt8.min...UInt8.max where octet != 0x0A && octet != 0x0D {
            for place in 0..<20 {
                let text =
                    [UInt8](repeating: UInt8(ascii: "x"), count: place) + [octet]
                    + [UInt8](repeating: UInt8(ascii: "y"), count: 20)
                let output = encoded(text)
                let isItself = (0x20...0x7E).contains(octet) && octet != 0x3D || octet == 0x09
                // A dot that begins a line is in hex too.
                let isRisky = place == 0 && octet == UInt8(ascii: ".")
                #expect(output.count == text.count + (isItself && !isRisky ? 0 : 2), "\(octet) at \(place)")
                #expect(output.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }, "\(octet) at \(place)")
                #expect(TransferDecoding.quotedPrintable(output[...]) == text, "\(octet) at \(place)")
            }
        }
    }

    @Test("No line has more than 76 characters or ends in a blank, wherever words end", arguments: 1..<40)
    func lines(period: Int) {
        let words = "the quick brown fox = jumps, ü, over\tthe lazy dog  "
        let text = Array(String(String(repeating: words, count: 10).dropFirst(period)).utf8)
        let output = encoded(text)
        for line in output.split(separator: 0x0A) {
            let line = line.last == 0x0D ? line.dropLast() : line
            #expect(line.count <= 76)
            #expect(line.last != 0x20 && line.last != 0x09)
        }
        #expect(TransferDecoding.quotedPrintable(output[...]) == text)
    }
}
