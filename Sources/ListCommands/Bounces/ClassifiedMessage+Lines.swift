import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal

extension ClassifiedMessage {
    /// For a person: what it is, whom it names and why, and how it was read.
    ///
    /// - Parameters:
    ///   - name: of its file.
    ///   - width: columns.
    func lines(_ name: String, width: Int) -> [String] {
        var lines = Self.labelled("\(name):", "\(reading.nature.rawValue), \(reading.nature.sentence)", 0, width)
        if let envelopeID = reading.envelopeID { lines += Self.labelled("  envelope", envelopeID, 12, width) }
        if let messageID = reading.returned?.messageID { lines += Self.labelled("  returned", messageID, 12, width) }
        for recipient in recipients { lines += recipient.lines(width) }
        if recipients.isEmpty { lines.append("  nobody is named") }
        lines.append("  how it was read")
        for (number, step) in reading.steps.enumerated() {
            lines += Self.labelled("    \(number + 1).", step, 7, width)
        }
        return lines
    }

    /// One whom nobody told to be quiet on the terminal is made harmless.
    fileprivate static func labelled(_ label: String, _ text: String, _ indent: Int, _ width: Int) -> [String] {
        let words = text.replacing("\n", with: " ").escapedForTerminal
        guard indent > 0 else { return ["\(label.escapedForTerminal) \(words)"] }
        return WrappedText.lines(words, label: label, indent: indent, width: width)
    }
}

extension ClassifiedMessage.Recipient {
    fileprivate func lines(_ width: Int) -> [String] {
        let remark = reported.remark
        func line(_ label: String, _ text: String?) -> [String] {
            guard let text, !text.isEmpty else { return [] }
            return ClassifiedMessage.labelled("    \(label)", text, 16, width)
        }
        let status = verdict.status.map { isStatusInferred ? "(\($0))" : "\($0)" } ?? "no status"
        let kind = isFailed ? (verdict.isHard ? "hard, " : "soft, ") : ""
        let who = (reported.address ?? reported.original ?? "no address").escapedForTerminal
        var lines = ["  \(who) \(reported.action.rawValue): \(verdict.failureClass.rawValue), \(kind)\(status)"]
        if reported.original != reported.address { lines += line("written to", reported.original) }
        lines += line("found by", "\(reported.source.sentence), \(reported.source.confidence) of 100")
        lines += line("said by", remark.server)
        lines += line("words", remark.line)
        lines += line("rule", verdict.rule)
        for (number, step) in steps.enumerated() { lines += line(number == 0 ? "judged" : "", step) }
        return lines
    }
}

extension ReportedRecipient.Source {
    fileprivate var sentence: String {
        switch self {
        case .field: "a field of the report"
        case .header: "a field of the header"
        case .form: "the words of a server that is known"
        case .returned: "the message that came back"
        case .guess: "words that look like it"
        }
    }
}
