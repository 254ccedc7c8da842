import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import ListStore
import SMTPCore

struct BounceForgiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgive",
        abstract: "Takes bounces back: they count for nothing, and subscriptions that they ended go on.",
        discussion: """
            Example: fanmail bounce forgive --mailing 3 --class disabled --dry-run
            For a wave of bounces that were somebody else's mistake. What is told together has to hold together. Who came \
            back, left or moved by themselves since stays as they are; a complaint is not taken back. Asks on a terminal; \
            otherwise it wants --yes.
            """)

    @Argument(help: "Whose bounces.") var address: String?
    @Option(help: "Those of this mailing; last is the latest.") var mailing: RecordID?
    @Option(help: "Those since then: 2026-11-20, 2026-11-20T14:00, 3h, 2d.") var since: BounceMoment?
    @Option(name: .customLong("class"), help: "Only those of this class, such as policy or address-unknown.")
    var failureClass: String?
    @Option(help: "Only those of this provider, such as google.", completion: MailboxProvider.completion)
    var provider: MailboxProvider?
    @Option(help: "Only those of this list.", completion: .lists) var list: String?
    @Flag(help: "Only counts.") var dryRun = false
    @Flag(help: "Does not ask.") var yes = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard address != nil || mailing != nil || since != nil else {
            throw ValidationError("whose bounces? Give an address, --mailing or --since")
        }
        guard let failureClass else { return }
        guard let known = FailureClass(rawValue: failureClass) else {
            let all = FailureClass.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--class: use one of \(all)")
        }
        guard ![.complaint, .autoReply, .notABounce].contains(known) else {
            throw ValidationError("--class \(known.rawValue): is no failure, and is not taken back")
        }
    }

    func run() throws {
        let store = try global.store()
        var selection = BounceSelection()
        if let address {
            let mailbox = try SubscriberCommand.mailbox(address)
            guard let person = try store.person(mailbox) else {
                throw StoreFailure(.notFound, "\(mailbox.address) is not known here", remedy: .seeSubscribers)
            }
            selection.subscriber = person.id
        }
        selection.mailing = try mailing.map { try store.mailing($0).id }
        selection.list = try list.map { try store.list(named: $0).id }
        (selection.since, selection.failureClass, selection.provider) = (
            since?.timestamp, failureClass.flatMap(FailureClass.init), provider?.name
        )
        let plan = try store.forgive(selection, by: nil, isDryRun: true)
        guard !dryRun, plan.bounces > 0 else { return tell(plan, isPlan: true) }
        try expectConsent(plan)
        tell(try store.forgive(selection, by: OperatorName.current), isPlan: false)
    }

    private func expectConsent(_ plan: Forgiving) throws {
        guard !yes else { return }
        guard Terminal.isInputTerminal else {
            throw FanmailFailure(.usage, "bounce forgive: \(text(plan, isPlan: true)); say --yes")
        }
        guard Terminal.confirm("\(text(plan, isPlan: true)). Go on?") else { throw ExitCode(1) }
    }

    private func tell(_ result: Forgiving, isPlan: Bool) {
        guard global.json else { return Terminal.print(text(result, isPlan: isPlan)) }
        Terminal.print(
            JSONValue.object([
                ("bounces", JSONValue(result.bounces)), ("subscriptions", JSONValue(result.subscriptions)),
                ("others", JSONValue(result.others)), ("probes", JSONValue(result.probes)), ("dryRun", .bool(dryRun)),
            ]).text)
    }

    private func text(_ result: Forgiving, isPlan: Bool) -> String {
        let (would, go) = isPlan ? ("would be ", "would go on") : ("", result.subscriptions == 1 ? "goes on" : "go on")
        var text =
            "\(counted(result.bounces, "bounce")) \(would)taken back, \(counted(result.subscriptions, "subscription")) \(go)"
        if result.others > 0 { text += "; \(result.others) stay ended, for what their people did since" }
        if result.probes > 0 {
            let are = isPlan ? "would not be" : result.probes == 1 ? "is not" : "are not"
            text += "; \(counted(result.probes, "address", "addresses")) \(are) asked by a letter any more"
        }
        return text
    }
}
