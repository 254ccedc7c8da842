package import Composition
import FanmailBasics
import ListStore
import MailingLists
package import SMTPCore

extension PostOffice {
    /// A letter as its readers will see it, beside the envelope of a mailing of it. Nothing is sent.
    ///
    /// - Parameters:
    ///   - readers: as these would read it; then, or where there are none, as anybody, with the placeholders shown, in
    ///     each of its languages.
    ///   - name: what the letter is called in a failure's message.
    package func preview(
        of letter: Letter, for readers: [Mailbox] = [], named name: String
    ) throws(FanmailFailure) -> LetterPage {
        var views: [LetterView] = []
        for reader in readers { views.append(try view(of: letter, for: reader, named: name)) }
        for language in [nil] + letter.languages.map(Optional.some) {
            views.append(try view(of: letter, for: nil, in: language, named: name))
        }
        return try page(of: letter, views, named: name)
    }

    /// The page of one view, for somebody who chooses the next one there.
    ///
    /// - Parameter version: of the letter's files.
    package func preview(
        of letter: Letter, for reader: Mailbox?, in language: String?, version: String, named name: String
    ) throws(FanmailFailure) -> LetterPage {
        var page = try page(of: letter, [view(of: letter, for: reader, in: language, named: name)], named: name)
        page.served = .init(
            languages: letter.languages, readers: page.plan.sample?.forwardPaths ?? [], version: version)
        return page
    }

    private func page(
        of letter: Letter, _ views: [LetterView], named name: String
    ) throws(FanmailFailure) -> LetterPage {
        let plan = try plan(prepare(letter, named: name))
        return LetterPage(name: name, views: views, plan: plan, findings: findings(in: letter, named: name))
    }

    /// - Parameter language: nil for the reader's own.
    private func view(
        of letter: Letter, for reader: Mailbox?, in language: String? = nil, named name: String
    ) throws(FanmailFailure) -> LetterView {
        let list = try identity(of: letter, named: name)
        var fields = try fields(of: letter, for: reader, list: list)
        if let language { fields.language = language }
        let source = try message(of: letter, saying: fields, to: list, named: name)
        var notice: String?
        if let reader { notice = try self.notice(of: reader, list.name) }
        return LetterView(reader: reader?.address, language: language, notice: notice, source: source)
    }

    /// Why somebody would get no copy.
    package func notice(of reader: Mailbox, _ list: String) throws(FanmailFailure) -> String? {
        do {
            let subscriptions = try store.subscriptions(of: reader)
            guard try store.person(reader) != nil else {
                return "\(reader.address) is no subscriber: shown with nothing known of them but the address"
            }
            if let entry = try store.suppressions(of: reader).first(where: { $0.isInForce() }) {
                return "\(reader.address) is suppressed (\(entry.reason)), and would get no copy"
            }
            guard subscriptions.contains(where: { $0.list == list && $0.state == .active }) else {
                return "\(reader.address) is not subscribed to \(list), and would get no copy"
            }
            return nil
        } catch {
            throw FanmailFailure(error)
        }
    }

    /// What readers, mail programs and large receivers would stumble over, by file and line. Of a letter to no list that is
    /// known, what can be found without one.
    package func findings(in letter: Letter, named name: String) -> [LetterFinding] {
        guard let list = try? identity(of: letter, named: name) else {
            return LetterLint.findings(in: letter, list: nil)
        }
        do {
            return LetterLint.findings(in: try dressed(letter, list, named: name), list: list)
        } catch {
            let parts = error.what.split(separator: "; ", maxSplits: 1).map(String.init)
            let finding = LetterFinding(
                weight: .error, check: "logo", file: letter.texts.first?.file ?? name, line: 1,
                problem: parts.first ?? error.what, remedy: parts.count > 1 ? parts[1] : "mend the list's settings")
            return [finding] + LetterLint.findings(in: letter, list: list)
        }
    }
}
