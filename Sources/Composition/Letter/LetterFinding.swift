/// Something in a letter that readers, their mail programs or large receivers would stumble over.
package struct LetterFinding: Sendable, Equatable {
    package enum Weight: String, Sendable {
        /// It should not be sent like this.
        case error
        /// It is worth a look.
        case warning
    }

    package let weight: Weight
    /// Which of the checks: `alt-text`, `size`.
    package let check: String
    package let file: String
    /// From 1.
    package let line: Int
    /// What is wrong.
    package let problem: String
    /// What to do.
    package let remedy: String

    package init(weight: Weight, check: String, file: String, line: Int, problem: String, remedy: String) {
        (self.weight, self.check, self.file, self.line) = (weight, check, file, line)
        (self.problem, self.remedy) = (problem, remedy)
    }
}
