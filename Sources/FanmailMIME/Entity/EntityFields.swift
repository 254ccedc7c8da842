import FanmailBasics

/// What an entity's header says about its body (RFC 2045, 5 and 6).
package struct EntityFields {
    /// In lower case.
    package private(set) var type = "text"
    package private(set) var subtype = "plain"
    package private(set) var boundary: [UInt8]?
    /// Of a multipart/report, in lower case (RFC 6522).
    package private(set) var reportType: String?
    /// In lower case; nil when the header does not say.
    package private(set) var charset: String?
    /// In lower case; nil when the header does not say.
    package private(set) var encoding: String?
    /// The whole field that says it.
    package private(set) var encodingRange: Range<Int>?
    /// Why the fields cannot be followed.
    package private(set) var fault: String?

    /// The body stands as it is.
    package var isIdentity: Bool { encoding.map { ["7bit", "8bit", "binary"].contains($0) } ?? true }

    /// For a person.
    var shownEncoding: String { String((encoding ?? "").prefix(40)).escapedForTerminal }

    package init(_ header: HeaderSection, isDigestPart: Bool = false) {
        if isDigestPart { (type, subtype) = ("message", "rfc822") }
        let types = header.all("Content-Type")
        let encodings = header.all("Content-Transfer-Encoding")
        if types.count > 1 || encodings.count > 1 { fault = "a header says twice what its part is" }
        if let field = types.first { read(field.value) }
        if let field = encodings.first {
            encodingRange = field.range
            encoding = field.value.prefix { $0 != " " && $0 != "\t" && $0 != "(" && $0 != ";" }.lowercased()
        }
    }

    private mutating func read(_ value: String) {
        let bytes = Array(value.utf8)
        var at = 0
        let type = Self.token(bytes, &at)
        guard !type.isEmpty, at < bytes.count, bytes[at] == UInt8(ascii: "/") else {
            fault = "a Content-Type cannot be read"
            return
        }
        at += 1
        let subtype = Self.token(bytes, &at)
        guard !subtype.isEmpty else {
            fault = "a Content-Type cannot be read"
            return
        }
        self.type = type
        self.subtype = subtype
        while at < bytes.count {
            Self.skipBlanks(bytes, &at)
            guard at < bytes.count, bytes[at] == UInt8(ascii: ";") else { return }
            at += 1
            Self.skipBlanks(bytes, &at)
            let name = Self.token(bytes, &at)
            Self.skipBlanks(bytes, &at)
            guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { continue }
            at += 1
            Self.skipBlanks(bytes, &at)
            let value = Self.parameter(bytes, &at)
            if name == "boundary", boundary == nil, !value.isEmpty { boundary = value }
            if name == "report-type", reportType == nil {
                reportType = String(decoding: value, as: UTF8.self).lowercased()
            }
            if name == "charset", charset == nil { charset = String(decoding: value, as: UTF8.self).lowercased() }
        }
    }

    /// In lower case.
    private static func token(_ bytes: [UInt8], _ at: inout Int) -> String {
        let start = at
        let specials = Array("()<>@,;:\\\"/[]?=".utf8)
        while at < bytes.count, bytes[at] > 0x20, bytes[at] < 0x7F, !specials.contains(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
    }

    /// A quoted string, or whatever goes on to a blank or semicolon: many boundaries that need quotes have none.
    private static func parameter(_ bytes: [UInt8], _ at: inout Int) -> [UInt8] {
        var value: [UInt8] = []
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
            while at < bytes.count, bytes[at] != UInt8(ascii: ";"), bytes[at] != 0x20, bytes[at] != 0x09 {
                value.append(bytes[at])
                at += 1
            }
            return value
        }
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { at += 1 }
            value.append(bytes[at])
            at += 1
        }
        at += 1
        return value
    }

    /// White space and comments.
    private static func skipBlanks(_ bytes: [UInt8], _ at: inout Int) {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09: break
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")") where depth > 0: depth -= 1
            case UInt8(ascii: "\\") where depth > 0: at += 1
            case _ where depth > 0: break
            default: return
            }
            at += 1
        }
    }
}
