package import FanmailBasics

/// Which subscribers are meant: `domain = "example.org" and attributes.city = "Paris" and subscribed < 2026-01-01`.
package indirect enum Filter: Hashable, Sendable {
    case all([Filter])
    case any([Filter])
    case not(Filter)
    case compare(Field, Comparison, Value)
    /// One of these.
    case among(Field, [Value])
    /// There is a value.
    case exists(Field)

    package enum Field: Hashable, Sendable {
        case address, domain, name, language, tag, source, subscribed
        /// Names of members, from the outside in.
        case attribute([String])

        package var isText: Bool {
            switch self {
            case .subscribed, .attribute: false
            default: true
            }
        }
    }

    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case unequal = "!="
        case equal = "="
        case less = "<"
        case greater = ">"
        /// Contains, upper and lower case being the same.
        case contains = "~"
    }

    package enum Value: Hashable, Sendable {
        case text(String)
        case number(Double)
        case integer(Int64)
        case boolean(Bool)
        /// A moment, or a whole day from then on.
        case moment(Timestamp, isDay: Bool)
    }
}

/// Where a filter is wrong.
package struct FilterSyntaxError: Error, Hashable, Sendable {
    /// From 1, in characters.
    package let column: Int
    package let reason: String

    package var description: String { "column \(column): \(reason)" }
}
