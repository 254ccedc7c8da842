/// A version of a letter as its author wrote it.
struct LetterSource: Sendable {
    let file: String
    let subject: String
    let subjectLine: Int
    let preheader: String
    let body: String
    /// Of the body's first line, from 1.
    let bodyLine: Int
    /// Whether the letter, or anything that it is laid out with, tells readers how to leave.
    let namesLeaving: Bool

    /// The letters by which the list answers who comes and goes.
    var isAnswer: Bool { ["confirm", "goodbye"].contains(file.prefix { $0 != "." }) }
}
