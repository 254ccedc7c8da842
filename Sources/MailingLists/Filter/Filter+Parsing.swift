import FanmailBasics

extension Filter {
    /// Reads a filter: comparisons joined by `and`, `or`, `not` and parentheses; `and` binds closer than `or`.
    package init(parsing text: String) throws(FilterSyntaxError) {
        var parser = FilterParser(tokens: try FilterLexer(text).tokens)
        self = try parser.filter()
    }
}

private struct FilterParser {
    private static let depthLimit = 50
    private static let termLimit = 500
    private static let fields: [String: Filter.Field] = [
        "address": .address, "email": .address, "domain": .domain, "name": .name, "language": .language, "tag": .tag,
        "tags": .tag, "source": .source, "subscribed": .subscribed, "joined": .subscribed,
        "first_name": .attribute([SubscriberText.firstName]), "last_name": .attribute([SubscriberText.lastName]),
    ]

    let tokens: [(token: FilterLexer.Token, column: Int)]
    var index = 0
    var depth = 0
    var terms = 0

    private var token: FilterLexer.Token { tokens[index].token }

    private func failure(_ reason: String) -> FilterSyntaxError {
        FilterSyntaxError(column: tokens[index].column, reason: reason)
    }

    private mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    private mutating func take(_ keyword: String) -> Bool {
        guard case .word(let word) = token, word.lowercased() == keyword else { return false }
        advance()
        return true
    }

    private mutating func take(symbol: String) -> Bool {
        guard token == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func filter() throws(FilterSyntaxError) -> Filter {
        let filter = try anyOf()
        guard token == .end else { throw failure("\(token.shown) cannot follow here; join conditions with and, or") }
        return filter
    }

    private mutating func anyOf() throws(FilterSyntaxError) -> Filter {
        var parts = [try allOf()]
        while take("or") { parts.append(try allOf()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func allOf() throws(FilterSyntaxError) -> Filter {
        var parts = [try condition()]
        while take("and") { parts.append(try condition()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func condition() throws(FilterSyntaxError) -> Filter {
        depth += 1
        terms += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw failure("the filter is nested deeper than \(Self.depthLimit)") }
        guard terms <= Self.termLimit else { throw failure("the filter has more than \(Self.termLimit) conditions") }
        if take("not") { return .not(try condition()) }
        if take(symbol: "(") {
            let inner = try anyOf()
            guard take(symbol: ")") else { throw failure("a closing parenthesis is missing before \(token.shown)") }
            return inner
        }
        return try comparison()
    }

    private mutating func comparison() throws(FilterSyntaxError) -> Filter {
        let field = try field()
        if take("exists") { return .exists(field) }
        if take("in") { return .among(field, try values(of: field)) }
        guard case .symbol(let symbol) = token, let comparison = Filter.Comparison(rawValue: symbol) else {
            throw failure("a comparison is missing before \(token.shown); write =, !=, <, <=, >, >=, ~, in or exists")
        }
        let column = index
        advance()
        let value = try value(of: field)
        if case .text = value { return .compare(field, comparison, value) }
        guard comparison != .contains else {
            index = column
            throw failure("~ looks for a text in a text; put it in quotes")
        }
        return .compare(field, comparison, value)
    }

    private mutating func field() throws(FilterSyntaxError) -> Filter.Field {
        if case .path(let path) = token { return try attribute(path) }
        guard case .word(let word) = token else {
            throw failure("the name of a field is missing before \(token.shown)")
        }
        if let field = Self.fields[word.lowercased()] {
            advance()
            return field
        }
        let path = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.count > 1, ["attributes", "attribute"].contains(path[0].lowercased()) else {
            let names = Self.fields.keys.sorted()
            let hint = NearestKey.nearest(to: word, among: names).map { "did you mean `\($0)`?" }
            throw failure(
                "there is no field `\(word)`; "
                    + (hint ?? "there are address, domain, name, language, tag, source, subscribed and attributes.NAME")
            )
        }
        var names: [String] = []
        for name in path.dropFirst() {
            do throws(SettingSyntaxError) { names.append(try SubscriberText.attributeName(name)) } catch {
                throw failure(error.reason)
            }
        }
        advance()
        return .attribute(names)
    }

    /// A path with names in quotes, as they are spelled where they come from: `attributes."Member Rating"`.
    private mutating func attribute(_ path: [String]) throws(FilterSyntaxError) -> Filter.Field {
        guard path.count > 1, ["attributes", "attribute"].contains(path[0].lowercased()) else {
            throw failure("quotes are for names of attributes: attributes.\"Member Rating\"")
        }
        for name in path.dropFirst() {
            let isName = !name.isEmpty && !name.contains("\"") && !name.contains("\\")
            guard isName, name.utf8.count <= Attribute.sizeLimit else {
                throw failure("the name of an attribute is missing, or has quotation marks or backslashes in it")
            }
        }
        advance()
        return .attribute(path.dropFirst().map(\.composed))
    }

    private mutating func values(of field: Filter.Field) throws(FilterSyntaxError) -> [Filter.Value] {
        guard take(symbol: "(") else { throw failure("a list in parentheses is missing before \(token.shown)") }
        var values: [Filter.Value] = []
        repeat {
            values.append(try value(of: field))
            terms += 1
            guard terms <= Self.termLimit else { throw failure("the filter has more than \(Self.termLimit) values") }
        } while take(symbol: ",")
        guard take(symbol: ")") else { throw failure("a closing parenthesis is missing before \(token.shown)") }
        return values
    }

    private mutating func value(of field: Filter.Field) throws(FilterSyntaxError) -> Filter.Value {
        let value: Filter.Value
        switch token {
        case .text(let text): value = field == .subscribed ? try moment(text) : .text(text)
        case .number(let text):
            if let whole = Int64(text) { value = .integer(whole) } else { value = .number(Double(text) ?? 0) }
        case .word(let word):
            switch word.lowercased() {
            case "true": value = .boolean(true)
            case "false": value = .boolean(false)
            default: value = try moment(word)
            }
        case .symbol, .path, .end: throw failure("a value is missing before \(token.shown)")
        }
        if case .text = value {
        } else if field.isText {
            throw failure("\(token.shown) is no text; put it in quotes")
        }
        if field == .subscribed {
            guard case .moment = value else { throw failure("\(token.shown) is no day; write one such as 2026-01-31") }
        }
        advance()
        return value
    }

    private func moment(_ text: String) throws(FilterSyntaxError) -> Filter.Value {
        guard let moment = ExpiryText.moment(text) else {
            throw failure(
                "`\(text)` is neither a number, a day such as 2026-01-31 nor true or false; put texts in quotes")
        }
        return .moment(moment, isDay: text.utf8.count == 10)
    }
}
