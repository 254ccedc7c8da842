import FanmailBasics

/// Finds and opens one encoded word, `=?charset?encoding?text?=` (RFC 2047, 2).
enum EncodedWordScanner {
    enum Charset {
        /// US-ASCII is read as UTF-8 too.
        case utf8
        case latin1

        init?(_ name: ArraySlice<UInt8>) {
            // RFC 2231, 5: a language may follow a star.
            switch String(decoding: name.prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self).lowercased() {
            case "utf-8", "utf8", "us-ascii": self = .utf8
            case "iso-8859-1": self = .latin1
            default: return nil
            }
        }

        func text(of bytes: [UInt8]) -> String {
            switch self {
            case .utf8: String(decoding: bytes, as: UTF8.self)
            case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            }
        }
    }

    struct Word {
        let charset: Charset
        let bytes: [UInt8]
        /// Behind the closing `?=`.
        let end: Int
    }

    private static let questionMark = UInt8(ascii: "?")

    /// The word that begins here, if one does that can be decoded. No part of a word may hold a question mark, so that
    /// a long text is walked about once, whatever it holds.
    static func word(in bytes: [UInt8], at start: Int) -> Word? {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == questionMark,
            let charsetEnd = part(bytes, start + 2), let charset = Charset(bytes[start + 2..<charsetEnd]),
            let encodingEnd = part(bytes, charsetEnd + 1), encodingEnd == charsetEnd + 2,
            let textEnd = part(bytes, encodingEnd + 1), textEnd + 1 < bytes.count,
            bytes[textEnd + 1] == UInt8(ascii: "=")
        else { return nil }
        let text = bytes[encodingEnd + 1..<textEnd]
        let decoded: [UInt8]?
        switch bytes[charsetEnd + 1] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"): decoded = Base64.decodedUnpadded(text)
        case UInt8(ascii: "Q"), UInt8(ascii: "q"): decoded = quoted(text)
        default: decoded = nil
        }
        return decoded.map { Word(charset: charset, bytes: $0, end: textEnd + 2) }
    }

    /// Where the next question mark stands, if only printable ASCII comes before it.
    private static func part(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let end = bytes[start...].firstIndex { $0 == questionMark || !$0.isPrintable }
        return end.flatMap { bytes[$0] == questionMark ? $0 : nil }
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8]? {
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
