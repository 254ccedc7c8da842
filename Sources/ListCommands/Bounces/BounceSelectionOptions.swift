import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

/// Which bounces a command is about.
struct BounceSelectionOptions: ParsableArguments {
    @Option(help: "Only those of this mailing; last is the latest.") var mailing: RecordID?
    @Option(help: "Only those of this list.", completion: .lists) var list: String?
    @Option(
        help: "Only those of this provider's mailboxes, such as google, or a domain.",
        completion: MailboxProvider.completion)
    var provider: MailboxProvider?
    @Option(name: .customLong("class"), help: "Only those of this class, such as address-unknown; see `bounce report`.")
    var failureClass: String?
    @Option(help: "Only those since then: 2026-11-20, 2026-11-20T14:00, 3h, 2d.") var since: BounceMoment?
    @Flag(help: "Only hard ones.") var hard = false
    @Flag(help: "Only soft ones.") var soft = false

    func validate() throws {
        if hard, soft { throw ValidationError("--hard and --soft exclude each other; choose one") }
        if let failureClass, FailureClass(rawValue: failureClass) == nil {
            let all = FailureClass.allCases.map(\.rawValue)
            let near = NearestKey.nearest(to: failureClass, among: all)
            let words = near.map { "; did you mean \($0)?" } ?? ": use " + all.joined(separator: ", ")
            throw ValidationError("--class: there is no class '\(failureClass.escapedForTerminal)'\(words)")
        }
    }

    /// What is meant, in a database.
    func selection(in store: Store) throws -> BounceSelection {
        var selection = BounceSelection()
        selection.mailing = try mailing.map { try store.mailing($0).id }
        selection.list = try list.map { try store.list(named: $0).id }
        selection.provider = provider?.name
        selection.failureClass = failureClass.flatMap(FailureClass.init)
        selection.since = since?.timestamp
        selection.kind = hard ? .hard : soft ? .soft : nil
        return selection
    }
}
