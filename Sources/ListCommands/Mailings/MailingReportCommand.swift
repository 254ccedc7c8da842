import ArgumentParser
import Fanmail
import FanmailBasics
import FanmailDelivery
import FanmailMIME
import FanmailTerminal
import ListStore
import MailingLists
import SMTPCore
import SMTPLoad

struct MailingReportCommand: PagedCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "How a mailing went: over time, by reply, by domain; as a page with plots, too.",
        discussion: """
            Example: fanmail mailing report 3 --html autumn.html. Without an id it is the latest. The page needs nothing \
            else, and shows real addresses of one envelope.
            """)

    @Argument(help: "Its id; last is the latest.") var id = RecordID.last
    @Option(help: "Writes a page with plots to this file.", completion: .file()) var html: String?
    @OptionGroup var paging: PagerOptions
    @OptionGroup var global: GlobalOptions

    private static let (shownReplies, shownDomains) = (15, 15)

    func run() throws {
        let store = try global.store(connections: .one)
        let mailing = try store.mailing(id)
        if let html { try PlotPage.expectWritable(html) }
        let course = try store.course(of: mailing.id)
        if let html {
            let page = MailingPage(mailing, course, split: try Self.split(of: mailing, store))
            try PlotPage.write(page.text, to: html)
            Terminal.say("the page is \(html.escapedForTerminal)")
        }
        if global.json { return Terminal.print(Self.json(mailing, course).text) }
        for line in Self.summary(mailing, course) { Terminal.print(line.escapedForTerminal) }
        guard !course.replies.isEmpty else { return }
        Terminal.print("")
        Self.replies(course).print()
        if course.replies.count > Self.shownReplies {
            Terminal.print("and \(counted(course.replies.count - Self.shownReplies, "other reply", "other replies"))")
        }
        Terminal.print("")
        Self.domains(course).print()
        let more = course.domains.count - Self.shownDomains
        if more > 0 || course.others.sum > 0 {
            Terminal.print("and \(course.others.sum > 0 ? "many" : "\(more)") more domains")
        }
    }

    private static func summary(_ mailing: MailingRecord, _ course: MailingCourse) -> [String] {
        var lines = ["mailing \(mailing.id), \(mailing.standing): \(mailing.subject)"]
        let totals = mailing.totals
        lines.append(
            "\(counted(totals.recipients, "recipient")), \(counted(totals.envelopes, "envelope")) by \(mailing.relay)")
        if let length = course.length(since: mailing.startedAt) {
            lines.append("over \(Plot.time(Double(length))), \(course.rate(over: length).shown) recipients/s")
        }
        if let took = course.took {
            let values = took.values(atPercentiles: [50, 99, 100])
            lines.append(
                "accepted transactions took \(Plot.time(values[0])), 1 % of them more than \(Plot.time(values[1])), the "
                    + "longest \(Plot.time(values[2]))")
        }
        return lines
    }

    private static func replies(_ course: MailingCourse) -> TextTable {
        var table = TextTable("OUTCOME", "REPLY", "RECIPIENTS", "FOR EXAMPLE")
        for (reply, told) in course.repliesInOrder.prefix(shownReplies) {
            let said = reply.words == reply.outcome.rawValue ? "" : reply.words
            table.add(
                reply.outcome.rawValue, said, told.recipients, (told.example ?? "").replacing("\n", with: " "))
        }
        return table
    }

    private static func domains(_ course: MailingCourse) -> TextTable {
        var table = TextTable("DOMAIN", "RECIPIENTS", "ACCEPTED", "REFUSED", "DEFERRED", "UNKNOWN", "SKIPPED")
        for domain in course.domains.prefix(shownDomains) {
            let count = domain.count
            table.add(
                domain.name, count.sum, count.accepted, count.refused, count.deferred, count.unknown, count.skipped)
        }
        return table
    }

    /// The header beside an envelope; nil where nothing was cut.
    private static func split(of mailing: MailingRecord, _ store: Store) throws -> SplitView? {
        let addresses = try store.sampleRecipients(of: mailing.id, limit: 50)
        guard let first = addresses.first, let mailbox = try? Mailbox(parsing: first) else { return nil }
        let story = try store.story(of: mailbox, in: mailing.id)
        let office = PostOffice(
            store: store, settings: MailingSettings(relay: try RelayOptions.relay("smtp://localhost")))
        let message = try (try? office.copy(of: story, in: mailing.id))?.octets ?? store.message(of: mailing.id)
        let end = (try? HeaderSection(message))?.end ?? 0
        return SplitView(
            header: message[..<end], reversePath: story.envelope?.reversePath ?? .null, forwardPaths: addresses,
            count: story.envelope?.recipients ?? addresses.count)
    }

    private static func json(_ mailing: MailingRecord, _ course: MailingCourse) -> JSONValue {
        .object([
            ("mailing", MailingCommand.json(mailing)),
            ("stepMilliseconds", .int(course.overTime.length)),
            (
                "overTime",
                .array(
                    course.overTime.steps.map { step in
                        .object([("at", JSONValue(step.start)), ("outcomes", step.value.json)])
                    })
            ),
            (
                "replies",
                .array(
                    course.repliesInOrder.map { reply, told in
                        .object([
                            ("outcome", .string(reply.outcome.rawValue)), ("code", JSONValue(reply.code)),
                            ("status", JSONValue(reply.status)), ("recipients", JSONValue(told.recipients)),
                            ("example", JSONValue(told.example)),
                        ])
                    })
            ),
            (
                "domains",
                .array(
                    course.domains.prefix(1000).map { domain in
                        .object([("domain", .string(domain.name)), ("outcomes", domain.count.json)])
                    })
            ),
            (
                "transactionMilliseconds",
                course.took.map { took in
                    let values = took.values(atPercentiles: [50, 90, 99, 99.9, 100])
                    return .object(
                        zip(["p50", "p90", "p99", "p999", "max"], values).map { ($0, .double($1)) })
                } ?? .null
            ),
        ])
    }
}
