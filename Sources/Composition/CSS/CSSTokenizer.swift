import FanmailBasics

/// Cuts a style sheet into tokens (CSS Syntax Level 3, section 4.3), in one pass; comments are between them.
struct CSSTokenizer {
    private let bytes: [UInt8]
    private let end: Int
    private var at: Int

    /// - Parameter range: nil takes all.
    static func tokens(_ bytes: [UInt8], in range: Range<Int>? = nil) -> [CSSToken] {
        var tokenizer = CSSTokenizer(bytes, range ?? 0..<bytes.count)
        var tokens: [CSSToken] = []
        while let token = tokenizer.next() { tokens.append(token) }
        return tokens
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        at = range.lowerBound
        end = range.upperBound
    }

    private func peek(_ offset: Int = 0) -> UInt8? { at + offset < end ? bytes[at + offset] : nil }

    private func starts(with text: StaticString) -> Bool {
        at + text.utf8CodeUnitCount <= end
            && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[at + $0] == text.utf8Start[$0] }
    }

    private mutating func next() -> CSSToken? {
        while starts(with: "/*") {
            at = bytes[(at + 2)..<end].firstRange(of: [0x2A, 0x2F] as [UInt8])?.upperBound ?? end
        }
        guard let byte = peek() else { return nil }
        let start = at
        func made(_ kind: CSSToken.Kind, _ text: String = "") -> CSSToken {
            CSSToken(kind: kind, range: start..<at, text: text)
        }
        if byte.isMarkupSpace {
            while peek()?.isMarkupSpace == true { at += 1 }
            return made(.whitespace)
        }
        if starts(with: "{{"), let close = placeholderEnd {
            at = close
            return made(.placeholder)
        }
        if starts(with: "<!--") {
            at += 4
            return made(.comment)
        }
        if starts(with: "-->") {
            at += 3
            return made(.comment)
        }
        switch byte {
        case 0x22, 0x27: return string(byte)
        case UInt8(ascii: "#") where isName(1) || isEscape(1):
            at += 1
            let isID = isIdentifier
            return made(.hash(isID: isID), name()).with(end: at)
        case UInt8(ascii: "@"):
            at += 1
            guard isIdentifier else { return made(.delimiter(byte)) }
            return made(.atKeyword, name()).with(end: at)
        case _ where isNumber: return number(start)
        case _ where isIdentifier: return word(start)
        default:
            at += 1
            switch byte {
            case UInt8(ascii: ":"): return made(.colon)
            case UInt8(ascii: ";"): return made(.semicolon)
            case UInt8(ascii: ","): return made(.comma)
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return made(.open(byte))
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return made(.close(byte))
            default: return made(.delimiter(byte))
            }
        }
    }

    // MARK: - Names

    private func isName(_ offset: Int) -> Bool {
        guard let byte = peek(offset) else { return false }
        return byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private func isNameStart(_ offset: Int) -> Bool {
        guard let byte = peek(offset) else { return false }
        return byte.isASCIILetter || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private func isEscape(_ offset: Int) -> Bool {
        guard peek(offset) == UInt8(ascii: "\\"), let next = peek(offset + 1) else { return false }
        return next != 0x0A && next != 0x0D && next != 0x0C
    }

    private var isIdentifier: Bool {
        guard peek() == UInt8(ascii: "-") else { return isNameStart(0) || isEscape(0) }
        return isNameStart(1) || peek(1) == UInt8(ascii: "-") || isEscape(1)
    }

    private mutating func name() -> String {
        var result: [UInt8] = []
        while true {
            if isName(0) {
                result.append(bytes[at])
                at += 1
            } else if isEscape(0) {
                at += 1
                result += escape()
            } else {
                return String(decoding: result, as: UTF8.self)
            }
        }
    }

    /// Behind the backslash (4.3.7).
    private mutating func escape() -> [UInt8] {
        var (value, digits): (UInt32, Int) = (0, 0)
        while digits < 6, let digit = peek().flatMap(Hex.value) {
            value = value * 16 + UInt32(digit)
            digits += 1
            at += 1
        }
        guard digits > 0 else {
            // One scalar.
            var length = 1
            while at + length < end, bytes[at + length] & 0xC0 == 0x80 { length += 1 }
            at = min(at + length, end)
            return Array(bytes[(at - length)..<at])
        }
        if peek() == 0x0D, peek(1) == 0x0A { at += 1 }
        if peek()?.isMarkupSpace == true { at += 1 }
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        return Array(String(scalar ?? "\u{FFFD}").utf8)
    }

    private mutating func word(_ start: Int) -> CSSToken {
        let text = name()
        guard peek() == UInt8(ascii: "(") else { return CSSToken(kind: .ident, range: start..<at, text: text) }
        at += 1
        guard text.lowercased() == "url" else { return CSSToken(kind: .function, range: start..<at, text: text) }
        var index = at
        while index < end, bytes[index].isMarkupSpace { index += 1 }
        if index < end, bytes[index] == 0x22 || bytes[index] == 0x27 {
            return CSSToken(kind: .function, range: start..<at, text: text)
        }
        at = index
        return address(start)
    }

    /// `url(…)` without quotation marks (4.3.6).
    private mutating func address(_ start: Int) -> CSSToken {
        var text: [UInt8] = []
        var isBad = false
        while let byte = peek() {
            if byte == UInt8(ascii: ")") {
                at += 1
                break
            }
            if starts(with: "{{"), let close = placeholderEnd {
                text += bytes[at..<close]
                at = close
            } else if byte.isMarkupSpace {
                while peek()?.isMarkupSpace == true { at += 1 }
                if let next = peek(), next != UInt8(ascii: ")") { isBad = true }
            } else if isEscape(0) {
                at += 1
                text += escape()
            } else {
                if byte == 0x22 || byte == 0x27 || byte == UInt8(ascii: "(") || byte < 0x20 { isBad = true }
                text.append(byte)
                at += 1
            }
        }
        return CSSToken(kind: isBad ? .badURL : .url, range: start..<at, text: String(decoding: text, as: UTF8.self))
    }

    private mutating func string(_ quote: UInt8) -> CSSToken {
        let start = at
        var text: [UInt8] = []
        at += 1
        while let byte = peek() {
            if byte == quote {
                at += 1
                break
            }
            if byte == 0x0A || byte == 0x0D || byte == 0x0C {
                return CSSToken(kind: .badString, range: start..<at)
            }
            if byte == UInt8(ascii: "\\") {
                at += 1
                guard let next = peek() else { break }
                if next == 0x0A || next == 0x0D || next == 0x0C {
                    at += next == 0x0D && peek(1) == 0x0A ? 2 : 1
                } else {
                    text += escape()
                }
                continue
            }
            text.append(byte)
            at += 1
        }
        return CSSToken(kind: .string, range: start..<at, text: String(decoding: text, as: UTF8.self))
    }

    // MARK: - Numbers, with their units (4.3.3)

    private var isNumber: Bool {
        let offset = peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") ? 1 : 0
        if isDigit(offset) { return true }
        return peek(offset) == UInt8(ascii: ".") && isDigit(offset + 1)
    }

    private func isDigit(_ offset: Int) -> Bool { peek(offset).map { (0x30...0x39).contains($0) } ?? false }

    private mutating func number(_ start: Int) -> CSSToken {
        if !isDigit(0), peek() != UInt8(ascii: ".") { at += 1 }
        while isDigit(0) { at += 1 }
        if peek() == UInt8(ascii: "."), isDigit(1) {
            at += 1
            while isDigit(0) { at += 1 }
        }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
            if isDigit(1 + sign) {
                at += 1 + sign
                while isDigit(0) { at += 1 }
            }
        }
        if peek() == UInt8(ascii: "%") {
            at += 1
        } else if isIdentifier {
            _ = name()
        }
        return CSSToken(kind: .number, range: start..<at)
    }

    // MARK: - Placeholders

    private static let longestPlaceholder = 256

    /// Behind the placeholder that begins here. Two brackets open no block in CSS.
    private var placeholderEnd: Int? {
        bytes[at..<end].prefix(Self.longestPlaceholder).firstRange(of: [0x7D, 0x7D] as [UInt8])?.upperBound
    }
}

extension CSSToken {
    fileprivate func with(end: Int) -> CSSToken { CSSToken(kind: kind, range: range.lowerBound..<end, text: text) }
}
