import FanmailBasics
import Foundation
import Testing

@testable import FanmailTerminal

/// `TZ` is the whole process's, so these run one after the other, and leave it as it was.
@Suite("The clock of a terminal", .serialized)
struct LocalClockTests {
    private func within(_ zone: String, _ body: (LocalClock) -> Void) {
        let old = ProcessInfo.processInfo.environment["TZ"]
        setenv("TZ", zone, 1)
        defer {
            if let old { setenv("TZ", old, 1) } else { unsetenv("TZ") }
            tzset()
        }
        body(LocalClock())
    }

    private func moment(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(milliseconds: 0) }

    @Test(
        "shows the time of the zone, in winter and in summer",
        arguments: [
            ("Europe/Berlin", "2026-01-15T11:00:00Z", "2026-01-15 12:00:00 CET"),
            ("Europe/Berlin", "2026-07-15T11:00:00.999Z", "2026-07-15 13:00:00 CEST"),
            ("America/New_York", "2026-01-01T02:30:00Z", "2025-12-31 21:30:00 EST"),
            ("Asia/Kolkata", "2026-11-27T16:38:41Z", "2026-11-27 22:08:41 IST"),
            ("UTC", "2026-11-27T16:38:41Z", "2026-11-27 16:38:41 UTC"),
            ("UTC", "1969-12-31T23:59:59.001Z", "1969-12-31 23:59:59 UTC"),
            // The clock goes forward, and back.
            ("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59 CET"),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00 CEST"),
            ("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:30:00 CEST"),
            ("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:30:00 CET"),
        ])
    func line(zone: String, utc: String, local: String) {
        within(zone) { #expect($0.line(moment(utc)) == local) }
    }

    @Test("tells the zone once, in the heading; only the hour that comes twice says which it is")
    func table() {
        within("Europe/Berlin") { clock in
            #expect(clock.zone == "CEST/CET" || clock.zone == "CET/CEST")
            var table = TextTable(["ID", "AT"], clock: clock)
            table.add(1, moment("2026-01-15T11:00:00.123Z"))
            table.add(2, nil)
            table.add(3, moment("2026-10-25T00:30:00Z"))
            #expect(
                table.lines(width: 80) == [
                    "ID  AT (\(clock.zone))", "1   2026-01-15 12:00:00", "2", "3   2026-10-25 02:30:00 CEST",
                ])
            #expect(table.lines(width: 20)[1] == "1   2026-01-15")
            #expect(table.lines(width: 20)[0] == "ID  AT")
        }
        within("UTC") { #expect($0.zone == "UTC") }
    }

    @Test("is not asked where a program reads")
    func program() {
        within("Europe/Berlin") { _ in
            var table = TextTable(["AT"], clock: nil)
            table.add(moment("2026-01-15T11:00:00Z"))
            #expect(table.lines == ["AT", "2026-01-15T11:00:00Z"])
        }
    }

    @Test("leaves out the day where that is today's")
    func minutes() {
        within("Europe/Berlin") { clock in
            let now = moment("2026-01-15T22:30:00Z")
            #expect(clock.minute(moment("2026-01-15T22:40:00Z"), now: now) == "23:40 CET")
            #expect(clock.minute(moment("2026-01-15T23:40:00Z"), now: now) == "2026-01-16 00:40 CET")
        }
    }

    @Test("does not show in CSV, where what a spreadsheet would calculate is defused")
    func csv() {
        let time = moment("2026-01-15T11:00:00Z")
        #expect(TextTable.csv(headings: ["ID", "AT", "REPLY"]) == "id,at,reply\r\n")
        #expect(TextTable.csv([-3, time, "=1+1"]) == "-3,2026-01-15T11:00:00Z,'=1+1\r\n")
        #expect(TextTable.csv([3, nil, "a, \"b\""]) == "3,,\"a, \"\"b\"\"\"\r\n")
    }
}
