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
        case .attribute: "(coalesce(\(attribute(field) { "json_type(\($0), \($1))" }), 'null') <> 'null')"
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

    /// What is read of an attribute: of the one with this very name, or else of the one that an import calls so.
    ///
    /// - Parameter read: an expression of the column and the path, which is NULL where there is nothing.
    private mutating func attribute(_ field: Filter.Field, _ read: (String, String) -> String) -> String {
        guard case .attribute(let names) = field else { return "NULL" }
        let column = "\(person).attributes"
        let spelled = read(column, bind(Self.path(names)))
        let imported = SubscriberText.attributeName(ofHeading: names[0])
        guard imported != names[0], !imported.isEmpty else { return spelled }
        return "coalesce(\(spelled), \(read(column, bind(Self.path([imported] + names.dropFirst())))))"
    }

    private static func path(_ names: [String]) -> String { "$" + names.map { ".\"\($0)\"" }.joined() }

    private mutating func compare(
        _ field: Filter.Field, _ comparison: Filter.Comparison, _ value: Filter.Value
    ) -> String {
        if field == .subscribed, case .moment(let moment, let isDay) = value {
            return moments("\(subscription).joined_at", comparison, moment, isDay: isDay)
        }
        guard case .attribute = field else {
            return text(column(field), comparison, Self.normalised(field, Self.text(value)))
        }
        switch value {
        case .text(let string):
            let extracted = attribute(field) { "json_extract(\($0), \($1))" }
            return text(extracted, comparison, string, isTyped: comparison == .equal)
        case .boolean(let truth):
            return "(coalesce(\(attribute(field) { "json_type(\($0), \($1))" }), '') = '\(truth)')"
        case .integer(let number): return numbers(field, comparison, bind(number))
        case .number(let number): return numbers(field, comparison, bind(number))
        case .moment(let moment, let isDay):
            let column = "attribute_moment(\(attribute(field) { "\($0) -> \($1)" }))"
            return "coalesce(\(moments(column, comparison, moment, isDay: isDay)), 0)"
        }
    }

    /// What is no number, and is not written as one, is neither less nor more than any.
    private mutating func numbers(_ field: Filter.Field, _ comparison: Filter.Comparison, _ value: String) -> String {
        let column = attribute(field) { "\($0) -> \($1)" }
        return "coalesce(attribute_number(\(column)) \(comparison.rawValue) \(value), 0)"
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

    private mutating func moments(
        _ column: String, _ comparison: Filter.Comparison, _ moment: Timestamp, isDay: Bool
    ) -> String {
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
