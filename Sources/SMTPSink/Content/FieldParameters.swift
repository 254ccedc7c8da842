import FanmailBasics
import FanmailMIME

/// A token with parameters, as Content-Type and Content-Disposition are (RFC 2045, 5.1; RFC 2183), also where a value
/// comes in pieces or with a charset (RFC 2231).
struct FieldParameters {
    /// In lower case.
    private(set) var token = ""
    private var values: [String: String] = [:]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var at = 0
        token = Self.word(bytes, &at, until: [0x3B]).lowercased()
        while at < bytes.count {
            at += 1
            let name = Self.word(bytes, &at, until: [0x3B, 0x3D]).lowercased()
            guard at < bytes.count, bytes[at] == 0x3D else { continue }
            at += 1
            let value = Self.value(bytes, &at)
            if !name.isEmpty, values[name] == nil { values[name] = value }
        }
    }

    /// - Parameter name: in lower case.
    subscript(name: String) -> String? {
        if let extended = values["\(name)*"] { return Self.decoded(extended) }
        if let plain = values[name] { return EncodedWord.decode(plain) }
        var pieces = ""
        var isExtended = false
        for number in 0..<100 {
            if let piece = values["\(name)*\(number)*"] {
                isExtended = true
                pieces += piece
            } else if let piece = values["\(name)*\(number)"] {
                pieces += isExtended ? piece.replacing("%", with: "%25") : piece
            } else {
                break
            }
        }
        guard !pieces.isEmpty else { return nil }
        return isExtended ? Self.decoded(pieces) : pieces
    }

    private static func word(_ bytes: [UInt8], _ at: inout Int, until ends: [UInt8]) -> String {
        let start = at
        while at < bytes.count, !ends.contains(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// A quoted string, or whatever goes on to a semicolon.
    private static func value(_ bytes: [UInt8], _ at: inout Int) -> String {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        guard at < bytes.count, bytes[at] == 0x22 else { return word(bytes, &at, until: [0x3B]) }
        at += 1
        var value: [UInt8] = []
        while at < bytes.count, bytes[at] != 0x22 {
            if bytes[at] == 0x5C, at + 1 < bytes.count { at += 1 }
            value.append(bytes[at])
            at += 1
        }
        while at < bytes.count, bytes[at] != 0x3B { at += 1 }
        return String(decoding: value, as: UTF8.self)
    }

    /// `charset'language'text`, with percent signs (RFC 2231, 4).
    private static func decoded(_ text: String) -> String {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        let (charset, coded) = parts.count == 3 ? (String(parts[0]), parts[2]) : ("utf-8", text[...])
        var octets: [UInt8] = []
        var rest = Array(coded.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 0x25, rest.count > 1, let octet = Hex.octet(rest[rest.startIndex], rest[rest.startIndex + 1]) {
                octets.append(octet)
                rest = rest.dropFirst(2)
            } else {
                octets.append(byte)
            }
        }
        return CharsetText.decode(octets[...], charset)
    }
}
