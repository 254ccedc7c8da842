import Bounces
import FanmailBasics
import ListStore
import MailingLists
import SMTPClient
import SMTPCore

/// What a list's owner is told of a mailing of which much came back, in the list's language.
struct OwnerWarningText {
    let warning: OwnerWarning
    let list: ListRecord
    /// What helps, each a line that the owner can give as it stands.
    let commands: [String]

    /// Characters of a server's words that are quoted.
    private static let longestExample = 200

    private var words: OwnerWarningWords { OwnerWarningWords.of(list.definition.language) }

    /// With CRLF ends.
    func message(now: Timestamp = .now) throws -> [UInt8] {
        let notice = PlainNotice(
            list: list, recipient: list.definition.owner, subject: filled(words.subject), text: text)
        do throws(SubmissionError) {
            return try notice.message(now: now)
        } catch {
            throw FanmailFailure(.unusableInput, "\(list.name): its owner cannot be told: \(error)".escapedForTerminal)
        }
    }

    var text: String {
        var parts = [filled(words.counts), "\(words.letter) \(warning.subject.escapedForTerminal)"]
        parts.append(([words.reasons] + warning.reasons.map(line)).joined(separator: "\n"))
        let advice = warning.reasons.map { words.advice(OwnerWarning.failureClass($0)) }
        parts.append(
            ([words.help]
                + advice.enumerated().filter { !advice[..<$0.offset].contains($0.element) }.map {
                    "- \($0.element)"
                }).joined(separator: "\n"))
        if !warning.held.isEmpty {
            let events = warning.held.map { "- \($0.provider): \($0.bounces)" }
            parts.append(([words.held] + events).joined(separator: "\n"))
        }
        if !commands.isEmpty {
            parts.append(([words.commands] + commands.map { "    \($0)" }).joined(separator: "\n"))
        }
        parts.append(filled(words.why))
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func line(_ reason: BounceReason) -> String {
        let what = [reason.provider, reason.failureClass].compactMap { $0 }.joined(separator: ", ")
        let example = reason.example.prefix(Self.longestExample)
        return "- \(reason.bounces): \(what)\(example.isEmpty ? "" : " (\(example))")".escapedForTerminal
    }

    private func filled(_ text: String) -> String {
        text.replacing("{list}", with: list.name).replacing("{mailing}", with: "\(warning.mailing)")
            .replacing("{bounces}", with: "\(warning.bounces)").replacing("{recipients}", with: "\(warning.recipients)")
            .replacing("{percent}", with: "\(warning.percent)")
    }
}
