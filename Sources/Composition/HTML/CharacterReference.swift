import FanmailBasics

/// Character references in HTML's text and attributes (HTML standard, 13.2.5.72).
enum CharacterReference {
    /// The named ones that addresses and style sheets are written with; others stay as they are.
    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "colon": ":", "semi": ";",
        "sol": "/", "period": ".", "comma": ",", "num": "#", "quest": "?", "equals": "=", "percnt": "%", "lpar": "(",
        "rpar": ")", "lsqb": "[", "rsqb": "]", "lcub": "{", "rcub": "}", "Tab": "\t", "NewLine": "\n", "excl": "!",
        "ast": "*", "plus": "+", "hyphen": "\u{2010}", "lowbar": "_", "commat": "@", "AMP": "&", "LT": "<", "GT": ">",
        "QUOT": "\"", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
    ]
    /// Those that need no semicolon.
    private static let bare: Set<String> = ["amp", "lt", "gt", "quot", "nbsp", "AMP", "LT", "GT", "QUOT"]
    private static let longest = 32

    static func resolved(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return String(decoding: resolved(Array(text.utf8)[...]), as: UTF8.self)
    }

    static func resolved(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == UInt8(ascii: "&"), let (text, end) = reference(bytes[at...]) else {
                output.append(bytes[at])
                at += 1
                continue
            }
            output += Array(text.utf8)
            at = end
        }
        return output
    }

    /// - Parameter bytes: begin with `&`.
    private static func reference(_ bytes: ArraySlice<UInt8>) -> (text: String, end: Int)? {
        let start = bytes.startIndex + 1
        guard start < bytes.endIndex else { return nil }
        if bytes[start] == UInt8(ascii: "#") { return numeric(bytes, from: start + 1) }
        let name = bytes[start...].prefix(longest).prefix { $0.isASCIIAlphanumeric }
        guard !name.isEmpty else { return nil }
        if name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: ";") {
            return named[String(decoding: name, as: UTF8.self)].map { ($0, name.endIndex + 1) }
        }
        // In an attribute a letter, a digit or = behind it makes it text, as in ?a=1&lt=2.
        let text = String(decoding: name, as: UTF8.self)
        guard bare.contains(text), name.endIndex == bytes.endIndex || bytes[name.endIndex] != UInt8(ascii: "=") else {
            return nil
        }
        return named[text].map { ($0, name.endIndex) }
    }

    private static func numeric(_ bytes: ArraySlice<UInt8>, from start: Int) -> (text: String, end: Int)? {
        guard start < bytes.endIndex else { return nil }
        let isHex = bytes[start] | 0x20 == UInt8(ascii: "x")
        var at = isHex ? start + 1 : start
        let first = at
        var value: UInt32 = 0
        while at < bytes.endIndex, let digit = Hex.value(of: bytes[at]), isHex || digit < 10 {
            value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x110000)
            at += 1
        }
        guard at > first else { return nil }
        if at < bytes.endIndex, bytes[at] == UInt8(ascii: ";") { at += 1 }
        guard value != 0, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", at) }
        return (String(scalar), at)
    }
}
