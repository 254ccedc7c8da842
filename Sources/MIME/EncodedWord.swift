/// Text in header fields beyond ASCII (RFC 2047).
public enum EncodedWord {
    /// The text for a person; what cannot be decoded stays as it is.
    public static func decode(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        var afterWord = false
        while let start = rest.firstRange(of: "=?") {
            let before = rest[..<start.lowerBound]
            guard let word = word(rest[start.lowerBound...]) else {
                result += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                afterWord = false
                continue
            }
            // White space between two encoded words is not shown (RFC 2047, 6.2).
            if !(afterWord && before.allSatisfy { $0 == " " || $0 == "\t" }) { result += before }
            result += word.text
            rest = rest[word.end...]
            afterWord = true
        }
        return result + rest
    }

    private static func word(_ text: Substring) -> (text: String, end: Substring.Index)? {
        guard let close = text.dropFirst(2).firstRange(of: "?=", after: 2) else { return nil }
        let parts = text[text.index(text.startIndex, offsetBy: 2)..<close.lowerBound]
            .split(separator: "?", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let bytes: [UInt8]?
        switch parts[1].lowercased() {
        case "b": bytes = base64(parts[2])
        case "q": bytes = quoted(parts[2])
        default: return nil
        }
        guard let bytes else { return nil }
        switch parts[0].lowercased().prefix(while: { $0 != "*" }) {
        case "utf-8", "us-ascii": return (String(decoding: bytes, as: UTF8.self), close.upperBound)
        case "iso-8859-1":
            return (String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })), close.upperBound)
        default: return nil
        }
    }

    private static func quoted(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let next = rest.popFirst() {
            switch next {
            case UInt8(ascii: "_"): bytes.append(0x20)
            case UInt8(ascii: "="):
                guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(next)
            }
        }
        return bytes
    }

    private static func base64(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let value = byte.base64Value else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// The text as a header value: as it is when it is ASCII, else encoded words of at most 75 octets, none of which
    /// splits a character.
    public static func encode(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) || text.contains("=?") else { return text }
        var words: [String] = []
        var current = ""
        for character in text.unicodeScalars {
            let next = String(character).utf8.map { byte -> String in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return String(Unicode.Scalar(byte))
                case 0x20: return "_"
                default: return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }.joined()
            if current.utf8.count + next.utf8.count > 63 {
                words.append(current)
                current = ""
            }
            current += next
        }
        words.append(current)
        return words.map { "=?UTF-8?Q?\($0)?=" }.joined(separator: "\r\n ")
    }
}

extension Substring {
    /// The first occurrence behind so many question marks: the text of an encoded word may begin with `=`.
    fileprivate func firstRange(of text: String, after marks: Int) -> Range<Index>? {
        var at = startIndex
        for _ in 0..<marks {
            guard let mark = self[at...].firstIndex(of: "?") else { return nil }
            at = index(after: mark)
        }
        return self[at...].firstRange(of: text)
    }
}

extension UInt8 {
    fileprivate var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    fileprivate var base64Value: UInt8? {
        switch self {
        case 0x41...0x5A: self - 0x41
        case 0x61...0x7A: self - 0x47
        case 0x30...0x39: self + 4
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
