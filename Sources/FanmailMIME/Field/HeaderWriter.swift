import FanmailBasics

/// Writes header fields: folded at 78 octets where a space allows it (RFC 5322, 2.2.3), ASCII throughout.
public struct HeaderWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    /// In octets, without the line end (RFC 5322, 2.1.1).
    private static let preferredLine = 78
    /// Of a value, in octets. It goes out on as many lines as it takes (RFC 5322, 2.2.3), encoded it is some three times as
    /// long, and servers take headers of 32 KiB (Sendmail) to 100 KiB (Postfix) in all.
    private static let longest = 16 << 10
    private static let longReason = "its value has more than 16,384 octets, longer than servers take; shorten it"

    public init() {}

    /// An unstructured field, such as Subject; text beyond ASCII becomes encoded words (RFC 2047).
    ///
    /// - Throws: the field's name, when the value holds a control character, or is too long.
    public mutating func append(_ name: String, text: String) throws(HeaderValueFailure) {
        try Self.check(name, text)
        guard text.utf8.count <= Self.longest else { throw HeaderValueFailure(field: name, reason: Self.longReason) }
        // What no space divides, or spaces alone, cannot be folded; encoded words can.
        let isFoldable = text.utf8.split(separator: 0x20).allSatisfy { $0.count <= 70 } && text.isTrimmed
        let value = EncodedWord.encode(text, column: name.utf8.count + 2, always: !isFoldable)
        appendFolded(name, value)
    }

    /// A field that others read by rules of their own, such as References or a provider's: what is ASCII stays as it is,
    /// folded at its blanks, unless a word is too long for a line (RFC 5322, 2.1.1).
    ///
    /// - Throws: as `append(_:text:)`.
    public mutating func append(_ name: String, verbatim text: String) throws(HeaderValueFailure) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), text.isTrimmed, text.utf8.count <= Self.longest,
            text.utf8.split(separator: 0x20).allSatisfy({ $0.count <= 900 })
        else {
            try append(name, text: text)
            return
        }
        appendFolded(name, text)
    }

    /// A field with one address.
    public mutating func append(_ name: String, displayName: String?, address: String) throws(HeaderValueFailure) {
        try Self.check(name, address)
        guard let displayName, !displayName.isEmpty else {
            appendFolded(name, address)
            return
        }
        try Self.check(name, displayName, limit: 500)
        appendFolded(name, "\(EncodedWord.phrase(displayName, column: name.utf8.count + 2)) <\(address)>")
    }

    /// A field with addresses, such as To (RFC 5322, 3.4); folded between them where that is needed.
    ///
    /// - Throws: when a name holds a control character, or is too long.
    public mutating func append(
        _ name: String, mailboxes: [(displayName: String?, address: String)]
    ) throws(HeaderValueFailure) {
        var field = FoldedField(name: name)
        for (index, mailbox) in mailboxes.enumerated() {
            try Self.check(name, mailbox.address)
            let comma = index < mailboxes.count - 1 ? "," : ""
            guard let displayName = mailbox.displayName, !displayName.isEmpty else {
                field.append((mailbox.address + comma).utf8, after: [0x20])
                continue
            }
            try Self.check(name, displayName, limit: 500)
            field.append(phrase: displayName, after: [0x20])
            field.append("<\(mailbox.address)>\(comma)".utf8, after: [0x20])
        }
        bytes += field.ended()
    }

    /// A field whose value has parameters, such as Content-Type; one that is long or not ASCII is written as in RFC 2231.
    public mutating func append(
        _ name: String, token: String, parameters: [(name: String, value: String)]
    ) throws(HeaderValueFailure) {
        try Self.check(name, token)
        var lines = "\(name): \(token)"
        var column = lines.utf8.count
        for parameter in parameters {
            try Self.check(name, parameter.value)
            for piece in Self.pieces(parameter.name, parameter.value) {
                lines += ";"
                if column + piece.utf8.count + 2 > Self.preferredLine {
                    lines += "\r\n"
                    column = 0
                }
                lines += " " + piece
                column += piece.utf8.count + 2
            }
        }
        bytes.append(contentsOf: (lines + "\r\n").utf8)
    }

    private static func check(_ field: String, _ value: String) throws(HeaderValueFailure) {
        for byte in value.utf8 {
            switch byte {
            case 0x0A, 0x0D:
                throw HeaderValueFailure(field: field, reason: "its value holds a line break, which could add fields")
            case 0x00..<0x20, 0x7F:
                throw HeaderValueFailure(field: field, reason: "its value holds a control character; remove it")
            default: break
            }
        }
    }

    private static func check(_ field: String, _ displayName: String, limit: Int) throws(HeaderValueFailure) {
        try check(field, displayName)
        guard displayName.utf8.count <= limit else {
            throw HeaderValueFailure(field: field, reason: "the name has more than \(limit) octets; shorten it")
        }
    }

    private mutating func appendFolded(_ name: String, _ value: String) {
        if name.utf8.count + 2 + value.utf8.count <= Self.preferredLine, !value.utf8.contains(0x0D) {
            bytes.append(contentsOf: name.utf8)
            bytes.append(contentsOf: ": ".utf8)
            bytes.append(contentsOf: value.utf8)
            bytes.append(contentsOf: "\r\n".utf8)
            return
        }
        var line = "\(name):"
        var column = line.utf8.count
        var isFirst = true
        // Runs of spaces stay where they are: a line is never made of white space alone.
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            let length = word.utf8.prefix { $0 != 0x0D }.count
            if !isFirst, !word.isEmpty, column + 1 + length > Self.preferredLine, line.utf8.last != 0x20 {
                line += "\r\n"
                column = 0
            }
            line += " " + word
            let lastLine = word.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).last?.count ?? 0
            column = word.utf8.contains(0x0A) ? lastLine : column + 1 + length
            isFirst = false
        }
        bytes.append(contentsOf: (line + "\r\n").utf8)
    }

    /// A parameter, in sections of whole characters where it is long (RFC 2231, 3).
    static func pieces(_ name: String, _ value: String) -> [String] {
        let isASCII = value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isASCII, name.utf8.count + value.utf8.count < 70 {
            if !value.isEmpty, value.utf8.allSatisfy(\.isAttributeCharacter) { return ["\(name)=\(value)"] }
            guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) else {
                return ["\(name)=\"\(value)\""]
            }
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return ["\(name)=\"\(escaped)\""]
        }
        var sections: [String] = []
        var current = "UTF-8''"
        for scalar in value.unicodeScalars {
            let next = UTF8.encode(scalar).map { $0.reduce(into: "") { $0 += Self.extended($1) } } ?? ""
            if current.utf8.count + next.utf8.count > 55 {
                sections.append(current)
                current = ""
            }
            current += next
        }
        if sections.isEmpty { return ["\(name)*=\(current)"] }
        sections.append(current)
        return sections.enumerated().map { "\(name)*\($0.offset)*=\($0.element)" }
    }

    private static func extended(_ byte: UInt8) -> String {
        if byte.isAttributeCharacter { return String(Unicode.Scalar(byte)) }
        return "%" + Hex.upper(byte)
    }
}

/// A value that no header field can carry.
public struct HeaderValueFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let field: String
    /// A clause for a person.
    public let reason: String

    public var description: String { "\(field): \(reason)" }

    public init(field: String, reason: String) {
        self.field = field
        self.reason = reason
    }
}

extension UInt8 {
    /// RFC 2231, 7.
    fileprivate var isAttributeCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$&+-.^_`{|}~".utf8.contains(self)
        }
    }
}

extension String {
    /// Neither begins nor ends with a space, nor has two in a row.
    fileprivate var isTrimmed: Bool {
        var before: UInt8 = 0x20
        for byte in utf8 {
            if byte == 0x20, before == 0x20 { return false }
            before = byte
        }
        return before != 0x20 || isEmpty
    }
}
