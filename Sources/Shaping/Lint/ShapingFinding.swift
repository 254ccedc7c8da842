package import FanmailBasics

/// What is wrong with an entry or a rule of a table.
package struct ShapingFinding: Hashable, Sendable, CustomStringConvertible {
    package let origin: ShapingOrigin
    /// A rule's name, or whose limits they are.
    package let subject: String
    /// What, and what to do.
    package let what: String

    /// On one line: where, whose, what.
    package var description: String { "\(origin): \(subject): \(what)" }
}
