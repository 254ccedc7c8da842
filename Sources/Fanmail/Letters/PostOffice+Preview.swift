package import Composition
package import SMTPCore

extension PostOffice {
    /// A letter as its readers will see it, beside the envelope of a mailing of it. Nothing is sent.
    ///
    /// - Parameters:
    ///   - address: as this subscriber would read it; nil: as anybody, with the placeholders shown.
    ///   - name: what the letter is called in a failure's message.
    package func preview(
        of letter: Letter, for address: Mailbox?, named name: String
    ) throws(FanmailFailure) -> LetterPage {
        let list = try identity(of: letter, named: name)
        let plan = try plan(prepare(letter, named: name))
        let (bytes, fields) = try message(of: letter, to: address, named: name)
        return LetterPage(
            content: letter.content(for: fields, list: list), source: bytes, plan: plan, reader: address?.address)
    }

    /// What readers, mail programs and large receivers would stumble over, by file and line. Of a letter to no list that is
    /// known, what can be found without one.
    package func findings(in letter: Letter, named name: String) -> [LetterFinding] {
        LetterLint.findings(in: letter, list: try? identity(of: letter, named: name))
    }
}
