import FanmailBasics
import ListStore

/// Why a copy has not gone, as `explain` says it.
extension CopyHold {
    /// - Parameter time: how a time is shown.
    func sentence(_ mailing: Int64, at time: (Timestamp) -> String) -> String {
        let said = why.map { ": \($0.replacing("\n", with: " "))" } ?? ""
        let since = since.map { " since \(time($0))" } ?? ""
        let resume = "it goes on by: fanmail mailing resume \(mailing)"
        return switch kind {
        case .paused: "the mailing has been paused\(since)\(said); \(resume)"
        case .interrupted: "the process that sent the mailing is gone\(since); \(resume)"
        case .pick: "the mailing is to the rest of an experiment, and waits for: fanmail mailing pick \(mailing)"
        case .destinationPaused:
            "where it goes is paused\(since)\(said)\(until.map { ", until \(time($0))" } ?? "")"
        case .destinationBackOff: "where it goes is left alone\(until.map { " until \(time($0))" } ?? "")\(said)"
        case .rate: "as much as its rate allows has gone there\(said)\(until.map { ", until \(time($0))" } ?? "")"
        case .nextAttempt:
            until.map { "it waits for its next attempt, at \(time($0))" }
                ?? "it waits for its next attempt, with the next: fanmail mailing resume \(mailing)"
        case .putBack:
            "it was put back, since what was wrong was not about its recipient\(said); "
                + (until.map { "it is offered again at \(time($0))" } ?? "it is offered again after all others")
        case .walk: "its turn has not come: envelopes are cut in the order of domains, and this one is still ahead"
        case .connection: "its envelope is cut, and is offered as soon as a connection is free"
        case .reply: "it is with the server"
        }
    }

    var json: JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("why", JSONValue(why)), ("since", JSONValue(since)),
            ("until", JSONValue(until)),
        ])
    }
}
