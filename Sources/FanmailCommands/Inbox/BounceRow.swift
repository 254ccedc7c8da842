import Bounces
import Fanmail
import FanmailBasics
import ListStore

/// What is shown of one message that `bounce process` took.
struct BounceRow {
    let message: String
    let outcome: BounceIntake.Outcome

    /// One line for a person.
    var text: String {
        let what: String
        switch outcome {
        case .logged(let bounce):
            let effect = bounce.effect == .ended ? "; the subscription has ended" : ""
            what =
                "\(bounce.recipient) \(bounce.kind.rawValue): \(bounce.status ?? "no status"), \(bounce.list)\(effect)"
        case .known: what = "this is known already"
        case .ignored(let reason): what = "ignored: \(reason.text)"
        case .notUnderstood(let reason): what = "not understood: \(reason.text)"
        case .unreadable(let reason): what = "not read: \(reason)"
        }
        return "\(message): \(what)".escapedForTerminal
    }

    /// Nil for what could not be read.
    var json: JSONValue? {
        let parts: (word: String, reason: String?, bounce: BounceRecord?)
        switch outcome {
        case .logged(let bounce): parts = ("logged", nil, bounce)
        case .known: parts = ("known", nil, nil)
        case .ignored(let reason): parts = ("ignored", reason.text, nil)
        case .notUnderstood(let reason): parts = ("notUnderstood", reason.text, nil)
        case .unreadable: return nil
        }
        return .object([
            ("message", .string(message)), ("result", .string(parts.word)), ("reason", JSONValue(parts.reason)),
            ("bounce", parts.bounce.map(BounceCommand.json) ?? .null),
        ])
    }
}
