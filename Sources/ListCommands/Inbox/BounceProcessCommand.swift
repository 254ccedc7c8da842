import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailMIME
import FanmailSettings
import FanmailTerminal
import ListStore

struct BounceProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Reads failure reports that came back, and logs the bounces of the subscribers they are about.",
        discussion: """
            Example: fanmail bounce process ~/Maildir
            The source is - (a pipe from the MTA), a message, an mbox, a Maildir, whose messages go from new/ to cur/, or a \
            folder of .eml files. Who is meant is told by a signed token: of the reverse-path (verp in the list's file), \
            of the envelope (ENVID, where the relay offers DSN and the report names one of its recipients), or of the copy \
            that came back; else by the addresses that the report names, which is logged and ends nothing. How each was \
            found, and how sure that is, stands in the log. Complaints, receipts, reports of a delay and automatic answers \
            are told and counted. A report that comes twice counts once. What is not understood is told, stays in new/, and \
            makes the exit status 65. With --pipe a mail server hands over one report, and never writes a report about it: \
            the exit status is 0, or 75 where it is to be offered again.
            """)

    @Argument(help: "A message, mbox, Maildir or folder; - for standard input.", completion: .file())
    var source = "-"
    @Flag(help: "Behind a mail server: ends with 0, or with 75, and what is not understood goes to --keep.")
    var pipe = false
    @Option(help: "A Maildir for what is not understood, with --pipe.", completion: .directory) var keep: String?
    @Option(help: "The envelope's recipient, where the MTA tells it.") var recipient: [String] = []
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if pipe, let keep { return try await runPiped(keepingIn: Maildir(keep)) }
        let store = try global.store()
        let intake = BounceIntake(store: store)
        let mail = IncomingMail(.init(argument: source), limit: BounceIntake.limit)
        let isJSON = global.json
        var listing = JSONListing(perLine: false)
        var tally = BounceTally()
        var mailings: Set<Int64> = []
        let counts = try await intake.take(mail, recipients: recipient) { name, outcome in
            let row = BounceRow(message: name, outcome: outcome)
            tally.add(outcome)
            mailings.formUnion(outcome.mailings)
            let objects = isJSON ? row.json : []
            for object in objects { listing.add(object) }
            if objects.isEmpty { for text in row.texts { Terminal.say(text) } }
        }
        if isJSON { listing.finish() } else if let text = tally.text { Terminal.say(text) }
        try intake.judgeUndecided()
        for line in try warnOwners(of: mailings, store) { Terminal.say("warning: \(line)".escapedForTerminal) }
        try counts.expectUnderstood(of: mail)
    }

    /// Writes to addresses that are to be asked whether they are there, and to the owners of lists of which much came back;
    /// returns a line about each owner.
    func warnOwners(of mailings: Set<Int64>, _ store: Store) throws -> [String] {
        let writer = NoticeWriter(store: store, letters: LetterReader(try global.configuration()))
        // Also after reports of no mailing that is known.
        try writer.writeProbes()
        return try mailings.sorted().flatMap { mailing in
            try writer.warnOwners(of: mailing, commands: OwnerWarning.commands).map {
                "\($0.line); to the list's owner, \(NoticePost.Posted.waits)"
            }
        }
    }
}

extension BounceIntake.Outcome {
    /// Of which mailings something was logged.
    var mailings: [Int64] {
        guard case .report(let findings) = self else { return [] }
        return findings.compactMap { finding in
            guard case .logged(let record) = finding else { return nil }
            return record.mailing
        }
    }
}
