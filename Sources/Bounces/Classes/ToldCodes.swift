import FanmailBasics
import SMTPCore

/// The code and the status that stand in the words of a server, where nobody took them out: `550 5.1.1 no such user`,
/// `host mx said: 550 …`, `… (#5.1.1)`.
struct ToldCodes {
    var code: UInt16?
    /// The first that says something, or else the first.
    var status: EnhancedStatusCode?

    /// The codes that servers give (RFC 5321, 4.2.3, and the registry of extensions), beyond the beginning of a text.
    private static let known: Set<UInt16> = [
        421, 422, 430, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 453, 454, 455, 458, 459, 471, 472, 500, 501,
        502,
        503, 504, 510, 511, 512, 513, 521, 523, 525, 530, 534, 535, 538, 541, 542, 546, 550, 551, 552, 553, 554, 555,
        556,
        557, 571, 572, 573, 577,
    ]

    /// Octets that are looked at.
    private static let limit = 1024

    /// - Parameter needsCode: else the text is not looked through for one.
    init(_ text: UnsafeBufferPointer<UInt8>, needsCode: Bool) {
        let text = UnsafeBufferPointer(rebasing: text.prefix(Self.limit))
        var at = 0
        var before: UInt8 = 0x20
        while at < text.count {
            let byte = text[at]
            guard byte == 0x34 || byte == 0x35, Self.mayPrecede(before) else {
                before = byte
                at += 1
                continue
            }
            var (end, dots) = (at, 0)
            while end < text.count, text[end].isDigit || text[end] == 0x2E {
                if text[end] == 0x2E { dots += 1 }
                end += 1
            }
            let next = end < text.count ? text[end] : 0x20
            if dots == 0, needsCode, code == nil, end - at == 3, next <= 0x20 || next == 0x2D {
                let number = UInt16(byte - 0x30) * 100 + UInt16(text[at + 1] - 0x30) * 10 + UInt16(text[at + 2] - 0x30)
                if at == 0 || Self.known.contains(number) { code = number }
            } else if dots >= 2, !next.isWord {
                take(text[at..<end])
            }
            before = next
            at = end + 1
        }
    }

    private mutating func take(_ octets: Slice<UnsafeBufferPointer<UInt8>>) {
        // A dot behind it ends the sentence.
        let octets = octets.last == 0x2E ? octets.dropLast() : octets
        guard let found = EnhancedStatusCode(utf8: octets), found.subject < 8 else { return }
        if status == nil || status?.isVague == true && !found.isVague { status = found }
    }

    private static func mayPrecede(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "#"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: ":"),
            UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }
}

extension EnhancedStatusCode {
    /// x.0.0 says no more than none.
    var isVague: Bool { subject == 0 && detail == 0 }
}
