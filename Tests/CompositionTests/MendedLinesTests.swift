import FanmailBasics
import TestSupport
import Testing

@testable import Composition

@Suite("Lines of any ends become lines of mail")
struct MendedLinesTests {
    /// Octet by octet, as slow as it is plain.
    private func expected(_ octets: [UInt8]) -> (bytes: [UInt8], hasLongLine: Bool, nul: Int?) {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var at = 0
        while at < octets.count {
            switch octets[at] {
            case 0:
                return (
                    (lines.flatMap { $0 + [0x0D, 0x0A] }) + line, (lines + [line]).contains { $0.count > 998 },
                    lines.count
                )
            case 0x0D, 0x0A:
                if octets[at] == 0x0D, at + 1 < octets.count, octets[at + 1] == 0x0A { at += 1 }
                lines.append(line)
                line = []
            default: line.append(octets[at])
            }
            at += 1
        }
        if !line.isEmpty { lines.append(line) }
        return (lines.flatMap { $0 + [0x0D, 0x0A] }, lines.contains { $0.count > 998 }, nil)
    }

    @Test("Whatever the ends are and wherever they stand", arguments: 0..<40)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces: [[UInt8]] = [
            [0x0D], [0x0A], [0x0D, 0x0A], [0x0D, 0x0A], [0x09], [0x0B], [0x0E], [0x0F], [0x8D], [0xFF], [0x61],
            Array("eight oc".utf8), Array(repeating: 0x78, count: 997), [0xC3, 0xA9],
        ]
        for round in 0..<50 {
            var octets: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                octets +=
                    round % 10 == 0 && Int.random(in: 0..<20, using: &random) == 0
                    ? [0] : pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            let expected = expected(octets)
            var lines = MendedLines(capacity: 0)
            do throws(CompositionFailure) {
                try lines.append(octets[...], firstLine: 7)
                #expect(expected.nul == nil)
            } catch {
                #expect(error.line == expected.nul.map { $0 + 7 })
            }
            #expect(lines.bytes == expected.bytes)
            #expect(lines.hasLongLine == expected.hasLongLine)
        }
    }

    @Test("998 octets are a line, 999 are too long")
    func long() throws {
        for (count, isLong) in [(998, false), (999, true)] {
            var lines = MendedLines(capacity: 0)
            try lines.append((Array(repeating: 0x78, count: count) + [0x0A, 0x79])[...], firstLine: 1)
            #expect(lines.hasLongLine == isLong)
        }
    }
}
