import FanmailBasics
import Foundation
import Testing

@testable import Fanmail

@Suite("A time to come, as it is written")
struct WrittenTimeTests {
    private func moment(_ text: String, _ zone: String = "UTC") throws -> String {
        try WrittenTime(text, in: WrittenTime.zone(named: zone)).moment.rfc3339
    }

    private func refusal(_ text: String, _ zone: String = "UTC") throws -> String {
        let failure = try #require(throws: FanmailFailure.self) { try moment(text, zone) }
        #expect(failure.kind == .usage)
        return failure.message
    }

    @Test(
        "An offset of its own counts, whatever the zone",
        arguments: [
            "2026-12-01T09:00+01:00", "2026-12-01 09:00+0100", "2026-12-01T08:00:00Z", "2026-12-01t03:00-05:00",
        ])
    func offset(text: String) throws {
        #expect(try moment(text, "Asia/Tokyo") == "2026-12-01T08:00:00Z")
        #expect(try WrittenTime(text, in: .gmt).hasOffset)
    }

    @Test(
        "Without one it is by the clocks of the zone, in their summer and their winter",
        arguments: [
            ("2026-12-01 09:00", "Europe/Berlin", "2026-12-01T08:00:00Z"),
            ("2026-07-01 09:00", "Europe/Berlin", "2026-07-01T07:00:00Z"),
            ("2026-12-01 09:00", "Australia/Sydney", "2026-11-30T22:00:00Z"),
            ("2026-07-01 09:00", "Australia/Sydney", "2026-06-30T23:00:00Z"),
            ("2026-12-01 09:00", "Asia/Kolkata", "2026-12-01T03:30:00Z"),
            ("2026-12-01 09:00", "Pacific/Kiritimati", "2026-11-30T19:00:00Z"),
            ("2026-12-01 09:00:30", "America/New_York", "2026-12-01T14:00:30Z"),
            // Right before and right behind a change.
            ("2027-03-28 01:59", "Europe/Berlin", "2027-03-28T00:59:00Z"),
            ("2027-03-28 03:00", "Europe/Berlin", "2027-03-28T01:00:00Z"),
            ("2026-10-25 01:59", "Europe/Berlin", "2026-10-24T23:59:00Z"),
            ("2026-10-25 03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"),
            // Half an hour of summer time.
            ("2026-12-01 09:00", "Australia/Lord_Howe", "2026-11-30T22:00:00Z"),
            ("2026-07-01 09:00", "Australia/Lord_Howe", "2026-06-30T22:30:00Z"),
        ])
    func zones(text: String, zone: String, expected: String) throws {
        #expect(try moment(text, zone) == expected)
        #expect(try !WrittenTime(text, in: WrittenTime.zone(named: zone)).hasOffset)
    }

    /// A time of a zone is refused with these words, and with both moments that it may be.
    private func expectChoice(_ text: String, _ part: String, _ zone: String, _ first: String, _ second: String) throws
    {
        let words = try refusal(text, zone)
        #expect(words.contains(part) && words.contains("\(first) or \(second)"), "\(words)")
    }

    @Test(
        "What the clocks leave out does not exist, and is told with the two moments it may be",
        arguments: [
            ("2027-03-28 02:30", "Europe/Berlin", "2027-03-28T01:30+01:00", "2027-03-28T03:30+02:00"),
            ("2026-10-04 02:30", "Australia/Sydney", "2026-10-04T01:30+10:00", "2026-10-04T03:30+11:00"),
            ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-04T01:45+10:30", "2026-10-04T02:45+11:00"),
        ])
    func gap(text: String, zone: String, first: String, second: String) throws {
        try expectChoice(text, "does not exist in \(zone)", zone, first, second)
        for written in [first, second] { #expect(throws: Never.self) { try moment(written, zone) } }
    }

    @Test(
        "What they show twice is told with both moments, the earlier first",
        arguments: [
            ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"),
            ("2027-04-04 02:30", "Australia/Sydney", "2027-04-04T02:30+11:00", "2027-04-04T02:30+10:00"),
            ("2027-04-04 01:45", "Australia/Lord_Howe", "2027-04-04T01:45+11:00", "2027-04-04T01:45+10:30"),
        ])
    func twice(text: String, zone: String, first: String, second: String) throws {
        try expectChoice(text, "comes twice in \(zone)", zone, first, second)
        #expect(try moment(first, zone) < moment(second, zone))
    }

    @Test(
        "Nothing else is taken for a time",
        arguments: [
            "", "tomorrow", "09:00", "2026-12-01", "2026-02-30 09:00", "2026-13-01 09:00", "2026-12-01 24:00",
            "2026-12-01 9:00", "2026-12-01 09:60", " 2026-12-01 09:00", "2026-12-01T09:00+01", "01.12.2026 09:00",
        ])
    func noTime(text: String) throws { #expect(try refusal(text).contains("is no time")) }

    @Test("An offset that there cannot be, and a zone that there is not")
    func unlawful() throws {
        #expect(try refusal("2026-12-01T09:00+25:00").contains("is no offset from UTC"))
        let failure = try #require(throws: FanmailFailure.self) { try WrittenTime.zone(named: "Europe/Atlantis") }
        #expect(failure.message.contains("no time zone Europe/Atlantis"))
    }
}
