import FanmailBasics

/// Finds one encoded word, `=?charset?encoding?text?=` (RFC 2047, 2).
enum EncodedWordScanner {
    struct Word {
        let charset: Charset
        let isBase64: Bool
        /// As it is written.
        let text: ArraySlice<UInt8>
        /// Behind the closing `?=`.
        let end: Int
    }

    private static let questionMark = UInt8(ascii: "?")

    /// The word that begins here, if one does that can be opened. No part of a word may hold a question mark, so that a
    /// long text is walked about once, whatever it holds.
    static func word(in bytes: [UInt8], at start: Int) -> Word? {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == questionMark,
            let charsetEnd = part(bytes, start + 2), charsetEnd > start + 2,
            let encodingEnd = part(bytes, charsetEnd + 1), encodingEnd == charsetEnd + 2,
            let textEnd = part(bytes, encodingEnd + 1), textEnd + 1 < bytes.count,
            bytes[textEnd + 1] == UInt8(ascii: "=")
        else { return nil }
        let text = bytes[encodingEnd + 1..<textEnd]
        let isBase64: Bool
        switch bytes[charsetEnd + 1] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"): isBase64 = true
        case UInt8(ascii: "Q"), UInt8(ascii: "q"): isBase64 = false
        default: return nil
        }
        guard isBase64 ? Base64.decodedUnpadded(text) != nil : quoted(text) != nil else { return nil }
        let charset = Charset(String(decoding: bytes[start + 2..<charsetEnd], as: UTF8.self))
        return Word(charset: charset, isBase64: isBase64, text: text, end: textEnd + 2)
    }

    /// Where the next question mark stands, if only printable ASCII comes before it.
    private static func part(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let end = bytes[start...].firstIndex { $0 == questionMark || !$0.isPrintable }
        return end.flatMap { bytes[$0] == questionMark ? $0 : nil }
    }

    /// The octets of a text in the Q encoding; nil for what is none.
    static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let next = rest.popFirst() {
            switch next {
            case UInt8(ascii: "_"): bytes.append(0x20)
            case UInt8(ascii: "="):
                guard let high = rest.popFirst(), let low = rest.popFirst(), let octet = Hex.octet(high, low) else {
                    return nil
                }
                bytes.append(octet)
            default: bytes.append(next)
            }
        }
        return bytes
    }
}

extension UInt8 {
    fileprivate var isPrintable: Bool { self > 0x20 && self < 0x7F }
}
