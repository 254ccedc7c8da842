import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import ListStore
import SMTPCore

struct MailingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailing", abstract: "Mailings: what became of them, pause, resume, reschedule, cancel.",
        subcommands: [
            Ls.self, Show.self, Outcomes.self, MailingReportCommand.self, MailingWatchCommand.self, Pause.self,
            Resume.self, MailingRescheduleCommand.self, Cancel.self, MailingRetryCommand.self, MailingPickCommand.self,
        ])

    struct Ls: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "The mailings, the newest first.", aliases: ["list"])
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let mailings = try global.store(connections: .one).mailings(limit: limit)
            if global.json {
                Terminal.print(JSONValue.array(mailings.map(MailingCommand.json)).text)
                return
            }
            let headings = [
                "ID", "LIST", "STATE", "STARTED", "ACCEPTED", "REFUSED", "DEFERRED", "UNKNOWN", "SUBJECT",
            ]
            let hasParts = csv || mailings.contains { $0.experiment != nil }
            var table = TextTable(headings + (hasParts ? ["EXPERIMENT"] : []))
            for mailing in mailings {
                let totals = mailing.totals
                let cells: [(any TableCell)?] = [
                    mailing.id, mailing.lists.joined(separator: ","), mailing.standing,
                    mailing.schedule?.sendAt ?? mailing.startedAt, totals.accepted, totals.refused, totals.deferred,
                    totals.unknown, mailing.subject,
                ]
                table.add(cells + (hasParts ? [mailing.experiment?.words ?? ""] : []))
            }
            table.print(csv: csv, orSay: "no mailings yet")
        }
    }

    struct Show: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One mailing: its state and its sums.",
            discussion: "Example: fanmail mailing show. Without an id it is the latest.")
        @Argument(help: "Its id; last is the latest.") var id = RecordID.last
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store(connections: .one)
            let mailing = try store.mailing(id)
            if global.json {
                Terminal.print(MailingCommand.json(mailing).text)
                return
            }
            let held = try store.heldEvents(of: mailing.id)
            let totals = mailing.totals
            let lines: [(String, String)] = [
                ("mailing", "\(mailing.id)"), ("list", mailing.lists.joined(separator: ", ")),
                ("subject", mailing.subject), ("from", mailing.author), ("message-id", mailing.messageID),
                ("relay", mailing.relay), ("state", mailing.standing),
                ("reason", mailing.reason.flatMap { $0 == mailing.standing ? nil : $0 } ?? ""),
                ("started", mailing.isUnbegun ? "" : mailing.startedAt.shown),
                ("goes out", mailing.sendsAt ?? ""), ("not after", mailing.notAfter?.shown ?? ""),
                ("finished", mailing.finishedAt?.shown ?? ""),
                ("experiment", try store.experiment(of: mailing.id)?.place(of: mailing.id) ?? ""),
            ]
            let sums: [(String, Int?)] = [
                ("recipients", totals.recipients), ("accepted", totals.accepted), ("refused", totals.refused),
                ("deferred", totals.deferred), ("unknown", totals.unknown), ("skipped", totals.skipped),
                ("under way", totals.underWay > 0 ? totals.underWay : nil), ("not yet", totals.pending),
                ("envelopes", totals.envelopes),
            ]
            for (name, value) in lines + sums.map({ ($0.0, $0.1.map(String.init) ?? "") }) where !value.isEmpty {
                Terminal.print("\((name + ":").padding(to: 12))\(value.escapedForTerminal)")
            }
            for event in held {
                let text =
                    "\(counted(event.bounces, "bounce")) at \(event.provider), all at once: nobody is changed before you decide"
                Terminal.print("\("held:".padding(to: 12))\(text.escapedForTerminal)")
            }
            for warning in try store.givenWarnings(of: mailing.id) {
                let text =
                    "\(warning.bounces) of \(counted(warning.recipients, "recipient")) of \(warning.list) bounced; a notice to "
                    + "its owner was written, \(warning.at.shown)"
                Terminal.print("\("warned:".padding(to: 12))\(text.escapedForTerminal)")
            }
            if !held.isEmpty, Terminal.isOutputTerminal {
                Terminal.say(
                    "let them count: fanmail bounce release --mailing \(mailing.id)\n"
                        + "take them back: fanmail bounce forgive --mailing \(mailing.id)")
            }
            guard mailing.standing == "interrupted", Terminal.isOutputTerminal else { return }
            Terminal.say("go on with: fanmail mailing resume \(mailing.id)")
        }
    }

    struct Outcomes: PagedCommand {
        static let configuration = CommandConfiguration(
            commandName: "outcomes",
            abstract: "What became of each recipient.",
            discussion: "Example: fanmail mailing outcomes 3 --outcome refused. Without an id it is the latest.")
        @Argument(help: "The mailing's id; last is the latest.") var id = RecordID.last
        @Option(help: "Only accepted, refused, deferred, unknown or skipped.") var outcome: String?
        @Option(help: "No more than so many.") var limit: Int?
        @Flag(help: "One JSON object a line.") var jsonl = false
        @Flag(help: "The table as CSV, with times in UTC.") var csv = false
        @OptionGroup var paging: PagerOptions
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let wanted = try outcome.map { text in
                guard let outcome = Outcome(rawValue: text) else {
                    let all = Outcome.allCases.map(\.rawValue).joined(separator: ", ")
                    throw FanmailFailure(.usage, "--outcome \(text.escapedForTerminal): use one of \(all)")
                }
                return outcome
            }
            let store = try global.store()
            let mailing = try store.mailing(id)
            var listing = JSONListing(perLine: jsonl)
            var rows = RowListing("OUTCOME", "RECIPIENT", "REPLY", csv: csv)
            try store.outcomes(of: mailing.id, outcome: wanted, limit: limit) { record in
                if global.json || jsonl {
                    listing.add(
                        .object([
                            ("address", .string(record.address)),
                            ("outcome", .string(record.isUnderWay ? "underWay" : record.word)),
                            ("code", JSONValue(record.code)), ("status", JSONValue(record.status)),
                            ("text", JSONValue(record.text)), ("attempts", JSONValue(record.attempts)),
                            ("envelope", JSONValue(record.envelope)),
                        ]))
                } else {
                    let reply = [record.code.map(String.init), record.status, record.text].compactMap { $0 }
                        .joined(separator: " ").replacing("\n", with: " ")
                    rows.add(record.word, record.address, reply)
                }
            }
            if global.json || jsonl { listing.finish() } else { rows.finish(orSay: "no recipients") }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Goes on with a mailing that was interrupted, paused, or has deferred recipients.",
            discussion: "Of one that is finished it shows how it went, and changes nothing.")
        @Argument(help: "Its id; last is the latest.") var id: RecordID
        @OptionGroup var options: DeliveryOptions
        @Flag(help: ArgumentHelp("As `retry --outcome unknown`.", visibility: .hidden)) var resendUnknown = false
        @Flag(help: ArgumentHelp("As `retry --outcome refused`.", visibility: .hidden)) var retryRefused = false
        @Flag(help: "Exit status 67 when somebody was refused.") var strict = false

        func run() async throws {
            let store = try options.global.store()
            let mailing = try store.mailing(id)
            let lists = try mailing.lists.map { try store.list(named: $0) }
            let office = try options.office(for: lists, store, fallback: mailing.relay)
            let handle = try await office.resume(mailing.id, resendUnknown: resendUnknown, retryRefused: retryRefused)
            try await RunReporting.follow(
                handle, json: options.global.json, strict: strict, post: try NoticePost(options, store))
        }
    }

    struct Pause: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause",
            abstract: "Has a mailing wait; a process that sends it stops within a second.",
            discussion: "Open transactions are finished. `fanmail mailing resume` goes on.")
        @Argument(help: "Its id; last is the latest.") var id: RecordID
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let id = try store.mailing(id).id
            let isLeft = try store.pause(id) || store.awaitPause(of: id, for: .seconds(10))
            if global.json { Terminal.print(MailingCommand.json(try store.mailing(id)).text) }
            Terminal.say(
                isLeft
                    ? "paused mailing \(id); go on with: fanmail mailing resume \(id)"
                    : "mailing \(id) will be paused: the process that sends it is finishing its open transactions")
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Cancels a mailing for good; a process that sends it stops within a second.")
        @Argument(help: "Its id; last is the latest.") var id: RecordID
        @OptionGroup var global: GlobalOptions

        func run() throws {
            let store = try global.store()
            let id = try store.mailing(id).id
            // Whoever sends it ends open transactions first.
            let isCancelled = try store.cancel(id) || store.awaitCancellation(of: id, for: .seconds(10))
            if global.json { Terminal.print(MailingCommand.json(try store.mailing(id)).text) }
            Terminal.say(
                isCancelled
                    ? "cancelled mailing \(id)"
                    : "mailing \(id) will be cancelled: the process that sends it is finishing its open transactions")
        }
    }

    /// What was written down, and who sends it.
    static func tell(ofScheduled id: Int64, _ store: Store, json: Bool) throws {
        let mailing = try store.mailing(id)
        if json { Terminal.print(Self.json(mailing).text) }
        let moment = mailing.schedule?.sendAt ?? .now
        let time = moment > .now ? "at \(moment.said)" : "at once"
        let doubt = ServicePresence.isThere(database: store.path) ? "" : ", which is not running"
        Terminal.say("mailing \(id) goes out \(time), by `fanmail run`\(doubt)")
    }

    static func json(_ mailing: MailingRecord) -> JSONValue {
        let totals = mailing.totals
        return .object([
            ("id", .int(mailing.id)), ("list", .string(mailing.lists.joined(separator: ","))),
            ("state", .string(mailing.standing)), ("reason", JSONValue(mailing.reason)),
            ("subject", .string(mailing.subject)), ("messageID", .string(mailing.messageID)),
            ("relay", .string(mailing.relay)), ("startedAt", JSONValue(mailing.isUnbegun ? nil : mailing.startedAt)),
            ("sendAt", JSONValue(mailing.schedule?.sendAt)), ("zone", JSONValue(mailing.schedule?.zone)),
            ("notAfter", JSONValue(mailing.notAfter)), ("finishedAt", JSONValue(mailing.finishedAt)),
            ("recipients", JSONValue(totals.recipients)),
            ("accepted", JSONValue(totals.accepted)), ("refused", JSONValue(totals.refused)),
            ("deferred", JSONValue(totals.deferred)), ("unknown", JSONValue(totals.unknown)),
            ("skipped", JSONValue(totals.skipped)), ("underWay", JSONValue(totals.underWay)),
            ("pending", JSONValue(totals.pending)),
            ("envelopes", JSONValue(totals.envelopes)),
            ("experiment", JSONValue(mailing.experiment?.experiment)),
            ("letter", JSONValue(mailing.experiment?.letter)),
        ])
    }
}
