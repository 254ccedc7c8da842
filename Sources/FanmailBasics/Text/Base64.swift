/// Octets as text of 64 digits (RFC 4648, 4).
package enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// On one line, padded.
    package static func encoded(_ octets: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: octets.count, by: 3) {
            let group = octets[start..<min(start + 3, octets.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place > group.count ? padding : digits[bits >> (18 - 6 * place) & 0x3F])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// As AUTH has it (RFC 4954, 4): padded, and nothing else among it. Nil for what is not base64.
    package static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        return octets(of: text.dropLast(text.suffix(2).count { $0 == padding })) { _ in .refused }
    }

    /// As encoded words have it (RFC 2047, 4.1), padded or not. Nil for what is not base64.
    package static func decodedUnpadded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        octets(of: text) { $0 == padding ? .skipped : .refused }
    }

    /// As bodies have it (RFC 2045, 6.8): as far as it goes; what is no digit is passed over.
    package static func decodedLeniently(_ text: ArraySlice<UInt8>) -> [UInt8] {
        octets(of: text) { $0 == padding ? .end : .skipped } ?? []
    }

    /// What an octet comes to that is no digit.
    private enum Other { case skipped, refused, end }

    private static func octets(of text: ArraySlice<UInt8>, _ other: (UInt8) -> Other) -> [UInt8]? {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count / 4 * 3)
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for byte in text {
            guard let digit = value(of: byte) else {
                switch other(byte) {
                case .skipped: continue
                case .refused: return nil
                case .end: return octets
                }
            }
            bits = bits << 6 | digit
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            octets.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return octets
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte) - 0x41
        case 0x61...0x7A: UInt32(byte) - 0x61 + 26
        case 0x30...0x39: UInt32(byte) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
