/// What was changed in the author's header, and what receivers may hold against what stayed.
package struct HeaderChanges: Sendable, Equatable {
    /// Names as they were written, each once, in order: of fields that do not go out.
    package private(set) var removed: [String] = []
    /// Of those whose place the list's own take.
    package private(set) var replaced: [String] = []
    /// Of those that were encoded, folded, or given quotes.
    package private(set) var encoded: [String] = []
    /// What a reader of the plan should know.
    package private(set) var warnings: [Warning] = []

    package struct Warning: Sendable, Equatable {
        /// Of the message, from 1.
        package let line: Int
        /// A sentence with its remedy, not escaped.
        package let text: String
    }

    mutating func remove(_ name: String) { Self.add(name, to: &removed) }
    mutating func replace(_ name: String) { Self.add(name, to: &replaced) }
    mutating func encode(_ name: String) { Self.add(name, to: &encoded) }
    mutating func warn(line: Int, _ text: String) { warnings.append(Warning(line: line, text: text)) }

    private static func add(_ name: String, to names: inout [String]) {
        if !names.contains(where: { $0.lowercased() == name.lowercased() }) { names.append(name) }
    }
}
