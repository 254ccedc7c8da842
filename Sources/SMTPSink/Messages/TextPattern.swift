/// What a text is compared with, without regard to case.
public enum TextPattern: Sendable, Equatable {
    /// The whole text, with `*` for any characters.
    case glob(String)
    /// Stands somewhere in it.
    case part(String)
    /// A regular expression, found somewhere in it.
    case expression(TextExpression)

    /// Why a text is no pattern: a clause for a person.
    public struct Failure: Error, Sendable, Equatable {
        public let reason: String
    }

    /// `/…/` is a regular expression; anything else is compared as a whole, with `*` for any characters.
    ///
    /// - Parameter isPart: what has no `*` need only stand somewhere in the text.
    public init(_ text: String, isPart: Bool = false) throws(Failure) {
        guard text.count > 1, text.hasPrefix("/"), text.hasSuffix("/") else {
            self = isPart && !text.contains("*") ? .part(text) : .glob(text)
            return
        }
        guard let expression = TextExpression(String(text.dropFirst().dropLast())) else {
            throw Failure(reason: "this is no regular expression")
        }
        self = .expression(expression)
    }

    /// Whether a text fits.
    public func matches(_ text: String) -> Bool {
        switch self {
        case .glob(let pattern): Fault.matches(text.lowercased().utf8, Array(pattern.lowercased().utf8))
        case .part(let part): part.isEmpty || text.lowercased().contains(part.lowercased())
        case .expression(let expression): expression.matches(text)
        }
    }
}
