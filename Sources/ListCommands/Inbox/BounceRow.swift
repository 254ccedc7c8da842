import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

/// What is shown of one message that `bounce process` took: a line, and an object, for each of whom it names.
struct BounceRow {
    let message: String
    let outcome: BounceIntake.Outcome

    /// What became of one whom it names, or of the message.
    private struct Line {
        let result: String
        let text: String
        var reason: String?
        var bounce: BounceRecord?
    }

    /// For a person.
    var texts: [String] { lines.map { "\(message): \($0.text)".escapedForTerminal } }

    /// None for what could not be read.
    var json: [JSONValue] {
        if case .unreadable = outcome { return [] }
        return lines.map { line in
            .object([
                ("message", .string(message)), ("result", .string(line.result)), ("reason", JSONValue(line.reason)),
                ("bounce", line.bounce.map(BounceCommand.json) ?? .null),
            ])
        }
    }

    private var lines: [Line] {
        switch outcome {
        case .report(let findings): findings.map(Self.line)
        case .ignored(let reason): [Line(result: "ignored", text: "ignored: \(reason.text)", reason: reason.text)]
        case .notUnderstood(let reason):
            [Line(result: "notUnderstood", text: "not understood: \(reason.text)", reason: reason.text)]
        case .unreadable(let reason): [Line(result: "unreadable", text: "not read: \(reason)")]
        }
    }

    private static func line(_ finding: ReportFinding) -> Line {
        switch finding {
        case .logged(let bounce):
            let list = bounce.list.isEmpty ? "" : ", \(bounce.list)"
            let found = "found by \(bounce.found) (\(bounce.confidence) %)"
            let effect = bounce.effect == .ended ? "; the subscription has ended" : ""
            return Line(
                result: "logged",
                text: "\(bounce.recipient) \(bounce.kind.rawValue) \(bounce.failureClass.rawValue): "
                    + "\(bounce.status ?? "no status")\(list), \(found)\(effect)",
                bounce: bounce)
        case .known(let address): return Line(result: "known", text: "\(address): this is known already")
        case .nobody(let address):
            let reason = InboxReason.nobody.text
            return Line(result: "ignored", text: "\(address ?? "nobody named"): ignored: \(reason)", reason: reason)
        }
    }
}
