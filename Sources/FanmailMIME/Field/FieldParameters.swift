import FanmailBasics

/// A token with parameters, as Content-Type and Content-Disposition are (RFC 2045, 5.1; RFC 2183), also where a value
/// comes in pieces or with a charset (RFC 2231).
package struct FieldParameters {
    /// In lower case.
    package private(set) var token = ""
    private var values: [String: [UInt8]] = [:]

    private static let mostPieces = 100

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        var at = 0
        token = Self.name(Self.word(bytes, &at, until: [0x3B]))
        while at < bytes.count {
            at += 1
            let name = Self.name(Self.word(bytes, &at, until: [0x3B, 0x3D]))
            guard at < bytes.count, bytes[at] == 0x3D else { continue }
            at += 1
            let value = Self.value(bytes, &at)
            if !name.isEmpty, values[name] == nil { values[name] = value }
        }
    }

    /// The value of a parameter, decoded.
    ///
    /// - Parameter name: in lower case.
    package subscript(name: String) -> String? {
        if let extended = values["\(name)*"] { return Self.decoded([(extended, true)]) }
        if let plain = values[name] { return EncodedWord.decode(String(decoding: plain, as: UTF8.self)) }
        var pieces: [(octets: [UInt8], isExtended: Bool)] = []
        for number in 0..<Self.mostPieces {
            if let piece = values["\(name)*\(number)*"] {
                pieces.append((piece, true))
            } else if let piece = values["\(name)*\(number)"] {
                pieces.append((piece, false))
            } else {
                break
            }
        }
        guard !pieces.isEmpty else { return nil }
        if pieces.contains(where: \.isExtended) { return Self.decoded(pieces) }
        return EncodedWord.decode(String(decoding: pieces.flatMap(\.octets), as: UTF8.self))
    }

    /// In the charset that the first piece names, `charset'language'text`, with percent signs in those that say so
    /// (RFC 2231, 4.1): a character may begin in one and end in the next.
    private static func decoded(_ pieces: [(octets: [UInt8], isExtended: Bool)]) -> String {
        var charset: String?
        var octets: [UInt8] = []
        for (number, piece) in pieces.enumerated() {
            guard piece.isExtended else {
                octets += piece.octets
                continue
            }
            var coded = piece.octets[...]
            let parts = coded.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
            if number == 0, parts.count == 3 {
                charset = String(decoding: parts[0], as: UTF8.self)
                coded = parts[2]
            }
            octets += PercentText.octets(coded)
        }
        return CharsetText.decode(octets[...], charset)
    }

    private static func name(_ octets: ArraySlice<UInt8>) -> String {
        String(decoding: octets, as: UTF8.self).lowercased()
    }

    private static func word(_ bytes: [UInt8], _ at: inout Int, until ends: [UInt8]) -> ArraySlice<UInt8> {
        let start = at
        while at < bytes.count, !ends.contains(bytes[at]) { at += 1 }
        let isBlank = { (octet: UInt8) in octet <= 0x20 }
        var text = bytes[start..<at].drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// A quoted string, or whatever goes on to a semicolon.
    private static func value(_ bytes: [UInt8], _ at: inout Int) -> [UInt8] {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        guard at < bytes.count, bytes[at] == 0x22 else { return Array(word(bytes, &at, until: [0x3B])) }
        at += 1
        var value: [UInt8] = []
        while at < bytes.count, bytes[at] != 0x22 {
            if bytes[at] == 0x5C, at + 1 < bytes.count { at += 1 }
            value.append(bytes[at])
            at += 1
        }
        while at < bytes.count, bytes[at] != 0x3B { at += 1 }
        return value
    }
}
