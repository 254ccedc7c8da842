import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailTerminal
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
    @OptionGroup var which: BounceSelectionOptions
    @Flag(help: "Only counts.") var dryRun = false
    @Flag(help: "Does not ask.") var yes = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard address != nil || which.mailing != nil || which.since != nil else {
            throw ValidationError("whose bounces? Give an address, --mailing or --since")
        }
        guard let known = which.failureClass.flatMap(FailureClass.init),
            [.complaint, .autoReply, .notABounce].contains(known)
        else { return }
        throw ValidationError("--class \(known.rawValue): is no failure, and is not taken back")
    }

    func run() throws {
        let store = try global.store()
        var selection = try which.selection(in: store)
        if let address {
            let mailbox = try SubscriberCommand.mailbox(address)
            guard let person = try store.person(mailbox) else {
                throw StoreFailure(.notFound, "\(mailbox.address) is not known here", remedy: .seeSubscribers)
            }
            selection.subscriber = person.id
        }
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
