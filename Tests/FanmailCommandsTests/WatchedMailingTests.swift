import FanmailBasics
import FanmailDelivery
import Testing

@testable import ListCommands
@testable import ListStore

@Suite("What whoever watches a mailing sees")
struct WatchedMailingTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func destination(
        _ name: String, pause: DestinationRecord.Pause? = nil, _ change: (inout DestinationStatus) -> Void = { _ in }
    ) -> DestinationRecord {
        var status = DestinationStatus(name: name)
        change(&status)
        var record = DestinationRecord(
            name: name, provider: nil, domains: [], window: status.window, backOffs: 0, backOffUntil: nil,
            lastReply: status.lastReply, recipientLimit: nil, seenAt: nil, pause: pause)
        record.runs = [DestinationRecord.Run(mailing: 3, isUnderWay: true, status: status, at: Self.now)]
        return record
    }

    private func watched(_ destinations: [DestinationRecord]) -> WatchedMailing {
        var totals = MailingTotals()
        (totals.accepted, totals.deferred, totals.pending) = (1200, 7, 800)
        let mailing = MailingRecord(
            id: 3, lists: ["announce"], state: .sending, reason: nil, subject: "Autumn \u{1B}[31m",
            author: "a@b.example",
            messageID: "<1@b.example>", relay: "smtp://127.0.0.1:25", startedAt: Self.now, finishedAt: nil,
            totals: totals, isOwned: true)
        return WatchedMailing(mailing: mailing, destinations: destinations, rate: 1234, at: Self.now)
    }

    private var three: WatchedMailing {
        watched([
            destination("(mx1|mx2|mx3|mx4).mail.example.org") {
                ($0.window, $0.connections, $0.readyRecipients, $0.rate, $0.limit) = (10, 10, 12_345, 800, .window)
                $0.lastReply = "450 4.2.0 try again later, there is much to do today"
            },
            destination("mx.slow.example") {
                ($0.limit, $0.limitedUntil) = (.backOff, Self.now + .seconds(90))
                $0.lastReply = "421 4.7.0 \u{1B}]0;x\u{07} too many connections"
            },
            destination(
                "relay.example", pause: .init(at: Self.now, until: Self.now + .seconds(7200), why: "they asked us")
            ) { ($0.window, $0.readyRecipients) = (4, 50) },
        ])
    }

    @Test("fits 80 columns and the rows there are, and shows nothing that others sent as it came", arguments: [80, 60])
    func screen(columns: Int) {
        let lines = three.lines(columns: columns, rows: 24, hasColour: false)
        #expect(lines.count == 24)
        #expect(lines.allSatisfy { $0.columns <= columns && !$0.contains("\u{1B}") }, "\(lines)")
        #expect(lines[0].hasPrefix("mailing 3, sending: Autumn"))
        #expect(lines[1].hasPrefix("1,200 of 2,007 accepted  1,234/s  7 deferred"))
        let table = lines.filter { !$0.isEmpty }
        #expect(table.contains { $0.contains("10/10") && $0.contains("12,345") && $0.contains(" window ") }, "\(lines)")
        #expect(table.contains { $0.hasPrefix("mx.slow") && $0.contains("back-off 91s") })
        #expect(table.contains { $0.contains("paused 2h0m") && $0.contains("0/4") })
        #expect(lines[23].hasPrefix("Ctrl-C or q ends the view"))
    }

    @Test("shows the busiest where there is no room for all, and those that are held up first")
    func many() {
        let idle = (0..<40).map { destination("idle\($0).example") }
        let busy = destination("busy.example") { $0.readyRecipients = 9 }
        let held = destination("zzz.example") { ($0.limit, $0.limitedUntil) = (.dns, nil) }
        let lines = watched(idle + [busy, held]).lines(columns: 80, rows: 9, hasColour: false)
        #expect(lines.count == 9)
        #expect(lines.contains { $0.hasPrefix("busy.example") } && lines.contains { $0.hasPrefix("zzz.example") })
        #expect(lines.contains { $0 == "and 40 more destinations" || $0 == "and 39 more destinations" }, "\(lines)")
    }

    @Test("is one line in a pipe, and one object") func line() throws {
        let line = three.line
        #expect(line.hasPrefix("2027-01-15T08:00:00Z  1,200 of 2,007 accepted  1,234/s  7 deferred  3 destinations"))
        #expect(line.hasSuffix("mx.slow.example: back-off 91s  relay.example: paused 2h0m"))
        let json = three.json.text
        #expect(!json.contains("\n"))
        #expect(json.contains(#""limitedBy":"back-off""#) && json.contains(#""limitedBy":"pause""#))
        #expect(json.contains(#""pending":800"#))
    }
}
