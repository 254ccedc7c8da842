import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailTerminal
import ListStore
import SMTPClient
import SMTPCore

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a message to the lists that its To, Cc and Bcc name.",
        discussion: """
            Example: fanmail send templates/announcement.eml --relay smtp://127.0.0.1:25
            With --at it is written down, and goes to whoever is subscribed at that time. Exit status: 0 all settled, at least one accepted; 75 some deferred or paused; 76 some unknown; 69 none \
            accepted or no relay; 67 refusals under --strict; 65 unusable input; 130 interrupted.
            """)

    @Argument(
        help: ArgumentHelp(
            "The message, or a letter (.md, .html, .txt); - for standard input. Several with --split.",
            valueName: "file"),
        completion: .file()) var files: [String]
    @Option(
        help: ArgumentHelp(
            "Compares letters: each goes to so much of the list, drawn by lot (10%, or 500 people), or one size for each (10%,20%); the rest waits for `mailing pick`.",
            valueName: "shares")) var split: String?
    @Option(help: "Only this segment of the list.", completion: .segments) var segment: String?
    @Option(
        help: ArgumentHelp(
            "Sends one copy here, marked [Test], and nothing to the list; again for more.", valueName: "address"))
    var testTo: [String] = []
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("With --test-to: of a letter the copy of this subscriber.", valueName: "address"))
    var reader: String?
    @OptionGroup(title: "SCHEDULE OPTIONS") var schedule: ScheduleOptions
    @Flag(help: "Writes it down, for `fanmail run` to send it.") var queue = false
    @OptionGroup var options: DeliveryOptions
    @Flag(help: "Also when the same message went to the list before.") var again = false
    @Flag(help: "Goes on with the earlier mailing of this message and sends its unknown copies once more.")
    var resendUnknown = false
    @Flag(
        help:
            "Does not ask, not even where a list does not let the author post, which is refused without it where there is no terminal."
    ) var yes = false
    @Flag(help: "Exit status 67 when somebody was refused.") var strict = false
    @Flag(
        help:
            "For a mail server that hands a message over (README): status 0 it is taken care of, 75 to be offered again, which goes on; 65 and 77 its author is told."
    ) var pipe = false

    var file: String { files[0] }

    /// It is written down, and sent later.
    private var isLater: Bool { queue || schedule.at != nil }

    func validate() throws {
        try Self.validate(files, split: split)
        if split != nil, !testTo.isEmpty || resendUnknown || reader != nil {
            throw ValidationError("--split: goes without --test-to, --as and --resend-unknown; test letters one by one")
        }
        if split != nil, isLater || schedule.notAfter != nil {
            throw ValidationError("--split: is sent now; leave --at, --queue and --not-after out")
        }
        if queue, schedule.at != nil { throw ValidationError("--queue: --at writes it down too; leave --queue out") }
        if isLater, resendUnknown || !testTo.isEmpty || strict {
            throw ValidationError(
                "\(queue ? "--queue" : "--at"): is not sent now; leave --test-to, --resend-unknown and --strict out")
        }
        guard pipe else { return }
        if isLater { throw ValidationError("--pipe: is sent now; leave --at and --queue out") }
        if files != ["-"] { throw ValidationError("--pipe: reads standard input; write fanmail send --pipe -") }
        if !testTo.isEmpty || again || resendUnknown || strict || yes || options.global.json {
            throw ValidationError(
                "--pipe: decides by itself; leave --test-to, --again, --resend-unknown, --strict, --yes and --json out")
        }
    }

    func run() async throws {
        if pipe { return try await runPiped() }
        if let split { return try await runSplit(split) }
        let later = try schedule.schedule(isNow: queue)
        let end = try schedule.end(later)
        let (content, name) = try MessageFile.content(file, options.configuration())
        let planned = try options.plannedOffice()
        let reader = try testReader(content)
        let prepared = try planned.prepare(
            testTo.isEmpty ? content : content.markedAsTest, named: name, segment: segment)
        if let later { return try await write(prepared, later, end, planned) }
        let office = try options.office(for: prepared, after: planned)
        guard testTo.isEmpty else { return try await sendTest(prepared, as: reader, office) }
        try ask(prepared, office)
        let handle: MailingRunHandle
        if resendUnknown, let earlier = try office.previous(prepared) {
            handle = try await office.resume(earlier, resendUnknown: true)
        } else {
            handle = try await office.send(prepared, again: again, isOperators: true, notAfter: end)
        }
        try await RunReporting.follow(
            handle, json: options.global.json, strict: strict, post: try NoticePost(options, options.global.store()))
    }

    /// Writes it down, to be sent later.
    private func write(
        _ prepared: PreparedMailing, _ schedule: MailingSchedule, _ end: Timestamp?, _ planned: PostOffice
    ) async throws {
        let office = try options.laterOffice(for: prepared, after: planned)
        try ask(prepared, office)
        let id = try await office.schedule(prepared, again: again, schedule, notAfter: end)
        try MailingCommand.tell(ofScheduled: id, planned.store, json: options.global.json)
    }

    /// Shows the plan on a terminal and asks; elsewhere says what a plan would warn of, and goes on.
    ///
    /// - Throws: where nobody can be asked, and a list's policy does not let the author post: what comes through a pipe may
    ///   be a stranger's mail, handed over by a mail server.
    private func ask(_ prepared: PreparedMailing, _ office: PostOffice) throws {
        guard Terminal.isInputTerminal, Terminal.isErrorTerminal, !yes, file != "-" else {
            if !yes { try Self.expectAllowed(prepared) }
            for warning in prepared.warnings { Terminal.say("warning: \(warning)".escapedForTerminal) }
            return
        }
        let plan = try office.plan(prepared)
        let page = PlanPage(
            prepared: prepared, plan: plan, estimate: try office.estimate(plan), relay: office.settings.destination,
            clock: Terminal.errorClock)
        let hasColour = Terminal.hasColour && Terminal.isErrorTerminal
        for line in page.lines(width: Terminal.width, colour: hasColour) { Terminal.say(line) }
        let question = isLater ? "Have it go out then?" : "Send?"
        guard Terminal.confirm(prepared.objections.isEmpty ? question : "Send it all the same?") else {
            throw ExitCode(1)
        }
    }

    /// - Throws: where a list's policy does not let the author post.
    static func expectAllowed(_ prepared: PreparedMailing) throws {
        guard let objection = prepared.objections.first else { return }
        throw FanmailFailure(
            .unusableInput,
            "\(prepared.name): \(objection); give --yes to send it all the same, or change From, or `post` or "
                + "`posters` in the list's file")
    }

    /// Whose copy a test is.
    private func testReader(_ content: MessageFile.Content) throws -> Mailbox? {
        guard let reader else { return nil }
        guard !testTo.isEmpty else {
            throw FanmailFailure(.usage, "--as is for a test: say where it goes, with --test-to")
        }
        guard case .letter = content else {
            throw FanmailFailure(.usage, "--as is for a letter; a finished message is the same for everybody")
        }
        return try SubscriberCommand.mailbox(reader)
    }

    /// Copies for the author, as the list would get them.
    private func sendTest(_ prepared: PreparedMailing, as reader: Mailbox?, _ office: PostOffice) async throws {
        if let reader, let list = prepared.lists.first?.name, let notice = try office.notice(of: reader, list) {
            Terminal.say("warning: \(notice)".escapedForTerminal)
        }
        let outcomes = try await office.sendTest(prepared, to: testTo.map(SubscriberCommand.mailbox), as: reader)
        if options.global.json {
            Terminal.print(
                JSONValue.array(
                    outcomes.map {
                        .object([
                            ("address", .string($0.recipient)), ("accepted", .bool($0.isAccepted)),
                            ("outcome", .string($0.description)),
                        ])
                    }
                ).text)
        } else {
            for outcome in outcomes { Terminal.print(outcome.description) }
        }
        Terminal.say("a test: nothing went to the list")
        guard outcomes.allSatisfy(\.isAccepted) else { throw ExitCode(69) }
    }
}
