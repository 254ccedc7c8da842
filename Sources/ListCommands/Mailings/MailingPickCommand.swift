import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import ListStore

struct MailingPickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pick",
        abstract: "Sends one of the letters that were compared to the rest of the list.",
        discussion: """
            Example: fanmail mailing pick 1 B
            Without a letter it shows what is known so far of each, and changes nothing. `fanmail send a.md b.md --split \
            10%` begins such a comparison.
            """)

    @Argument(help: "The id of one of its mailings; last is the latest.") var id = RecordID.last
    @Argument(help: "Which letter: A, B, …, or the id of its mailing.") var letter: String?
    @OptionGroup var options: DeliveryOptions
    @Flag(help: "Also while shares have not ended; on a terminal it is asked then.") var force = false
    @Flag(help: "Exit status 67 when somebody was refused.") var strict = false

    func run() async throws {
        let store = try options.global.store()
        let mailing = try store.mailing(id)
        guard let experiment = try store.experiment(of: mailing.id) else {
            throw FanmailFailure(
                .unusableInput,
                "mailing \(mailing.id) went to all of its list, not to a share; `fanmail send a.md b.md --split 10%` "
                    + "compares letters")
        }
        let results = try store.results(of: experiment)
        guard let letter else { return try show(experiment, results, store) }
        guard let picked = experiment.letter(letter) else {
            let names = experiment.letters.map { "\($0.name) (mailing \($0.mailing))" }.joined(separator: ", ")
            throw FanmailFailure(.usage, "\(letter.escapedForTerminal) is none of its letters: use one of \(names)")
        }
        try expectEnd(results)
        let lists = try mailing.lists.map { try store.list(named: $0) }
        let office = try options.office(for: lists, store, fallback: mailing.relay)
        let handle = try await office.pick(picked.mailing)
        try await RunReporting.follow(
            handle, json: options.global.json, strict: strict, post: try NoticePost(options, store))
    }

    /// What is known of a letter before its share has ended is of those who were reached first.
    private func expectEnd(_ results: [LetterResult]) throws {
        let open = results.filter { !$0.hasEnded }
        guard !open.isEmpty, !force else { return }
        let words = open.map { result in
            let left = result.totals.pending + result.totals.underWay
            return
                "\(result.letter.name) (mailing \(result.letter.mailing)): \(left) not yet, \(result.totals.deferred) deferred"
        }.joined(separator: "; ")
        guard Terminal.isInputTerminal, Terminal.isErrorTerminal else {
            throw FanmailFailure(
                .tryLater,
                "not every share has ended: \(words); wait, cancel what is to wait no longer, or give --force")
        }
        Terminal.say("not every share has ended: \(words)".escapedForTerminal)
        guard Terminal.confirm("Pick it all the same?") else { throw ExitCode(1) }
    }

    private func show(_ experiment: Experiment, _ results: [LetterResult], _ store: Store) throws {
        let rest = try experiment.rest.map { try store.mailing($0) }
        if options.global.json {
            return Terminal.print(Self.json(experiment, results, rest).text)
        }
        var table = TextTable(
            "LETTER", "MAILING", "RECIPIENTS", "ACCEPTED", "BOUNCES", "COMPLAINTS", "UNSUBSCRIBED", "SUBJECT")
        for result in results {
            table.add(
                result.letter.name, result.letter.mailing, result.totals.recipients, result.totals.accepted,
                result.bounces, result.complaints, result.unsubscribed, result.letter.subject)
        }
        table.print()
        guard let rest else { return Terminal.print("nobody is left: each of the list was in a share") }
        if let winner = experiment.letters.first(where: { $0.mailing == experiment.winner }) {
            Terminal.print("the rest gets letter \(winner.name), by mailing \(rest.id): \(rest.standing)")
        } else if rest.state == .cancelled {
            Terminal.print("mailing \(rest.id), to the rest, was cancelled")
        } else {
            Terminal.print(
                "the rest, \(counted(rest.totals.pending, "recipient")), waits: fanmail mailing pick "
                    + "\(results.first?.letter.mailing ?? rest.id) \(results.map(\.letter.name).joined(separator: "|"))"
            )
        }
    }

    private static func json(
        _ experiment: Experiment, _ results: [LetterResult], _ rest: MailingRecord?
    ) -> JSONValue {
        let letters: [JSONValue] = results.map { result in
            .object([
                ("letter", .string(result.letter.name)), ("mailing", .int(result.letter.mailing)),
                ("subject", .string(result.letter.subject)), ("hasEnded", .bool(result.hasEnded)),
                ("recipients", JSONValue(result.totals.recipients)), ("accepted", JSONValue(result.totals.accepted)),
                ("bounces", JSONValue(result.bounces)), ("complaints", JSONValue(result.complaints)),
                ("unsubscribed", JSONValue(result.unsubscribed)),
            ])
        }
        return .object([
            ("experiment", .int(experiment.id)), ("seed", .int(experiment.seed)),
            ("startedAt", JSONValue(experiment.startedAt)), ("letters", .array(letters)),
            ("rest", rest.map(MailingCommand.json) ?? .null), ("winner", JSONValue(experiment.winner)),
        ])
    }
}

extension Experiment {
    /// What a mailing is in it, for a person.
    func place(of mailing: Int64) -> String {
        let others = letters.filter { $0.mailing != mailing }.map { "\($0.name) is mailing \($0.mailing)" }
        let picked = letters.first { $0.mailing == winner }
        var parts: [String] = []
        if let letter = letters.first(where: { $0.mailing == mailing }) {
            parts = ["\(id), letter \(letter.name)"] + others
            if let rest { parts.append("the rest is mailing \(rest)") }
        } else {
            parts = ["\(id), the rest"] + others
        }
        if let picked {
            parts.append("\(picked.name) was picked")
        } else if rest != nil {
            parts.append("none is picked yet: fanmail mailing pick \(letters.first?.mailing ?? mailing)")
        }
        return parts.joined(separator: "; ")
    }
}
