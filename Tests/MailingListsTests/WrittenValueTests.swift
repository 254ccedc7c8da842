import Testing

@testable import FanmailBasics
@testable import MailingLists

/// Numbers and moments in texts.
struct WrittenValueTests {
    @Test(
        "Moments as people and systems write them",
        arguments: [
            ("2025-03-01", "2025-03-01T00:00:00Z"), ("2025-3-1", "2025-03-01T00:00:00Z"),
            ("2024-02-29 23:59:60", "2024-03-01T00:00:00Z"),
            ("2025-03-01T10:00:00.123456Z", "2025-03-01T10:00:00.123Z"),
            ("2025-03-01 10:00:00.5 +0530 +0530", "2025-03-01T04:30:00.500Z"),
            ("2025-03-01 10:00:00.123456 +0000 UTC", "2025-03-01T10:00:00.123Z"),
            ("2021-11-15 19:42:23 +0000", "2021-11-15T19:42:23Z"), ("2025-03-01 10:00:00-0800", "2025-03-01T18:00:00Z"),
            ("2025-03-01 10:00+02", "2025-03-01T08:00:00Z"), ("1956-05-01", "1956-05-01T00:00:00Z"),
            ("01.03.2025 10:00", "2025-03-01T10:00:00Z"), ("15/03/2025", "2025-03-15T00:00:00Z"),
            ("03/15/2025 2:30 PM", "2025-03-15T14:30:00Z"), ("03/15/2025 12:05:06 am", "2025-03-15T00:05:06Z"),
            ("04-04-2025", "2025-04-04T00:00:00Z"), ("Mar 1, 2025", "2025-03-01T00:00:00Z"),
            ("March 1st 2025, 10:00", "2025-03-01T10:00:00Z"), ("1 March 2025", "2025-03-01T00:00:00Z"),
            ("01-Mar-2025 10:00", "2025-03-01T10:00:00Z"),
            ("Sat, 01 Mar 2025 10:00:00 +0100 (CET)", "2025-03-01T09:00:00Z"),
            ("20250301", "2025-03-01T00:00:00Z"), ("20250301100000Z", "2025-03-01T10:00:00Z"),
            ("20250301100000.5+0200", "2025-03-01T08:00:00.500Z"), ("20110122T111244", "2011-01-22T11:12:44Z"),
            ("1740823200", "2025-03-01T10:00:00Z"), ("1740823200123", "2025-03-01T10:00:00.123Z"),
            (" 2025-03-01 ", "2025-03-01T00:00:00Z"), ("2999-01-01", "2999-01-01T00:00:00Z"),
            ("03/04/2025", nil), ("04-03-2025 10:00", nil), ("2025-02-30", nil), ("2025-13-01", nil),
            ("0000-00-00", nil),
            ("2025-03-01 25:00", nil), ("2025-03-01 10", nil), ("2025-03-01 10:00 EST", nil), ("2025-03", nil),
            ("5", nil),
            ("10:00", nil), ("now", nil), ("May", nil), ("", nil), ("-", nil), ("12345678", nil), ("1/2/3", nil),
            ("13:30 PM 2025-03-01", nil), ("2025-03-01 13:30 PM", nil), ("2025-03-01x", nil),
        ] as [(String, String?)])
    func moments(text: String, moment: String?) {
        #expect(WrittenMoment(text)?.timestamp.rfc3339 == moment)
    }

    @Test("Of two days the order decides; a day alone is told from a moment")
    func orders() {
        #expect(WrittenMoment("03/04/2025", order: .dayFirst)?.timestamp.rfc3339 == "2025-04-03T00:00:00Z")
        #expect(WrittenMoment("03-04-2025 09:30", order: .monthFirst)?.timestamp.rfc3339 == "2025-03-04T09:30:00Z")
        #expect(WrittenMoment("15/03/2025", order: .monthFirst)?.timestamp.rfc3339 == "2025-03-15T00:00:00Z")
        for (text, isDay) in [
            ("2025-03-01", true), ("1 March 2025", true), ("20250301", true), ("2025-03-01 00:00", false),
        ] {
            #expect(WrittenMoment(text)?.isDay == isDay, "\(text)")
        }
    }

    @Test(
        "Numbers as people and systems write them",
        arguments: [
            ("4", .integer(4)), ("-12", .integer(-12)), ("+7", .integer(7)), (" 10 ", .integer(10)),
            ("007", .integer(7)),
            ("2.5", .number(2.5)), ("2,5", .number(2.5)), (".5", .number(0.5)), ("-1e3", .number(-1000)),
            ("99999999999999999999", .number(1e20)), ("1.234", .number(1.234)), ("1,234", nil), ("1,234.5", nil),
            ("1 000", nil), ("5.", nil), ("", nil), ("-", nil), ("e5", nil), ("5e", nil), ("0x10", nil), ("nan", nil),
            ("inf", nil), ("5 stars", nil), ("1e999", nil), ("12/10", nil),
        ] as [(String, WrittenNumber?)])
    func numbers(text: String, number: WrittenNumber?) {
        #expect(WrittenNumber(text) == number)
    }
}
