import FanmailMIME

/// The text of a part, for reading: UTF-8 with LF at the ends of lines, without the markup of a page.
enum PlainText {
    /// Octets of a text that are read.
    private static let most = 256 << 10

    /// - Parameters:
    ///   - bytes: as the part has them, its transfer encoding undone.
    ///   - charset: in lower case; nil where none is told.
    static func read(_ bytes: ArraySlice<UInt8>, charset: String?, isPage: Bool) -> [UInt8] {
        var text = decoded(bytes.prefix(most), charset)
        if isPage { text = PageText.read(text) }
        return isPlain(text) ? text : unified(text)
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, _ charset: String?) -> [UInt8] {
        if let wide = WideText(bytes) { return OctetLines.withLineFeeds(wide.utf8(of: bytes)[...]) }
        switch charset {
        case "utf-16", "utf-16be": return OctetLines.withLineFeeds(WideText(isBigEndian: true).utf8(of: bytes)[...])
        case "utf-16le": return OctetLines.withLineFeeds(WideText(isBigEndian: false).utf8(of: bytes)[...])
        default: break
        }
        let isASCII = bytes.allSatisfy { $0 < 0x80 && $0 != 0x1B }
        return OctetLines.withLineFeeds(isASCII ? bytes : foreign(bytes, charset)[...])
    }

    private static func foreign(_ bytes: ArraySlice<UInt8>, _ charset: String?) -> [UInt8] {
        if !bytes.contains(0x1B), String(validating: bytes, as: UTF8.self) != nil { return Array(bytes) }
        // Japanese servers write this one without a word of it.
        let isJapanese = bytes.contains(0x1B) && (charset == nil || charset == "us-ascii" || charset == "utf-8")
        return Array(CharsetText.decode(bytes, isJapanese ? "iso-2022-jp" : charset).utf8)
    }

    private static func isPlain(_ text: [UInt8]) -> Bool { text.allSatisfy { $0 < 0x80 } }

    /// No-break spaces become spaces, and curled apostrophes straight ones.
    private static func unified(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            if text[at] == 0xC2, at + 1 < text.count, text[at + 1] == 0xA0 {
                result.append(0x20)
                at += 2
            } else if text[at] == 0xE2, at + 2 < text.count, text[at + 1] == 0x80, text[at + 2] & 0xFE == 0x98 {
                result.append(UInt8(ascii: "'"))
                at += 3
            } else {
                result.append(text[at])
                at += 1
            }
        }
        return result
    }

    /// With small letters in Latin, Greek and Cyrillic, each where it stood; phrases are found in this.
    static func folded(_ text: [UInt8]) -> [UInt8] {
        guard !isPlain(text) else { return text }
        var result = text
        for at in 0..<(text.count - 1) where 0xC3...0xD0 ~= text[at] {
            let letter = Int(text[at] & 0x1F) << 6 | Int(text[at + 1] & 0x3F)
            (result[at], result[at + 1]) = small[letter]
        }
        return result
    }

    /// The octets of the small letter, by scalar; of one that has another length, its own.
    private static let small: [(UInt8, UInt8)] = (0..<0x800).map { number in
        let own = (UInt8(0xC0 | number >> 6), UInt8(0x80 | number & 0x3F))
        guard number >= 0xC0, number < 0x440, let scalar = Unicode.Scalar(UInt32(number)) else { return own }
        let octets = Array(scalar.properties.lowercaseMapping.utf8)
        return octets.count == 2 ? (octets[0], octets[1]) : own
    }
}
