import FanmailBasics

/// Text in header fields beyond ASCII (RFC 2047): for showing what was written, and for writing.
public enum EncodedWord {
    /// The text for a person: words are decoded, in whatever charset; what is none stays as it is, and so do words in a
    /// charset that is not known, unless they are ASCII or UTF-8.
    ///
    /// What was encoded may hold control characters: escape the result before it is shown on a terminal.
    public static func decode(_ text: String) -> String {
        guard text.mayBeEncoded else { return text }
        let bytes = Array(text.utf8)
        var tables = CharsetTables()
        var result = ""
        var plainStart = 0
        var run: EncodedWordRun?
        /// The last word stays as it is, and so do the blanks beside it.
        var isRaw = false
        func close() {
            guard var open = run else { return }
            let text = open.text(&tables)
            isRaw = text == nil
            result += text ?? String(decoding: bytes[open.range], as: UTF8.self)
        }
        var at = 0
        while at < bytes.count {
            guard let word = EncodedWordScanner.word(in: bytes, at: at) else {
                at += 1
                continue
            }
            let before = bytes[plainStart..<at]
            // White space between two encoded words is not shown (RFC 2047, 6.2).
            let isBetweenWords = run != nil && before.allSatisfy { " \t\r\n".utf8.contains($0) }
            if isBetweenWords, run?.charset == word.charset {
                run?.add(word)
            } else {
                close()
                if !isBetweenWords || isRaw { result += String(decoding: before, as: UTF8.self) }
                run = EncodedWordRun(word, from: isBetweenWords && !isRaw ? plainStart : at)
            }
            at = word.end
            plainStart = at
        }
        close()
        return result + String(decoding: bytes[plainStart...], as: UTF8.self)
    }

    /// The text as an unstructured value: as it is when it is printable ASCII, else encoded words.
    ///
    /// Each word has at most 75 octets and whole characters; they are folded so that no line is longer than 76.
    ///
    /// - Parameters:
    ///   - column: how many octets stand before it on its first line.
    ///   - always: printable ASCII too.
    public static func encode(_ text: String, column: Int = 0, always: Bool = false) -> String {
        guard always && !text.isEmpty || !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) || text.mayBeEncoded
        else { return text }
        var words: [String] = []
        var current = ""
        // A word costs 12 octets around its text; one character takes at most 12.
        var room = max(12, min(63, 76 - 12 - column))
        for scalar in text.unicodeScalars {
            let next = quoted(scalar)
            if current.utf8.count + next.utf8.count > room {
                words.append(current)
                current = ""
                room = 63
            }
            current += next
        }
        words.append(current)
        return words.map { "=?UTF-8?Q?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// The text as a phrase, such as a display name (RFC 5322, 3.2.5): words, a quoted string, or encoded words.
    ///
    /// - Parameter column: how many octets stand before it on its first line.
    public static func phrase(_ text: String, column: Int = 0) -> String {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !text.mayBeEncoded else {
            return encode(text, column: column)
        }
        let atoms = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
        if atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isAtomText) }) { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static let quotedOctets: [String] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(Unicode.Scalar(byte))
        case 0x20: "_"
        default: "=" + Hex.upper(byte)
        }
    }

    /// A character in the Q encoding, narrow enough for a phrase (RFC 2047, 5 (3)).
    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        if scalar.isASCII { return quotedOctets[Int(scalar.value)] }
        return UTF8.encode(scalar)?.reduce(into: "") { $0 += quotedOctets[Int($1)] } ?? ""
    }
}

extension UInt8 {
    /// RFC 5322, 3.2.3.
    fileprivate var isAtomText: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(self)
        }
    }
}

extension String {
    /// Holds `=?`, with which an encoded word begins.
    fileprivate var mayBeEncoded: Bool {
        var before: UInt8 = 0
        for byte in utf8 {
            if byte == 0x3F, before == 0x3D { return true }
            before = byte
        }
        return false
    }
}
