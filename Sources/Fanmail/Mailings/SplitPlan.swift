import Composition
import FanmailBasics
package import ListStore

/// How an audience would be divided among letters that are compared.
package struct SplitPlan: Sendable {
    package struct Letter: Sendable {
        /// A for the first.
        package let name: String
        package let file: String
        package let subject: String
        package let recipients: Int
    }

    package let letters: [Letter]
    /// Who waits for the letter that is picked.
    package let rest: Int

    /// - Throws: where a share would have nobody, or they are more than there are.
    package init(
        _ letters: [PreparedMailing], _ split: ExperimentSplit, of recipients: Int
    ) throws(FanmailFailure) {
        let counts: [Int]
        do { counts = try split.counts(of: recipients) } catch { throw FanmailFailure(error) }
        self.letters = zip(letters, counts).enumerated().map { place, part in
            Letter(
                name: Experiment.name(ofLetter: place), file: part.0.name, subject: part.0.message.subject,
                recipients: part.1)
        }
        rest = recipients - counts.reduce(0, +)
    }

    /// The part of the audience that gets a letter at once, 0 to 1.
    package var share: Double {
        let reached = letters.reduce(0) { $0 + $1.recipients }
        return Double(reached) / Double(max(1, reached + rest))
    }

    /// For a person, one for each letter and one for the rest.
    package var sentences: [String] {
        let parts = letters.map { "\($0.name): \(counted($0.recipients, "recipient")), \($0.subject) (\($0.file))" }
        return parts + [
            rest == 0
                ? "nobody is left: each of the list gets one of them"
                : "\(counted(rest, "recipient")) \(rest == 1 ? "waits" : "wait") for the one that is picked"
        ]
    }
}

extension PlanEstimate {
    /// How long a part of it takes, 0 to 1.
    package func of(_ share: Double) -> PlanEstimate { PlanEstimate(seconds: seconds * share, basis: basis) }
}
