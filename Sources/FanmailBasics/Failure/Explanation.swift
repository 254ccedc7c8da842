/// What is wrong or to be minded, as values: where, what, and what helps. It is one line for a person.
public struct Explanation: Hashable, Sendable, CustomStringConvertible {
    /// Such as `lists/announce.toml:4`; nil where there is nothing to point at. Safe to show.
    public let place: String?
    /// A clause: what, and why. Safe to show.
    public let what: String
    public let remedy: Remedy?

    /// What others wrote is escaped.
    public init(_ what: String, at place: String? = nil, remedy: Remedy? = nil) {
        self.place = place?.escapedForTerminal
        self.what = what.escapedForTerminal
        self.remedy = remedy
    }

    /// The line, with a remedy that is worded for no program in particular.
    public var description: String { line(wording: \.description) }

    /// The line, with the remedy in the words of whoever shows it: `where: what; remedy`.
    public func line(wording: (Remedy) -> String) -> String {
        let head = place.map { "\($0): " } ?? ""
        return head + what + (remedy.map { "; " + wording($0) } ?? "")
    }
}

/// An error that can be read by a person and by a program.
public protocol ExplainedError: Error, Sendable, CustomStringConvertible {
    var explanation: Explanation { get }
    /// The same may come to more another time, with nothing changed: somebody holds a lock, a server is down.
    var isTransient: Bool { get }
}

extension ExplainedError {
    public var place: String? { explanation.place }
    public var what: String { explanation.what }
    public var remedy: Remedy? { explanation.remedy }
    public var isTransient: Bool { false }
    /// One line: where, what, and what helps.
    public var description: String { explanation.description }
    /// The same line.
    public var message: String { explanation.description }
}
