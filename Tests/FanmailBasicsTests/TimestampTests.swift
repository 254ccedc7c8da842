import FanmailBasics
import Testing

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000"),
        (1_795_424_400_000, "2026-11-23T09:00:00Z", "Mon, 23 Nov 2026 09:00:00 +0000"),
        (1_795_424_400_123, "2026-11-23T09:00:00.123Z", "Mon, 23 Nov 2026 09:00:00 +0000"),
        (951_782_400_007, "2000-02-29T00:00:00.007Z", "Tue, 29 Feb 2000 00:00:00 +0000"),
        (4_107_542_399_000, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 +0000"),
        (4_107_542_400_000, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 +0000"),
        (-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 +0000"),
        (-62_167_219_200_000, "0000-01-01T00:00:00Z", "Sat, 01 Jan 0000 00:00:00 +0000"),
    ])
    func momentsAreWrittenAndRead(milliseconds: Int64, rfc3339: String, rfc5322: String) {
        let timestamp = Timestamp(milliseconds: milliseconds)
        #expect(timestamp.rfc3339 == rfc3339)
        #expect(timestamp.rfc5322Date == rfc5322)
        #expect(Timestamp(rfc3339: rfc3339) == timestamp)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in stride(from: Int64(-80_000), to: 80_000, by: 1) {
            let timestamp = Timestamp(milliseconds: day * 86_400_000 + 12_345_678)
            #expect(Timestamp(rfc3339: timestamp.rfc3339) == timestamp)
        }
    }

    @Test(arguments: [
        ("2026-11-23T10:00:00+01:00", "2026-11-23T09:00:00Z"),
        ("2026-11-22t23:30:00.5-09:30", "2026-11-23T09:00:00.500Z"),
        ("2026-11-23 09:00:00.123999z", "2026-11-23T09:00:00.123Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ])
    func otherSpellingsAreRead(text: String, same: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == same)
    }

    @Test(arguments: [
        "", "2026", "2026-11-23", "2026-11-23T09:00:00", "2026-11-23T09:00Z", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-11-31T00:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T09:60:00Z", "2026-11-23T09:00:00.Z", "2026-11-23T09:00:00Z ", "2026-11-23T09:00:00+0100",
        "+026-11-23T09:00:00Z", "２026-11-23T09:00:00Z",
    ])
    func whatIsNoMomentIsRefused(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func nowIsNotFarFromTheTruth() {
        #expect(Timestamp.now > Timestamp(milliseconds: 1_700_000_000_000))
        #expect(Timestamp.now >= Timestamp.now + .seconds(-1))
    }
}
