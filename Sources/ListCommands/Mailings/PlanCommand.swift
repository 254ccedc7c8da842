import ArgumentParser
import Composition
import Fanmail
import FanmailBasics
import FanmailSettings
import FanmailTerminal
import ListStore
import SMTPCore

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what sending a message would do: who, how many, when it is done, what is odd. Sends nothing.",
        discussion: """
            Example: fanmail plan templates/announcement.eml
            On a terminal it is a page, and --full is all: header beside envelope, numbers, fields, domains. A program \
            that reads it gets all of it, with as many recipients as the header has lines.
            """)

    private static let shownDomains = 10

    @Argument(
        help: ArgumentHelp(
            "The message, or a letter (.md, .html, .txt); - for standard input. Several with --split.",
            valueName: "file"),
        completion: .file()) var files: [String]
    @Option(
        help: ArgumentHelp(
            "Of letters that are compared: how large each share is, as `send` has it.", valueName: "shares"))
    var split: String?
    @Flag(help: "Shows all there is, the whole header and every recipient of an envelope.") var full = false
    @Flag(help: "All domains, each with its recipients, as CSV.") var csv = false
    @Option(help: "Only this segment of the list.", completion: .segments) var segment: String?
    @OptionGroup var options: DeliveryOptions

    func validate() throws {
        try SendCommand.validate(files, split: split)
        if csv, options.global.json { throw ValidationError("--csv and --json exclude each other; choose one") }
    }

    func run() throws {
        let (office, prepared, plan, others, shares) = try planned()
        let whole = try office.estimate(plan)
        let estimate = shares.map { whole.of($0.share) } ?? whole
        let forecast = try office.forecast(plan, estimate)
        if options.global.json {
            Terminal.print(Self.json(plan, prepared, shares, forecast.json(estimate)).text)
            return
        }
        if csv { return Self.domains(plan.domains).print(csv: true) }
        let relay = try options.shownWay(of: prepared.lists)
        guard full || !Terminal.isOutputTerminal else {
            var page = PlanPage(
                prepared: prepared, plan: plan, estimate: estimate, relay: relay,
                connections: office.settings.connections, clock: Terminal.clock)
            page.forecast = forecast
            page.shares = shares
            page.others = others
            let command = files.joined(separator: " ") + (split.map { " --split \($0)" } ?? "")
            let next = "`fanmail plan \(command) --full` shows header beside envelope, and all the rest"
            for line in page.lines(width: Terminal.width, colour: Terminal.hasColour, next: next) {
                Terminal.print(line)
            }
            return
        }
        Self.show(prepared, plan, isWhole: full) { Terminal.print($0) }
        Terminal.print("")
        for line in Self.summary(prepared, plan, office, relay: relay) { Terminal.print(line) }
        for (index, sentence) in (shares?.sentences ?? []).enumerated() {
            Terminal.print("\(index == 0 ? "split " : "      ") \(sentence.escapedForTerminal)")
        }
        for (index, sentence) in forecast.sentences(connections: office.settings.connections).enumerated() {
            Terminal.print("\(index == 0 ? "when  " : "      ") \(sentence.escapedForTerminal)")
        }
        for (name, plan) in others {
            for warning in plan.warnings { Terminal.print("mind   \(name): \(warning.line)".escapedForTerminal) }
        }
        for address in prepared.notMailed {
            Terminal.print("not mailed: \(address.escapedForTerminal) stands in the header and names no list")
        }
        if let previous = plan.previous {
            Terminal.print("this message went to this list before, as mailing \(previous); `send` will want --again")
        }
        Terminal.print("")
        Self.domains(plan.domains.prefix(Self.shownDomains)).print()
        if plan.domains.count > Self.shownDomains {
            Terminal.print("and \(counted(plan.domains.count - Self.shownDomains, "more domain"))")
        }
    }

    /// Of letters that are compared the first one, with the plans of the others and the shares.
    private func planned() throws -> (
        PostOffice, PreparedMailing, MailingPlan, [(name: String, plan: MailingPlan)], SplitPlan?
    ) {
        guard let split else {
            let (content, name) = try MessageFile.content(files[0], options.configuration())
            // Without a relay a plan is a plan all the same.
            let office = try options.plannedOffice()
            let prepared = try office.prepare(content, named: name, segment: segment)
            return (office, prepared, try office.plan(prepared), [], nil)
        }
        let (office, letters) = try SplitLetters.read(
            files, SplitText.parse(split, letters: files.count), options, segment: segment)
        let plan = try letters.plan(office)
        return (office, letters.first, plan.first, plan.others, plan.shares)
    }

    private static func domains(_ domains: some Sequence<MailingPlan.DomainCount>) -> TextTable {
        var table = TextTable("DOMAIN", "RECIPIENTS")
        for domain in domains { table.add(domain.domain, domain.recipients) }
        return table
    }

    static func show(_ prepared: PreparedMailing, _ plan: MailingPlan, isWhole: Bool = false, to say: (String) -> Void)
    {
        guard let sample = plan.sample else { return }
        let message = prepared.message
        SplitView(
            header: message.bytes[..<message.headerSize], reversePath: sample.reversePath,
            forwardPaths: sample.forwardPaths, count: sample.forwardPaths.count, isWhole: isWhole
        ).print(to: say)
    }

    /// Three lines, and more where there is more to say.
    static func summary(
        _ prepared: PreparedMailing, _ plan: MailingPlan, _ office: PostOffice, relay: String?
    ) -> [String] {
        let lists =
            prepared.lists.map { "\($0.name) <\($0.address.address)>" }.joined(separator: ", ")
            + (prepared.segment.map { ", segment \($0.name)" } ?? "")
        var who = "\(counted(plan.recipients, "recipient")) at \(counted(plan.domains.count, "domain"))"
        if plan.suppressed > 0 { who += ", \(plan.suppressed) suppressed" }
        if plan.onSeveralLists > 0 { who += "; \(plan.onSeveralLists) on several lists, with one copy each" }
        var how = "\(counted(plan.envelopes, "envelope")), \(counted(plan.transactions, "transaction"))"
        how +=
            relay.map { " to \(Configuration.withoutPassword($0))" }
            ?? " (no relay is set: `send` wants --relay smtp://host)"
        how += ", \(counted(office.settings.connections, "connection"))"
        if let seconds = plan.seconds, let rate = office.settings.rate {
            how += ", about \(DurationText.format(.seconds(Int(seconds.rounded(.up))))) at \(RateText.format(rate))"
        }
        var lines = ["to     \(lists)", "who    \(who)", "how    \(how)"]
        if let fields = Self.fields(plan) { lines.append("fields \(fields)") }
        if prepared.message.hasFooter == false {
            lines.append("footer none: the message is signed, encrypted, or has no text it can stand below")
        }
        if plan.individual > 0 {
            let extra = DurationText.format(.seconds(Int(plan.extraSeconds.rounded(.up))))
            lines.append(
                "alone  \(counted(plan.individual, "recipient")) in an envelope \(plan.individual == 1 ? "of their own" : "each"): "
                    + plan.reasons.joined(separator: "; "))
            lines.append(
                "       \(counted(plan.transactions, "transaction")) instead of \(plan.envelopesIfShared), "
                    + "about \(extra) more at a round trip of 50 ms")
        }

        lines += plan.attribution.enumerated().map { "\($0 == 0 ? "back  " : "      ") \($1)" }
        for file in prepared.travelling {
            lines.append("with   \(file.name) (\(file.type), \(counted(file.size, "octet")))")
        }
        if !plan.signatures.isEmpty {
            lines.append(
                "dkim   \(plan.signatures.joined(separator: ", "))\(plan.signingNote.map { "; \($0.line)" } ?? "")")
        }
        lines += plan.warnings.map { "mind   \($0.line)" }
        for field in plan.missing {
            lines.append(
                "lacks  {{\(field.field)}} (line \(field.line)): \(counted(field.subscribers, "subscriber")) without it; "
                    + "give it a default, or they get no copy")
        }
        return lines.map(\.escapedForTerminal)
    }

    /// What does not go out as the author wrote it.
    private static func fields(_ plan: MailingPlan) -> String? {
        let parts = [
            ("removed", plan.removedFields), ("replaced by the list's own", plan.replacedFields),
            ("encoded", plan.encodedFields),
        ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func json(
        _ plan: MailingPlan, _ prepared: PreparedMailing, _ split: SplitPlan?, _ forecast: JSONValue
    ) -> JSONValue {
        // Apart and with their types, or the compiler takes minutes.
        let missing: [JSONValue] = plan.missing.map {
            .object([
                ("field", .string($0.field)), ("line", JSONValue($0.line)), ("subscribers", JSONValue($0.subscribers)),
            ])
        }
        let files: [JSONValue] = prepared.travelling.map {
            .object([("name", .string($0.name)), ("type", .string($0.type)), ("size", JSONValue($0.size))])
        }
        let envelope: JSONValue? = plan.sample.map {
            .object([
                ("reversePath", .string($0.reversePath.address)), ("forwardPaths", JSONValue($0.forwardPaths)),
            ])
        }
        let domains: [JSONValue] = plan.domains.map {
            .object([("domain", .string($0.domain)), ("recipients", JSONValue($0.recipients))])
        }
        let shares: JSONValue? = split.map { split in
            .array(
                split.letters.map { letter in
                    .object([
                        ("letter", .string(letter.name)), ("file", .string(letter.file)),
                        ("subject", .string(letter.subject)), ("recipients", JSONValue(letter.recipients)),
                    ])
                })
        }
        let hasFooter: JSONValue? = prepared.message.hasFooter.map { .bool($0) }
        let seconds: JSONValue? = plan.seconds.map { .double($0) }
        let members: [(String, JSONValue)] = [
            ("lists", JSONValue(prepared.lists.map(\.name))), ("segment", JSONValue(prepared.segment?.name)),
            ("notMailed", JSONValue(prepared.notMailed)), ("subject", .string(prepared.message.subject)),
            ("messageID", .string(prepared.message.messageID)), ("hasFooter", hasFooter ?? .null),
            ("recipients", JSONValue(plan.recipients)), ("envelopes", JSONValue(plan.envelopes)),
            ("transactions", JSONValue(plan.transactions)), ("alone", JSONValue(plan.individual)),
            ("reasons", JSONValue(plan.reasons)), ("attribution", JSONValue(plan.attribution)),
            ("missing", .array(missing)), ("files", .array(files)),
            ("signatures", JSONValue(plan.signatures)), ("warnings", JSONValue(plan.warnings.map(\.line))),
            ("removedFields", JSONValue(plan.removedFields)), ("replacedFields", JSONValue(plan.replacedFields)),
            ("encodedFields", JSONValue(plan.encodedFields)),
            ("envelopesIfShared", JSONValue(plan.envelopesIfShared)), ("extraSeconds", .double(plan.extraSeconds)),
            ("suppressed", JSONValue(plan.suppressed)), ("onSeveralLists", JSONValue(plan.onSeveralLists)),
            ("seconds", seconds ?? .null), ("previous", JSONValue(plan.previous)), ("envelope", envelope ?? .null),
            ("domains", .array(domains)), ("shares", shares ?? .null), ("rest", JSONValue(split?.rest)),
            ("forecast", forecast),
        ]
        return .object(members)
    }
}
