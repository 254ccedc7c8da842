import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore

/// `send a.md b.md --split 10%`: letters that are compared.
extension SendCommand {
    /// What goes with several files, and what does not.
    static func validate(_ files: [String], split: String?) throws {
        guard split != nil else {
            guard files.count > 1 else { return }
            throw ValidationError(
                "\(files.count) messages: to send each to a share of the list, say how large, with --split 10%; else send "
                    + "them one by one")
        }
        guard files.count > 1 else {
            throw ValidationError("--split: is for two letters or more; write fanmail send a.md b.md --split 10%")
        }
        guard files.count <= 26 else { throw ValidationError("--split: is for 26 letters at most") }
        if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("-: standard input can be read once") }
    }

    func runSplit(_ text: String) async throws {
        let split = try SplitText.parse(text, letters: files.count)
        let (planned, letters) = try SplitLetters.read(files, split, options, segment: segment)
        let office = try options.office(for: letters.first, after: planned)
        try ask(letters, office)
        let handles = try await office.send(letters.all, split: split, again: again, isOperators: true)
        let store = office.store
        let experiment = try handles.first.flatMap { try store.experiment(of: $0.mailing) }
        try await RunReporting.follow(
            handles, of: experiment, json: options.global.json, strict: strict, post: try NoticePost(options, store))
    }

    private func ask(_ letters: SplitLetters, _ office: PostOffice) throws {
        let plan = try letters.plan(office)
        guard Terminal.isInputTerminal, Terminal.isErrorTerminal, !yes, !files.contains("-") else {
            if !yes { try letters.all.forEach { try Self.expectAllowed($0) } }
            for warning in letters.all.flatMap(\.warnings) {
                Terminal.say("warning: \(warning)".escapedForTerminal)
            }
            return
        }
        var page = PlanPage(
            prepared: letters.first, plan: plan.first, estimate: try office.estimate(plan.first).of(plan.shares.share),
            relay: office.settings.destination, clock: Terminal.errorClock)
        page.shares = plan.shares
        page.others = plan.others
        let hasColour = Terminal.hasColour && Terminal.isErrorTerminal
        for line in page.lines(width: Terminal.width, colour: hasColour) { Terminal.say(line) }
        let isAllowed = letters.all.allSatisfy(\.objections.isEmpty)
        guard Terminal.confirm(isAllowed ? "Send?" : "Send it all the same?") else { throw ExitCode(1) }
    }
}

/// The letters that are compared, ready to be planned and sent.
struct SplitLetters {
    let all: [PreparedMailing]
    let first: PreparedMailing
    let split: ExperimentSplit

    private init(_ letters: [PreparedMailing], _ split: ExperimentSplit) {
        all = letters
        first = letters[0]
        self.split = split
    }

    /// What is wrong with a letter is said before what is wrong with the way that it would go.
    ///
    /// - Throws: where one of them cannot be used, or they cannot be compared.
    static func read(
        _ files: [String], _ split: ExperimentSplit, _ options: DeliveryOptions, segment: String?
    ) throws -> (office: PostOffice, letters: SplitLetters) {
        let contents = try files.map { try MessageFile.content($0, options.configuration()) }
        let office = try options.plannedOffice()
        let letters = try contents.map { try office.prepare($0.0, named: $0.1, segment: segment) }
        try PostOffice.expectComparable(letters)
        return (office, SplitLetters(letters, split))
    }

    /// The plans of the first, as if it went to all, and of the others, and how all of them would be divided.
    func plan(_ office: PostOffice) throws -> (
        first: MailingPlan, others: [(name: String, plan: MailingPlan)], shares: SplitPlan
    ) {
        let plan = try office.plan(first)
        let others = try all.dropFirst().map { (name: $0.name, plan: try office.plan($0)) }
        return (plan, others, try SplitPlan(all, split, of: plan.recipients))
    }
}
