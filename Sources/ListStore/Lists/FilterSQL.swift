import FanmailBasics
import GRDB
import MailingLists
import SMTPCore

/// A filter as a condition in SQL. Every value is bound, by name, so that it goes with any other statement.
struct FilterSQL: Sendable {
    private(set) var condition = ""
    private(set) var values: [DatabaseValue] = []
    /// The aliases of `subscriber` and `subscription` in the statement.
    private let person: String
    private let subscription: String

    init(_ filter: Filter, person: String, subscription: String) {
        self.person = person
        self.subscription = subscription
        condition = sql(filter)
    }

    /// For the statement's arguments.
    var arguments: StatementArguments {
        let named: [String: (any DatabaseValueConvertible)?] = Dictionary(
            uniqueKeysWithValues: values.enumerated().map { ("filter\($0.offset)", $0.element) })
        return StatementArguments(named)
    }

    private mutating func bind(_ value: some DatabaseValueConvertible) -> String {
        values.append(value.databaseValue)
        return ":filter\(values.count - 1)"
    }

    /// True or false, never NULL, so that `not` is its opposite.
    private mutating func sql(_ filter: Filter) -> String {
        switch filter {
        case .all(let parts): return joined(parts, "AND")
        case .any(let parts): return joined(parts, "OR")
        case .not(let part): return "NOT \(sql(part))"
        case .exists(let field): return exists(field)
        case .compare(.tag, let comparison, let value): return tag(comparison, value)
        case .compare(let field, .unequal, let value): return "NOT \(compare(field, .equal, value))"
        case .compare(let field, let comparison, let value): return compare(field, comparison, value)
        case .among(let field, let values):
            var parts: [String] = []
            for value in values { parts.append(sql(.compare(field, .equal, value))) }
            return "(\(parts.joined(separator: " OR ")))"
        }
    }

    private mutating func joined(_ parts: [Filter], _ word: String) -> String {
        var texts: [String] = []
        for part in parts { texts.append(sql(part)) }
        return "(\(texts.joined(separator: " \(word) ")))"
    }

    private mutating func exists(_ field: Filter.Field) -> String {
        switch field {
        case .tag: "(\(person).tags IS NOT NULL)"
        case .attribute: "(coalesce(json_type(\(person).attributes, \(bind(path(field)))), 'null') <> 'null')"
        default: "(\(column(field)) IS NOT NULL)"
        }
    }

    private mutating func tag(_ comparison: Filter.Comparison, _ value: Filter.Value) -> String {
        let text = bind(Self.text(value))
        let test =
            comparison == .contains
            ? "instr(lower(t.value), lower(\(text))) > 0"
            : "t.value \(comparison == .unequal ? "=" : comparison.rawValue) \(text)"
        return
            "\(comparison == .unequal ? "NOT " : "")(\(person).tags IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(\(person).tags) t WHERE \(test)))"
    }

    private func column(_ field: Filter.Field) -> String {
        switch field {
        case .address: "\(person).address_key"
        case .domain: "\(person).domain"
        case .name: "\(person).name"
        case .language: "\(person).language"
        case .source: "\(subscription).source"
        case .subscribed: "\(subscription).joined_at"
        case .tag: "\(person).tags"
        case .attribute: "\(person).attributes"
        }
    }

    private func path(_ field: Filter.Field) -> String {
        guard case .attribute(let names) = field else { return "$" }
        return "$" + names.map { ".\"\($0)\"" }.joined()
    }

    private mutating func compare(
        _ field: Filter.Field, _ comparison: Filter.Comparison, _ value: Filter.Value
    ) -> String {
        if field == .subscribed, case .moment(let moment, let isDay) = value {
            return moments(comparison, moment, isDay: isDay)
        }
        guard case .attribute = field else {
            return text(column(field), comparison, Self.normalised(field, Self.text(value)))
        }
        let extracted = "json_extract(\(person).attributes, \(bind(path(field))))"
        switch value {
        case .text(let string): return text(extracted, comparison, string, isTyped: comparison == .equal)
        case .boolean(let truth):
            return "(coalesce(json_type(\(person).attributes, \(bind(path(field)))), '') = '\(truth)')"
        case .integer(let number): return numbers(extracted, comparison, bind(number))
        case .number(let number): return numbers(extracted, comparison, bind(number))
        // ISO 8601 sorts as text.
        case .moment(let moment, let isDay):
            return text(extracted, comparison, isDay ? String(moment.rfc3339.prefix(10)) : moment.rfc3339)
        }
    }

    private func numbers(_ column: String, _ comparison: Filter.Comparison, _ value: String) -> String {
        comparison == .equal
            ? "coalesce(\(column) = \(value), 0)"
            : "(typeof(\(column)) IN ('integer', 'real') AND \(column) \(comparison.rawValue) \(value))"
    }

    private mutating func text(
        _ column: String, _ comparison: Filter.Comparison, _ value: String, isTyped: Bool = false
    ) -> String {
        let text = bind(value)
        if comparison == .contains { return "coalesce(instr(lower(\(column)), lower(\(text))) > 0, 0)" }
        let test = "coalesce(\(column) \(comparison.rawValue) \(text), 0)"
        // Of two types SQLite says that a number comes before any text.
        return isTyped || comparison == .equal ? test : "(typeof(\(column)) = 'text' AND \(test))"
    }

    private mutating func moments(_ comparison: Filter.Comparison, _ moment: Timestamp, isDay: Bool) -> String {
        let column = "\(subscription).joined_at"
        let start = bind(moment.milliseconds)
        let end = bind(moment.milliseconds + (isDay ? 86_400_000 : 1))
        switch comparison {
        case .less: return "(\(column) < \(start))"
        case .greaterOrEqual: return "(\(column) >= \(start))"
        case .lessOrEqual: return "(\(column) < \(end))"
        case .greater: return "(\(column) >= \(end))"
        case .equal, .unequal, .contains: return "(\(column) >= \(start) AND \(column) < \(end))"
        }
    }

    private static func text(_ value: Filter.Value) -> String {
        if case .text(let text) = value { return text }
        return ""
    }

    /// As the column has it.
    private static func normalised(_ field: Filter.Field, _ text: String) -> String {
        switch field {
        case .address: (try? Mailbox(parsing: text).key) ?? text.lowercased()
        case .domain: (try? Mailbox(parsing: "x@\(text)").domain) ?? text.lowercased()
        default: text
        }
    }
}
