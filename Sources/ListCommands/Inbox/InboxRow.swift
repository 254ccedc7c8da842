import Fanmail
import FanmailBasics
import ListStore
import MailingLists
import SMTPCore

/// What is shown of one message that `inbox process` took.
struct InboxRow {
    let message: String
    let outcome: Inbox.Outcome

    /// What the list says in return.
    var notice: NoticePost.Posted? {
        switch outcome {
        case .redeemed(_, let notice), .stranger(_, _, let notice): notice
        case .ignored, .notUnderstood, .unreadable: nil
        }
    }

    /// One line for a person.
    var text: String {
        let what =
            switch outcome {
            case .redeemed(let effect, _): "\(effect.address) \(effect.result.rawValue): \(effect.list)"
            case .stranger(let sender, let list, _):
                "\(sender.address) wants to leave \(list.name), and is not subscribed with this address"
            case .ignored(let reason): "ignored: \(reason.text)"
            case .notUnderstood(let reason): "not understood: \(reason.text)"
            case .unreadable(let reason): "not read: \(reason)"
            }
        return "\(message): \(what)\(notice.map { "; answer \($0.text)" } ?? "")".escapedForTerminal
    }

    /// Nil for what could not be read.
    var json: JSONValue? {
        let parts: (word: String, address: String?, list: String?, reason: String?)
        switch outcome {
        case .redeemed(let effect, _): parts = (effect.result.rawValue, effect.address, effect.list, nil)
        case .stranger(let sender, let list, _): parts = ("stranger", sender.address, list.name, nil)
        case .ignored(let reason): parts = ("ignored", nil, nil, reason.text)
        case .notUnderstood(let reason): parts = ("notUnderstood", nil, nil, reason.text)
        case .unreadable: return nil
        }
        return .object([
            ("message", .string(message)), ("result", .string(parts.word)), ("address", JSONValue(parts.address)),
            ("list", JSONValue(parts.list)), ("reason", JSONValue(parts.reason)), ("answer", JSONValue(notice?.text)),
        ])
    }
}
