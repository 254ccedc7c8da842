import FanmailBasics
import Testing

@Suite("The value of a Date field")
struct RFC5322DateTests {
    @Test(arguments: [
        ("Mon, 23 Nov 2026 09:00:00 +0000", "2026-11-23T09:00:00Z"),
        ("23 Nov 2026 09:00 -0530", "2026-11-23T14:30:00Z"),
        ("mon,23 nov 2026 10:00:00 +0100 (CET)", "2026-11-23T09:00:00Z"),
        ("Mon, 23 Nov 26 09:00:00 GMT", "2026-11-23T09:00:00Z"),
        ("Thu, 29 Feb 2024 23:59:60 +0000", "2024-03-01T00:00:00Z"), ("1 Jan 99 00:00:00 PST", "1999-01-01T08:00:00Z"),
        (" Mon (x (y)) , 23  Nov\t2026 09 : 00 : 00 +0000", "2026-11-23T09:00:00Z"),
    ])
    func isRead(text: String, expected: String) throws {
        let date = try #require(RFC5322Date(text))
        #expect(date.timestamp == Timestamp(rfc3339: expected) && date.hasRightWeekday)
    }

    @Test(arguments: [
        "", "yesterday", "Mon, 30 Feb 2026 09:00:00 +0000", "31 Nov 2026 09:00:00 +0000", "0 Nov 2026 09:00:00 +0000",
        "23 Nov 2026 24:00:00 +0000", "23 Nov 2026 09:60:00 +0000", "23 Nov 2026 09:00:61 +0000",
        "23 Nov 2026 09:00:00",
        "23 Nov 2026 09:00:00 +0060", "23 Nov 2026 09:00:00 +000", "2026-11-23T09:00:00Z", "Nov 23 2026 09:00:00 +0000",
        "29 Feb 2026 09:00:00 +0000", "23 Nov 1026 09:00:00 +0000", "23 Nov 20260 09:00:00 +0000",
        "Mon, 23 Nov 2026 (09:00:00 +0000",
        "Foo, 23 Nov 2026 09:00:00 +0000", "23 Nov 2026 09:00:00 +0000 x", "23 Nov 2026 9h00 +0000",
    ])
    func isNone(text: String) { #expect(RFC5322Date(text) == nil) }

    @Test func theDayOfTheWeekIsHeldAgainstTheDate() {
        #expect(RFC5322Date("Tue, 23 Nov 2026 09:00:00 +0000")?.hasRightWeekday == false)
        // It is that of the sender's own clock.
        #expect(RFC5322Date("Mon, 23 Nov 2026 23:30:00 -0500")?.hasRightWeekday == true)
    }

    @Test(arguments: [0, 951_782_400_000, 1_795_424_400_000, 4_107_542_399_000])
    func whatIsWrittenIsRead(milliseconds: Int64) {
        let timestamp = Timestamp(milliseconds: milliseconds)
        #expect(RFC5322Date(timestamp.rfc5322Date)?.timestamp == timestamp)
    }
}
