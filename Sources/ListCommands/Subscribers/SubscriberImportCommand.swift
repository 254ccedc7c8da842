import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

struct SubscriberImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Adds subscribers from CSV, TSV, JSON or one address a line. Nobody who left or bounced is brought back.",
        discussion: """
            Example: fanmail subscriber import people.csv --list announce --map email="E-mail Address" --ignore Notes
            Example: fanmail subscriber import roster.json --list announce --from mailman3 --language de --tag moved
            The date, source and address of consent are kept where the file has them; columns without a meaning of their own \
            become attributes. Somebody who is known keeps what is known; --tag and --set reach them too. Whom nothing but a sync or an undone batch took out \
            comes back. All of it is visible at once, or none, and a mailing that runs goes on; `batch undo` takes it back.
            """)

    @OptionGroup var source: ImportSource
    @Flag(help: "Refuses the whole file when a line of it cannot be used.") var strict = false
    @Flag(help: "Brings back those who had left, after showing how many; asks, or wants --yes.") var resubscribe = false
    @Flag(help: "With --resubscribe: also those whose address was refused for good.") var withBounced = false
    @Flag(help: "With --resubscribe: does not ask; needed where there is no terminal.") var yes = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if withBounced, !resubscribe { throw ValidationError("--with-bounced: belongs to --resubscribe; say both") }
    }

    func run() throws {
        let store = try global.store()
        var work = SubscriberFileImport(try source.subscriberFile())
        work.mode = .adding(
            bringsBack: !resubscribe ? .nobody : withBounced ? .whoeverLeftOrBounced : .whoeverLeft)
        work.by = OperatorName.current
        work.rejects = source.rejects
        let isAsked = resubscribe && !source.dryRun && !yes
        if isAsked {
            try confirm(work, store)
            work.rejects = nil
        }
        work.needsEveryLine = strict
        work.isDryRun = source.dryRun
        do {
            try source.run(work, store, isShown: !isAsked).print(json: global.json)
        } catch ImportRefusal.unusable(let lines) {
            throw FanmailFailure(
                .unusableInput,
                "\(work.file.name): \(counted(lines, "line")) cannot be used; nothing was imported, because of --strict"
            )
        }
    }

    /// Counts first who would be brought back, and asks.
    private func confirm(_ work: SubscriberFileImport, _ store: Store) throws {
        guard source.file != "-", Terminal.isInputTerminal else {
            throw FanmailFailure(
                .usage, "--resubscribe brings back people who left; see how many with --dry-run, then say --yes")
        }
        var work = work
        work.isDryRun = true
        let counts = try source.run(work, store).counts
        guard counts.resubscribed == 0 || Terminal.confirm("Bring back \(counts.resubscribed) who had left?") else {
            throw ExitCode(1)
        }
    }
}

struct SubscriberSyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Makes a list equal to a file: adds who is missing from the list, ends who is missing from the file.",
        discussion: """
            Example: fanmail subscriber sync members.csv --list members --dry-run
            Refused when a line of the file cannot be used, or when more than 10 % of the subscribers would leave. It brings \
            back whom an earlier sync took out, and nobody who left or bounced; `batch undo` takes it back.
            """)

    @OptionGroup var source: ImportSource
    @Option(help: "The largest share of subscribers that may leave, such as 25%.") var allowLeaving = "10%"
    @OptionGroup var global: GlobalOptions

    func run() throws {
        guard allowLeaving.last == "%", let percent = Int(allowLeaving.dropLast()), (0...100).contains(percent) else {
            let meant = Int(allowLeaving).map { "\($0)%" } ?? "a share such as 25%"
            throw FanmailFailure(.usage, "--allow-leaving \(allowLeaving.escapedForTerminal): write \(meant)")
        }
        let store = try global.store()
        var work = SubscriberFileImport(try source.subscriberFile())
        work.mode = .replacing(limit: Double(percent) / 100)
        work.by = OperatorName.current
        work.rejects = source.rejects
        work.isDryRun = source.dryRun
        do {
            try source.run(work, store).print(json: global.json)
        } catch ImportRefusal.unusable(let lines) {
            throw FanmailFailure(
                .unusableInput, "\(work.file.name): \(counted(lines, "line")) cannot be used; nothing was changed")
        }
    }
}

extension SubscriberFileImport.Report {
    /// Says what was done, or would be.
    fileprivate func print(json: Bool) {
        for typo in typos.prefix(10) {
            Terminal.say(
                "warning: \(counted(typo.subscribers, "address", "addresses")) at \(typo.domain): is \(typo.meant) meant?"
            )
        }
        if json {
            Terminal.print(
                JSONValue.object([
                    ("list", .string(list)), ("added", JSONValue(counts.added)),
                    ("resubscribed", JSONValue(counts.resubscribed)), ("returned", JSONValue(counts.returned)),
                    ("alreadySubscribed", JSONValue(counts.alreadySubscribed)),
                    ("leftEarlier", JSONValue(counts.leftEarlier)), ("leftElsewhere", JSONValue(counts.leftElsewhere)),
                    ("recorded", JSONValue(counts.recorded)),
                    ("changed", JSONValue(counts.changed)), ("unchangeable", JSONValue(counts.unchangeable)),
                    ("suppressed", JSONValue(counts.suppressed)), ("ended", JSONValue(counts.ended)),
                    ("rejected", JSONValue(rejected)), ("batch", JSONValue(batch)), ("dryRun", .bool(isDryRun)),
                ]).text)
            return
        }
        for line in ImportTable(self).lines { Terminal.say(line.escapedForTerminal) }
    }
}
