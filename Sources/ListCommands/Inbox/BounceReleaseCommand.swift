import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

struct BounceReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Lets bounces count that were held, since many of one provider's came at once.",
        discussion: """
            Example: fanmail bounce release --mailing 3 --provider google --yes
            They are judged as the list wants it, and subscriptions may end by them; `bounce forgive` takes them back \
            instead. `mailing show` and `doctor` tell of what is held. Asks on a terminal; otherwise it wants --yes.
            """)

    @Option(help: "Those of this mailing; last is the latest.") var mailing: RecordID
    @Option(help: "Only those of this provider, such as google.", completion: MailboxProvider.completion)
    var provider: MailboxProvider?
    @Flag(help: "Only counts.") var dryRun = false
    @Flag(help: "Does not ask.") var yes = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let store = try global.store()
        let mailing = try store.mailing(mailing).id
        let held = try store.release(mailing: mailing, provider: provider?.name, isDryRun: true).bounces
        guard held > 0, !dryRun else { return tell(held, ended: 0) }
        if !yes {
            let what = "\(counted(held, "bounce")) of mailing \(mailing) would count, and may end subscriptions"
            guard Terminal.isInputTerminal else {
                throw FanmailFailure(.usage, "bounce release: \(what); say --yes")
            }
            guard Terminal.confirm("\(what). Go on?") else { throw ExitCode(1) }
        }
        let result = try store.release(mailing: mailing, provider: provider?.name)
        tell(result.bounces, ended: result.ended)
    }

    private func tell(_ bounces: Int, ended: Int) {
        if global.json {
            Terminal.print(
                JSONValue.object([
                    ("bounces", JSONValue(bounces)), ("ended", JSONValue(ended)), ("dryRun", .bool(dryRun)),
                ]).text)
        } else if dryRun || bounces == 0 {
            Terminal.print(bounces == 0 ? "nothing is held" : "\(counted(bounces, "bounce")) would count")
        } else {
            Terminal.print(
                "\(counted(bounces, "bounce")) counted, \(counted(ended, "subscription")) ended")
        }
    }
}
