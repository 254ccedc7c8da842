import FanmailBasics

/// A value of a subscriber's attributes: JSON, typed.
package indirect enum Attribute: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Attribute])
    case object([String: Attribute])

    /// Canonical JSON: members in order of their names, no white space, every control character escaped.
    package var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += "\(value)"
        case .text(let value): Self.write(value, to: &text)
        case .list(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, name) in members.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }).enumerated() {
                if index > 0 { text += "," }
                Self.write(name, to: &text)
                text += ":"
                members[name]?.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                text += "\\u" + Hex.padded(scalar.value, width: 4)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// The same with line ends as LF, and any other control character but tabs as a space, and names composed.
    package var mended: Attribute {
        switch self {
        case .text(let text): .text(Self.mended(text))
        case .list(let values): .list(values.map(\.mended))
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (Self.mended($0.key).composed, $0.value.mended) }, uniquingKeysWith: { one, _ in one }
                ))
        case .null, .boolean, .integer, .number: self
        }
    }

    private static func mended(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": result += "\n"
            case "\t": result += "\t"
            case _ where scalar.properties.generalCategory == .control: result += " "
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    /// As one cell or one line of text: text as it is, everything else as JSON.
    package var plain: String {
        if case .text(let text) = self { return text }
        return json
    }
}
