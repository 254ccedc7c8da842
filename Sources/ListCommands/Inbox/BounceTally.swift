import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

/// How many messages of which kind `bounce process` took.
struct BounceTally {
    private var messages = 0
    private var counts: [String: Int] = [:]
    /// In the order in which they are told.
    private static let words = [
        "logged", "known", "complaint", "automatic answer", "receipt", "question", "ignored", "not understood",
    ]

    mutating func add(_ outcome: BounceIntake.Outcome) {
        messages += 1
        switch outcome {
        case .report(let findings):
            for finding in findings {
                switch finding {
                case .logged: count("logged")
                case .known: count("known")
                case .nobody: count("ignored")
                }
            }
        case .ignored(.report(.complaint)): count("complaint")
        case .ignored(.report(.autoReply)), .ignored(.machine): count("automatic answer")
        case .ignored(.report(.disposition)): count("receipt")
        case .ignored(.report(.challenge)): count("question")
        case .ignored: count("ignored")
        case .notUnderstood, .unreadable: count("not understood")
        }
    }

    private mutating func count(_ word: String) { counts[word, default: 0] += 1 }

    /// One line for a person; nil where one message says it all.
    var text: String? {
        guard messages > 1 else { return nil }
        let parts = Self.words.compactMap { word -> String? in
            guard let count = counts[word] else { return nil }
            let isPlural = count != 1 && ["complaint", "automatic answer", "receipt", "question"].contains(word)
            return "\(count) \(word)\(isPlural ? "s" : "")"
        }
        return "\(counted(messages, "message")): \(parts.joined(separator: ", "))"
    }
}
