/// A version of a letter as its author wrote it.
struct LetterSource: Sendable {
    let file: String
    let subject: String
    let subjectLine: Int
    let fromLine: Int
    let preheader: String
    let body: String
    /// Of the body's first line, from 1.
    let bodyLine: Int
    /// The body with its tags.
    let template: TemplateText
    let format: LetterFormat
    /// The plain text beside HTML.
    let plainFile: String?
    let remarks: [LetterMarkup.Remark]
    /// What its style sheets say that is not written into elements.
    let kept: [StyleSheet.Kept]
    /// Whether the letter, or anything that it is laid out with, tells readers how to leave.
    let namesLeaving: Bool

    /// The letters by which the list answers who comes and goes.
    var isAnswer: Bool { ["confirm", "goodbye"].contains(file.prefix { $0 != "." }) }

    /// Where the body says this first; 1 where it does not.
    func line(of text: String) -> Int {
        let octets = Array(body.utf8)
        guard let found = octets.firstRange(of: Array(text.utf8)) else { return 1 }
        return bodyLine + octets[..<found.lowerBound].count { $0 == 0x0A }
    }
}
