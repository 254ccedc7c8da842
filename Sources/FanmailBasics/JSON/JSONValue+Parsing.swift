/// Why a text is not JSON that can be used, and at which octet, from 0.
package struct JSONSyntaxError: Error, Equatable, Sendable {
    package let offset: Int
    package let reason: String
}

extension JSONValue {
    /// How deeply values may be nested, unless somebody says otherwise.
    package static let depthLimit = 8

    /// Reads one JSON value (RFC 8259) and nothing behind it. No name stands twice in an object, and no text holds NUL.
    package init(parsing octets: [UInt8], depthLimit: Int = Self.depthLimit) throws(JSONSyntaxError) {
        var parser = JSONParser(bytes: octets, depthLimit: depthLimit)
        self = try parser.document()
    }

    package init(parsing text: String, depthLimit: Int = Self.depthLimit) throws(JSONSyntaxError) {
        try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
    }
}

/// All loops over octets stand in here, since an import reads a record with each of them.
private struct JSONParser {
    let bytes: [UInt8]
    let depthLimit: Int
    var index = 0
    var depth = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw failure("something follows the value") }
        return value
    }

    private func failure(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(offset: index, reason: reason) }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard index < bytes.count else { throw failure("the value is missing") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw failure("this is no JSON value") }
        index += word.utf8.count
        return value
    }

    private mutating func enter() throws(JSONSyntaxError) {
        depth += 1
        index += 1
        guard depth <= depthLimit else { throw failure("values are nested deeper than \(depthLimit)") }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var members: [(String, JSONValue)] = []
        /// Of the names, once there are many: few are compared faster.
        var names: Set<String> = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw failure("a name in quotes is missing")
            }
            let name = try text()
            guard take(UInt8(ascii: ":")) else { throw failure("a colon is missing") }
            let first = index
            let value = try value()
            let isKnown: Bool
            if members.count < 16 {
                isKnown = members.contains { $0.0 == name }
            } else {
                if names.isEmpty { names = Set(members.map(\.0)) }
                isKnown = !names.insert(name).inserted
            }
            guard !isKnown else {
                index = first
                throw failure("the name \(SettingSyntaxError.quoted(name)) stands twice")
            }
            members.append((name, value))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure("a comma or } is missing") }
        return .object(members)
    }

    private mutating func list() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var values: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(values) }
        repeat { values.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure("a comma or ] is missing") }
        return .array(values)
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = index
        func digits(_ index: inout Int) -> Int {
            let first = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
            return index - first
        }
        var isWhole = true
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let lead = index
        let count = digits(&index)
        guard count > 0, count == 1 || bytes[lead] != UInt8(ascii: "0") else { throw failure("this is no JSON value") }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isWhole = false
            index += 1
            guard digits(&index) > 0 else { throw failure("a digit is missing") }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard digits(&index) > 0 else { throw failure("a digit is missing") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw failure("the number is too large") }
        return .number(value)
    }

    private mutating func text() throws(JSONSyntaxError) -> String {
        index += 1
        var result: [UInt8] = []
        /// What is not in the result yet.
        var start = index
        while true {
            guard index < bytes.count else { throw failure("a text has no closing quote") }
            let byte = bytes[index]
            guard byte >= 0x20 else { throw failure("a text holds a control character") }
            index += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                result += bytes[start..<(index - 1)]
                try escape(&result)
                start = index
            }
        }
        let rest = bytes[start..<(index - 1)]
        let text =
            result.isEmpty ? String(validating: rest, as: UTF8.self) : String(validating: result + rest, as: UTF8.self)
        guard let text else { throw failure("a text is not UTF-8") }
        return text
    }

    private mutating func escape(_ result: inout [UInt8]) throws(JSONSyntaxError) {
        guard index < bytes.count else { throw failure("a text has no closing quote") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var value = try hex()
            if (0xD800...0xDBFF).contains(value), bytes[index...].starts(with: [0x5C, 0x75]) {
                index += 2
                let low = try hex()
                guard (0xDC00...0xDFFF).contains(low) else { throw failure("half of a surrogate pair is missing") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure("half of a surrogate pair is missing") }
            guard scalar.value != 0 else { throw failure("a text holds a NUL character") }
            result += Array(String(scalar).utf8)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func hex() throws(JSONSyntaxError) -> UInt32 {
        guard index + 4 <= bytes.count, let high = Hex.octet(bytes[index], bytes[index + 1]),
            let low = Hex.octet(bytes[index + 2], bytes[index + 3])
        else { throw failure("\\u wants four hexadecimal digits") }
        index += 4
        return UInt32(high) << 8 | UInt32(low)
    }
}
