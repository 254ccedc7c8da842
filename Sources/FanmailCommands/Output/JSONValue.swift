import FanmailBasics

/// A JSON value, written without detours: a listing of a million rows is written row by row.
indirect enum JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    /// JSON as it stands.
    case raw(String)
    /// In this order.
    case object([(String, JSONValue)])

    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .int(value) }
    init(nilLiteral: ()) { self = .null }
    init(_ value: String?) { self = value.map { .string($0) } ?? .null }
    init(_ value: Int) { self = .int(Int64(value)) }
    init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
    init(_ value: Int64?) { self = value.map { .int($0) } ?? .null }
    init(_ values: [String]) { self = .array(values.map { .string($0) }) }
    init(_ value: Timestamp?) { self = value.map { .string($0.rfc3339) } ?? .null }

    var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.isFinite ? String((value * 1000).rounded() / 1000) : "null"
        case .raw(let json): text += json
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.0, to: &text)
                text += ":"
                member.1.write(to: &text)
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
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value):
                text += "\\u" + Hex.padded(scalar.value, width: 4)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// Writes a long list as one JSON array, or as one object a line, while it is being read.
struct JSONListing {
    let perLine: Bool
    private var isFirst = true

    init(perLine: Bool) { self.perLine = perLine }

    mutating func add(_ value: JSONValue) { Terminal.print(text(of: value), end: "") }

    /// What is to be written for the next value.
    mutating func text(of value: JSONValue) -> String {
        defer { isFirst = false }
        return perLine ? value.text + "\n" : (isFirst ? "[\n" : ",\n") + value.text
    }

    func finish() {
        if !perLine { Terminal.print(isFirst ? "[]" : "\n]") }
    }
}
