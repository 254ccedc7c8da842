/// A JSON value (RFC 8259): the one that is read, written and shown, whatever for.
///
/// An object keeps the order of its members. What is unordered and compared, a subscriber's attributes, is made of it and
/// into it; types that are their own document, such as a load report, are Foundation's to encode.
package enum JSONValue: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral
{
    case null
    case bool(Bool)
    case int(Int64)
    /// As it is.
    case number(Double)
    /// A measure, which is written with three decimals at most, or as null where it is not finite.
    case double(Double)
    case string(String)
    case array([JSONValue])
    /// JSON as it stands.
    case raw(String)
    /// In this order.
    case object([(String, JSONValue)])

    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(_ value: String?) { self = value.map { .string($0) } ?? .null }
    package init(_ value: Int) { self = .int(Int64(value)) }
    package init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
    package init(_ value: Int64?) { self = value.map { .int($0) } ?? .null }
    package init(_ values: [String]) { self = .array(values.map { .string($0) }) }
    package init(_ value: Timestamp?) { self = value.map { .string($0.rfc3339) } ?? .null }

    /// The member of an object that has this name; nil where there is none, or this is no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == name }?.1
    }

    /// The text, where this is one.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The texts of an array, and none of anything else.
    package var strings: [String] {
        if case .array(let values) = self { values.compactMap(\.string) } else { [] }
    }
}
