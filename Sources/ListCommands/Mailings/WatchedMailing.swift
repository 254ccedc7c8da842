import FanmailBasics
import FanmailDelivery
import FanmailTerminal
import ListStore

/// A mailing as whoever watches it sees it at one moment.
struct WatchedMailing {
    let mailing: MailingRecord
    /// Where it goes, by name.
    let destinations: [DestinationRecord]
    /// Recipients a second that reached an outcome, over the latest seconds.
    let rate: Double
    let at: Timestamp

    /// What the run told of a destination; a pause by hand also before it has heard of it.
    static func status(of destination: DestinationRecord) -> DestinationStatus {
        var status = destination.runs.first?.status ?? DestinationStatus(name: destination.name)
        if destination.runs.first?.isUnderWay != true {
            (status.connections, status.readyEnvelopes, status.readyRecipients) = (0, 0, 0)
            (status.rate, status.limit, status.limitedUntil) = (0, .nothing, nil)
        }
        if let pause = destination.pause { (status.limit, status.limitedUntil) = (.pause, pause.until) }
        return status
    }

    private static let mostTold = 1000

    /// Those where something waits, is under way or is held up; the rest have nothing to tell.
    var busy: [DestinationStatus] {
        destinations.map(Self.status).filter {
            $0.connections > 0 || $0.readyEnvelopes > 0 || $0.limit != .nothing || $0.rate > 0
        }
    }

    /// The busiest of them, in the order of their names, so that a row stays where it is.
    func busiest(_ limit: Int) -> [DestinationStatus] {
        let all = destinations.map(Self.status)
        guard all.count > limit else { return all }
        func weight(_ status: DestinationStatus) -> (Int, Int, Int, Int) {
            let isTrouble = [.backOff, .pause, .dns].contains(status.limit)
            return (isTrouble ? 1 : 0, status.readyRecipients, status.connections, status.accepted)
        }
        return all.sorted { weight($0) > weight($1) }.prefix(limit).sorted { $0.name < $1.name }
    }

    /// Where it stands, in one line.
    var sums: String {
        let totals = mailing.totals
        var parts = ["\(totals.accepted.grouped) of \(totals.recipients.grouped) accepted", "\(rate.shown)/s"]
        for (name, count) in [
            ("refused", totals.refused), ("deferred", totals.deferred), ("unknown", totals.unknown),
            ("skipped", totals.skipped),
        ] where count > 0 {
            parts.append("\(count.grouped) \(name)")
        }
        return parts.joined(separator: "  ")
    }

    /// For a pipe.
    var line: String {
        var parts = [at.shown, sums, counted(destinations.count, "destination")]
        let held = busy.filter { [.backOff, .pause, .dns].contains($0.limit) }
        parts += held.prefix(3).map { "\($0.name): \($0.limitWords(now: at))" }
        if held.count > 3 { parts.append("\(held.count - 3) more are held up") }
        return parts.joined(separator: "  ").escapedForTerminal
    }

    var json: JSONValue {
        let totals = mailing.totals
        return .object([
            ("at", JSONValue(at)), ("mailing", .int(mailing.id)), ("state", .string(mailing.standing)),
            ("reason", JSONValue(mailing.reason)), ("recipients", JSONValue(totals.recipients)),
            ("accepted", JSONValue(totals.accepted)), ("refused", JSONValue(totals.refused)),
            ("deferred", JSONValue(totals.deferred)), ("unknown", JSONValue(totals.unknown)),
            ("skipped", JSONValue(totals.skipped)), ("underWay", JSONValue(totals.underWay)),
            ("pending", JSONValue(totals.pending)), ("rate", .double(rate)),
            ("destinations", .array(busy.prefix(Self.mostTold).map(Self.json))),
        ])
    }

    private static func json(_ status: DestinationStatus) -> JSONValue {
        .object([
            ("name", .string(status.name)), ("provider", JSONValue(status.provider)),
            ("window", JSONValue(status.window)), ("open", JSONValue(status.connections)),
            ("readyEnvelopes", JSONValue(status.readyEnvelopes)),
            ("readyRecipients", JSONValue(status.readyRecipients)), ("accepted", JSONValue(status.accepted)),
            ("deferred", JSONValue(status.deferred)), ("refused", JSONValue(status.refused)),
            ("rate", .double(status.rate)), ("limitedBy", .string(status.limit.rawValue)),
            ("limitedUntil", JSONValue(status.limitedUntil)), ("lastReply", JSONValue(status.lastReply)),
        ])
    }

    /// The picture for a screen of this size.
    func lines(columns: Int, rows: Int, hasColour: Bool) -> [String] {
        let title = "mailing \(mailing.id), \(mailing.standing): \(mailing.subject)"
        var lines = [
            Terminal.styled(title.escapedForTerminal.cut(to: columns), "1", hasColour), sums.cut(to: columns), "",
        ]
        let room = max(1, rows - lines.count - 3)
        let shown = busiest(room)
        var table = TextTable(["DESTINATION", "WINDOW", "QUEUE", "RATE", "LIMITED BY", "LAST REPLY"], clock: nil)
        for status in shown {
            table.add(
                status.name, Figure("\(status.connections)/\(status.window)"), Figure(status.readyRecipients.grouped),
                Figure("\(status.rate.shown)/s"), Figure(status.limitWords(now: at)), status.lastReply ?? "")
        }
        lines += shown.isEmpty ? ["nothing was offered anywhere yet"] : table.lines(width: columns)
        let more = destinations.count - shown.count
        if more > 0 { lines.append("and \(counted(more, "more destination"))") }
        lines += Array(repeating: "", count: max(0, rows - lines.count - 1))
        let keys = "Ctrl-C or q ends the view; the mailing goes on"
        return Array(lines.prefix(rows - 1)) + [Terminal.styled(keys.cut(to: columns), "7", hasColour)]
    }

    /// A cell that is never cut.
    private struct Figure: TableCell {
        static let isFirm = true
        private let text: String

        init(_ text: String) { self.text = text }

        func forms(_ clock: LocalClock?) -> [String] { [text] }
    }
}
