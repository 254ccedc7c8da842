package import FanmailBasics

extension Attribute {
    package static let depthLimit = JSONValue.depthLimit
    package static let sizeLimit = 64 << 10

    /// Reads one JSON value (RFC 8259), at most ``depthLimit`` deep. No name stands twice in an object.
    package init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        self.init(try JSONValue(parsing: Array(bytes)))
    }

    package init(parsing text: some StringProtocol) throws(JSONSyntaxError) { try self.init(parsing: text.utf8) }

    private init(_ value: JSONValue) {
        switch value {
        // What is read is never raw.
        case .null, .raw: self = .null
        case .bool(let value): self = .boolean(value)
        case .int(let value): self = .integer(value)
        case .number(let value), .double(let value): self = .number(value)
        case .string(let value): self = .text(value)
        case .array(let values): self = .list(values.map { Attribute($0) })
        case .object(let list):
            var members: [String: Attribute] = [:]
            members.reserveCapacity(list.count)
            for (name, value) in list { members[name] = Attribute(value) }
            self = .object(members)
        }
    }

    /// Canonical JSON: members in order of their names, no white space, every control character escaped.
    package var json: String { value.text }

    private var value: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .int(value)
        case .number(let value): .number(value)
        case .text(let value): .string(value)
        case .list(let values): .array(values.map(\.value))
        case .object(let members):
            .object(
                members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value.value) })
        }
    }
}
