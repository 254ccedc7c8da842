import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

struct SegmentTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        for (address, name, tags, attributes) in [
            (
                "Ada@paris.example", "Ada", ["vip", "press"],
                #"{"city":"Paris","age":36,"opted":true,"born":"1990-05-01"}"#
            ),
            ("bob@x.example", "Bob", [], #"{"city":"London","age":7.5,"opted":false,"nested":{"a":"x"}}"#),
            ("cy@x.example", "", ["vip"], #"{"city":null,"age":"36"}"#),
            ("dee@y.example", "Dee'; DROP TABLE list", [], "{}"),
        ] {
            let mailbox = try Mailbox(parsing: address)
            _ = try store.subscribe(mailbox, name: nil, list: list, source: address.hasPrefix("d") ? "form" : "file")
            var change = PersonChange()
            (change.name, change.addedTags) = (name, tags)
            guard case .object(let members) = try Attribute(parsing: attributes) else { continue }
            change.set = members.map { ($0.key, $0.value) }
            _ = try store.edit(mailbox, change)
        }
    }

    private func matching(_ text: String) throws -> String {
        var found = ""
        try store.subscriptions(list: list, state: nil, filter: Filter(parsing: text), limit: nil) {
            found += $0.address.prefix(1).lowercased()
        }
        return found
    }

    @Test(
        "A filter finds whom it says, and `not` everybody else",
        arguments: [
            ("address = 'ADA@Paris.example'", "a"), ("domain = 'X.example'", "bc"), ("domain != 'x.example'", "ad"),
            ("name = 'Ada'", "a"), ("name != 'Ada'", "bcd"), ("name ~ 'DA'", "a"), ("name exists", "abd"),
            ("name = \"Dee'; DROP TABLE list\"", "d"), ("tag = 'vip'", "ac"), ("tag != 'vip'", "bd"),
            ("tag exists", "ac"),
            ("tag = 'vip' and tag = 'press'", "a"), ("tag ~ 'PRE'", "a"), ("attributes.city = 'Paris'", "a"),
            ("attributes.city != 'Paris'", "bcd"), ("attributes.city exists", "ab"), ("attributes.age > 7", "abc"),
            ("attributes.age = 36", "ac"), ("attributes.age = '36'", "c"), ("attributes.age < 8", "b"),
            ("attributes.opted = true", "a"), ("attributes.opted = false", "b"), ("attributes.opted != true", "bcd"),
            ("attributes.born < 2000-01-01", "a"), ("attributes.nested.a = 'x'", "b"), ("attributes.none = 1", ""),
            ("name in ('Ada', 'Bob')", "ab"), ("source = 'form'", "d"), ("subscribed > 2020-01-01", "abcd"),
            ("subscribed < 2020-01-01", ""), ("language exists", ""), ("name > 'B'", "bd"),
            ("domain = 'x.example' and (tag = 'vip' or attributes.age < 8)", "bc"),
        ])
    func filters(text: String, expected: String) throws {
        #expect(try matching(text) == expected)
        let others = "abcd".filter { !expected.contains($0) }
        #expect(try matching("not (\(text))") == others)
        #expect(try matching("not not (\(text))") == expected)
        #expect(try store.count(Filter(parsing: text), in: list) == expected.count)
        #expect(try store.numbers("SELECT count(*) FROM list") == [1])
    }

    /// Of each of these the letters whose attribute it is.
    private static let typed: [(letter: Character, json: String)] = [
        ("a", #"{"member_rating":"4","seen":"2025-03-01 10:00:00"}"#),
        ("b", #"{"member_rating":"10","seen":"2025-02-28"}"#),
        ("c", #"{"member_rating":"none","seen":"soon"}"#), ("d", #"{"member_rating":2.5,"seen":"03/15/2025 2:30 PM"}"#),
    ]

    @Test(
        "Numbers and dates in texts compare as such, and what is none meets nothing",
        arguments: [
            ("attributes.member_rating >= 4", "ab"), ("attributes.MEMBER_RATING >= 4", "ab"),
            ("attributes.\"Member Rating\" < 10", "ad"), ("attributes.member_rating = 4", "a"),
            ("attributes.member_rating != 4", "bcd"), ("attributes.member_rating in (2.5, 10)", "bd"),
            ("attributes.member_rating > '4'", "c"), ("attributes.MEMBER_RATING exists", "abcd"),
            ("attributes.MEMBER_RATING ~ 'on'", "c"), ("attributes.member_rating <= 2.5", "d"),
            ("attributes.seen = 2025-03-01", "a"), ("attributes.seen <= 2025-03-01", "ab"),
            ("attributes.seen > 2025-03-01", "d"), ("attributes.seen >= 2025-03-01T10:00:00Z", "ad"),
            ("attributes.Seen < 2025-03-01", "b"), ("attributes.seen != 2025-03-01", "bcd"),
            ("attributes.seen > 0", ""), ("attributes.'Seen' = 'soon'", "c"),
        ])
    func typed(text: String, expected: String) throws {
        for (letter, json) in Self.typed {
            try store.execute("UPDATE subscriber SET attributes = ? WHERE lower(address) LIKE ?", [json, "\(letter)%"])
        }
        #expect(try matching(text) == expected)
        #expect(try matching("not \(text)") == String("abcd".filter { !expected.contains($0) }))
        #expect(try store.count(Filter(parsing: text), in: list) == expected.count)
    }

    @Test("True and false are no numbers, and the very name goes before what an import would have made of it")
    func names() throws {
        try store.execute(
            #"UPDATE subscriber SET attributes = '{"Rank":1,"rank":5,"on":true}' WHERE domain = 'y.example'"#)
        #expect(try matching("attributes.Rank = 1") == "d" && matching("attributes.rank = 5") == "d")
        #expect(try matching("attributes.RANK = 5") == "d" && matching("attributes.on = 1") == "")
        #expect(try matching("attributes.on = true") == "d")
    }

    @Test("A day is the whole day, for every comparison")
    func days() throws {
        try store.execute("DROP TRIGGER subscription_consent_stays")
        let day = try #require(ExpiryText.moment("2026-01-31")).milliseconds
        for (letter, at) in [("a", day - 1), ("b", day), ("c", day + 86_399_999), ("d", day + 86_400_000)] {
            try store.execute("UPDATE subscription SET joined_at = ? WHERE lower(address) LIKE ?", [at, "\(letter)%"])
        }
        for (comparison, expected) in [
            ("<", "a"), ("<=", "abc"), ("=", "bc"), (">=", "bcd"), (">", "d"), ("!=", "ad"),
        ] {
            #expect(try matching("subscribed \(comparison) 2026-01-31") == expected, "\(comparison)")
        }
        #expect(try matching("subscribed = '2026-01-31T00:00:00Z'") == "b")
    }

    @Test("A mailing to a segment reaches those alone, keeps its filter, and its plan agrees", arguments: [1, 2, 100])
    func mailing(size: Int) async throws {
        try store.addSegment("some", filter: "tag = 'vip' or attributes.age < 8", to: list)
        let segment = try store.segment(named: "some", of: list)
        let survey = try store.survey([list], envelopeSize: size, segment: segment)
        #expect(survey.recipients == 3 && survey.envelopes == (3 + size - 1) / size && survey.onSeveralLists == 0)
        let new = NewMailing(
            message: [1], messageID: "<m@x>", digest: "", sourceDigest: "", subject: "", author: "", relay: "r",
            lists: [list.id], maxRecipients: size, segment: segment)
        let (mailing, journal) = try store.begin(new, again: false)
        #expect(try await !journal.cutNext().isEmpty)
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        #expect(try store.totals(mailing).recipients == 3)
        try store.addSegment("some", filter: "tag = 'press'", to: list)
        let again = try store.resume(mailing, limit: size)
        let envelopes = try await again.everything()
        await again.stop()
        #expect(Set(envelopes.flatMap(\.recipients.ids)) == [1, 2, 3])
        #expect(try store.totals(mailing).recipients == 3)
        #expect(try store.removeSegment("some", of: list))
        #expect(try !store.removeSegment("some", of: list))
        #expect(throws: StoreFailure.self) { try store.segment(named: "some", of: list) }
        #expect(try store.totals(mailing).recipients == 3)
    }
}
