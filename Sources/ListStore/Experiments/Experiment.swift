package import FanmailBasics

/// Several letters, each of which went to a share of an audience; the rest of it waits for the one that is picked.
package struct Experiment: Sendable {
    /// A mailing of one of the letters to its share.
    package struct Letter: Sendable {
        /// A for the first.
        package let name: String
        package let mailing: Int64
        package let subject: String
    }

    package let id: Int64
    /// Whom each letter went to follows from it, and from the ids of subscribers.
    package let seed: Int64
    package let startedAt: Timestamp
    /// In the order in which they were named.
    package let letters: [Letter]
    /// The mailing to everybody else; nil where nobody was left.
    package let rest: Int64?
    /// The mailing whose letter goes to the rest; nil until one is picked.
    package let winner: Int64?

    /// A, B, C, … for 0, 1, 2, …
    package static func name(ofLetter place: Int) -> String {
        guard place < 26 else { return "\(place + 1)" }
        return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place)))
    }

    /// The letter with this name, or of this mailing.
    package func letter(_ text: String) -> Letter? {
        letters.first { $0.name == text.uppercased() || "\($0.mailing)" == text }
    }
}

/// What a mailing is within an experiment.
package struct ExperimentPart: Sendable, Equatable {
    package let experiment: Int64
    /// A, B, …; nil of the rest.
    package let letter: String?
    /// It is the rest, and which letter it gets is not decided.
    package let waitsForPick: Bool

    /// For listings: `1 A`, `1 rest`.
    package var words: String { "\(experiment) \(letter ?? "rest")" }
}
