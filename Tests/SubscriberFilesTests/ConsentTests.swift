import FanmailBasics
import Testing

@testable import MailingLists
@testable import SubscriberFiles

/// What a file tells of how somebody came and left.
struct ConsentTests {
    private func rows(
        _ text: String, _ map: [String: HeadingTarget] = [:]
    ) throws -> [(consent: Consent, hasLeft: Bool, attributes: String, problem: String?, note: String?)] {
        var file = FileKnowledge()
        file.options = map
        var reader = try SubscriberReader(CSVReaderTests.source(Array(text.utf8)), file)
        var rows: [(Consent, Bool, String, String?, String?)] = []
        while let row = try reader.next() {
            let attributes = String(decoding: row.details?.attributes ?? [], as: UTF8.self)
            rows.append(
                (
                    row.details?.consent ?? Consent(), row.details?.hasLeft == true, attributes, row.problem?.reason,
                    row.note
                ))
        }
        return rows
    }

    @Test(
        "Moments as systems export them",
        arguments: [
            ("2025-03-01", "2025-03-01T00:00:00Z"), ("2025-03-01 10:00:00", "2025-03-01T10:00:00Z"),
            ("2025-03-01 10:00", "2025-03-01T10:00:00Z"), ("2025-03-01T10:00:00.123Z", "2025-03-01T10:00:00.123Z"),
            ("2025-03-01 10:00:00 +0200", "2025-03-01T08:00:00Z"),
            ("2025-03-01 10:00:00+02:00", "2025-03-01T08:00:00Z"),
            ("2025-03-01 10:00:00 UTC", "2025-03-01T10:00:00Z"), ("01.03.2025", "2025-03-01T00:00:00Z"),
            ("1.3.2025 10:00", "2025-03-01T10:00:00Z"), ("2025/03/01", "2025-03-01T00:00:00Z"),
            ("1740823200", "2025-03-01T10:00:00Z"), ("1740823200000", "2025-03-01T10:00:00Z"), ("03/01/2025", nil),
            ("yesterday", nil), ("2025-02-30", nil), ("", nil), ("2999-01-01", nil), ("0000-00-00 00:00:00", nil),
            ("+", nil), ("2025-03-01 -", nil), ("T", nil), ("..2025", nil),
        ] as [(String, String?)])
    func moments(text: String, moment: String?) {
        #expect(Consent.moment(text)?.rfc3339 == moment)
    }

    @Test("A date of consent that is mapped is kept, and makes no attribute")
    func mapped() throws {
        let text = """
            email,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME
            a@x.example,2025-03-01 10:00:00,2025-03-01 10:01:00,
            b@x.example,2025-03-01 10:00:00,,2025-04-01 10:00:00
            c@x.example,03/04/2025,,
            d@x.example,,2025-03-01 10:01:00,0000-00-00 00:00:00

            """
        let map: [String: HeadingTarget] = [
            "OPTIN_TIME": try HeadingTarget(option: "subscribed"),
            "CONFIRM_TIME": try HeadingTarget(option: "confirmed"),
            "UNSUB_TIME": try HeadingTarget(option: "unsubscribed"),
        ]
        let rows = try rows(text, map)
        #expect(rows.allSatisfy { $0.attributes.isEmpty })
        #expect(rows[0].consent.joinedAt?.rfc3339 == "2025-03-01T10:00:00Z" && !rows[0].hasLeft)
        #expect(rows[0].consent.confirmedAt?.rfc3339 == "2025-03-01T10:01:00Z")
        #expect(
            rows[1].hasLeft && rows[1].consent.isHistory && rows[1].consent.leftAt?.rfc3339 == "2025-04-01T10:00:00Z")
        #expect(rows[2].problem?.contains("`03/04/2025` is no moment") == true)
        #expect(!rows[3].hasLeft && rows[3].problem == nil)
    }

    @Test("The source and the address of consent are kept together, and no attribute is made of them")
    func addresses() throws {
        let rows = try rows(
            """
            email,optin_time,Source,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP
            a@x.example,2025-03-01 10:00,Sign-up form,192.0.2.7,2025-03-01 10:01,2001:db8::1
            b@x.example,2025-03-01,,192.0.2.8,,
            c@x.example,,Fair,,,

            """)
        #expect(rows.allSatisfy { $0.attributes.isEmpty && $0.problem == nil && $0.note == nil })
        let from = rows.map { $0.consent.joinedFrom.map { String(decoding: $0, as: UTF8.self) } }
        #expect(from == ["Sign-up form, 192.0.2.7", "192.0.2.8", "Fair"])
        #expect(rows[0].consent.confirmedFrom == Array("2001:db8::1".utf8))
        #expect(rows[1].consent.joinedAt?.rfc3339 == "2025-03-01T00:00:00Z" && rows[2].consent.joinedAt == nil)
    }

    @Test("A column called subscribed may say yes and no, and what it cannot say is told")
    func words() throws {
        let rows = try rows("email,subscribed,source\na@x.example,yes,web\nb@x.example,no,\nc@x.example,soon,\n")
        #expect(!rows[0].hasLeft && rows[0].consent.joinedFrom == Array("web".utf8) && rows[0].note == nil)
        #expect(rows[1].hasLeft)
        #expect(rows[2].problem == nil && rows[2].note?.contains("`soon` is no moment") == true)
    }

    @Test(
        "A word that says that somebody is not subscribed is believed, in whatever column",
        arguments: [
            ("subscribed", "unsubscribed", true), ("subscribed", "Never subscribed", true),
            ("subscribed", "non-subscribed", true), ("subscribed", "not subscribed", true),
            ("subscribed", "нет", true), ("subscribed", "SUBSCRIBED", false), ("confirmed", "pending", true),
            ("confirmed", "unconfirmed", true), ("confirmed", "нет", true), ("confirmed", "später", true),
            ("confirmed", "да", false), ("confirmed", "confirmed", false), ("confirmed", "13/14/2025", false),
            ("status", "non-subscribed", true), ("status", "Never Subscribed", true),
        ])
    func notSubscribed(column: String, word: String, hasLeft: Bool) throws {
        let rows = try rows("email,\(column),source\na@x.example,\(word),web\n")
        #expect(rows.count == 1 && rows[0].problem == nil)
        #expect(rows[0].hasLeft == hasLeft)
        if word == "pending" { #expect(rows[0].consent.state == .pending) }
        if word == "später" { #expect(rows[0].note?.contains("not confirmed") == true) }
    }
}
