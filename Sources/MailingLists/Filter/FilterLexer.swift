/// Cuts a filter into its tokens.
struct FilterLexer {
    enum Token: Equatable {
        /// A name, a keyword, or a day: `attributes.city`, `and`, `2026-01-01`.
        case word(String)
        /// A name with parts in quotes: `attributes."Member Rating"`.
        case path([String])
        case number(String)
        case text(String)
        case symbol(String)
        case end

        var shown: String {
            switch self {
            case .word(let text), .number(let text), .symbol(let text): "`\(text)`"
            case .path(let names): "`\(names.joined(separator: "."))`"
            case .text: "a text"
            case .end: "the end"
            }
        }
    }

    static let sizeLimit = 10_000

    private(set) var tokens: [(token: Token, column: Int)] = []

    init(_ text: String) throws(FilterSyntaxError) {
        guard text.utf8.count <= Self.sizeLimit else {
            throw FilterSyntaxError(column: 1, reason: "the filter is longer than \(Self.sizeLimit) octets")
        }
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            let start = index
            let character = characters[index]
            index += 1
            if character.isWhitespace { continue }
            if character == "\"" || character == "'" {
                tokens.append((.text(try Self.quoted(characters, &index, character)), start + 1))
            } else if Self.isWord(character) {
                while index < characters.count, Self.isWord(characters[index]) { index += 1 }
                if index < characters.count, characters[index - 1] == ".", "\"'".contains(characters[index]) {
                    tokens.append((.path(try Self.path(characters, start, &index)), start + 1))
                    continue
                }
                let word = String(characters[start..<index])
                let isNumber =
                    Double(word) != nil && word.utf8.allSatisfy { (0x2B...0x39).contains($0) || $0 | 0x20 == 0x65 }
                tokens.append((isNumber ? .number(word) : .word(word), start + 1))
            } else {
                var symbol = String(character)
                if index < characters.count,
                    ["<=", ">=", "!=", "<>", "=="].contains(symbol + String(characters[index]))
                {
                    symbol.append(characters[index])
                    index += 1
                }
                guard "()=<>~,!".contains(character), symbol != "!" else {
                    throw FilterSyntaxError(
                        column: start + 1, reason: "`\(character)` has no meaning here; put texts in quotes")
                }
                symbol = symbol == "<>" ? "!=" : symbol == "==" ? "=" : symbol
                tokens.append((.symbol(symbol), start + 1))
            }
        }
        tokens.append((.end, characters.count + 1))
    }

    /// Letters, digits, and what days, moments and dotted names are made of.
    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "._-+:".contains(character)
    }

    /// The parts of a name of which one, behind a full stop at `index`, is in quotes.
    private static func path(
        _ characters: [Character], _ start: Int, _ index: inout Int
    ) throws(FilterSyntaxError) -> [String] {
        var names = characters[start..<(index - 1)].split(separator: ".", omittingEmptySubsequences: false)
            .map { String($0) }
        while true {
            let quote = characters[index]
            if quote == "\"" || quote == "'" {
                index += 1
                names.append(try quoted(characters, &index, quote))
            } else {
                let word = characters[index...].prefix { isWord($0) && $0 != "." }
                names.append(String(word))
                index = word.endIndex
            }
            guard index + 1 < characters.count, characters[index] == "." else { return names }
            index += 1
        }
    }

    /// A backslash takes the next character as it is.
    private static func quoted(
        _ characters: [Character], _ index: inout Int, _ quote: Character
    ) throws(FilterSyntaxError) -> String {
        let start = index
        var text = ""
        while index < characters.count {
            let character = characters[index]
            index += 1
            if character == quote { return text }
            if character == "\\", index < characters.count {
                text.append(characters[index])
                index += 1
            } else {
                text.append(character)
            }
        }
        throw FilterSyntaxError(column: start, reason: "a text begins here and never ends; add the closing quote")
    }
}
