import ArgumentParser
import Bounces
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal

struct BounceClassifyCommand: AsyncParsableCommand, PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Explains how a message that came back is read: who failed, why, and which rule says so.",
        discussion: """
            Example: fanmail bounce classify bounce.eml ~/Maildir-bounces/cur
            A file is a message or an mbox; - is standard input; of a Maildir new/ and cur/ are read, of another folder \
            all its files. No database is asked, and nothing is moved or logged: `bounce process` does that. Rules that \
            `bounce undecided teach` made count. How sure it is that an address is the right one is told from 0 to 100; a \
            status that the report does not tell is in brackets.
            Exit status: 0 all were read; 66 one of the files cannot be read.
            """)

    @Argument(help: "Messages, mboxes, Maildirs or folders; - for standard input.", completion: .file())
    var source: [String]
    @Flag(help: "One JSON object a line.") var jsonl = false
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    /// Messages that are read at once.
    private static let batch = 256

    func run() async throws {
        let isJSON = global.json || jsonl
        let judge = TaughtRules.judge(ofDatabase: try global.configuration().database.value) {
            Terminal.say("warning: \($0.line)")
        }
        var listing = JSONListing(perLine: jsonl)
        var tally = ClassificationTally()
        var unreadable: IncomingMail.Failure?
        for place in source.flatMap(MessagePlaces.places) {
            do {
                _ = try await IncomingMail(place).forEachBatch(of: Self.batch) { messages in
                    messages.map { ClassifiedMail.read(ClassifiedMessage($0, judge: judge)) }
                } telling: { name, outcome in
                    guard case .read(let classified) = outcome else { return }
                    if isJSON {
                        listing.add(classified.json(name))
                    } else {
                        if tally.messages > 0 { Terminal.print("") }
                        for line in classified.lines(name, width: Terminal.width) { Terminal.print(line) }
                    }
                    tally.add(classified)
                }
            } catch let failure as IncomingMail.Failure {
                unreadable = failure
                Terminal.say("fanmail: \(FanmailFailure(failure).line)")
            }
        }
        if isJSON { listing.finish() }
        if tally.messages != 1, unreadable == nil || tally.messages > 0, !isJSON { Terminal.say(tally.text) }
        if unreadable != nil { throw ExitCode(FanmailFailure.Kind.noInput.exitStatus) }
    }
}
