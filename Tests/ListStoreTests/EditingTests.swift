import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Many people changed at once.
struct EditingTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        for (name, city) in [("ada", "Paris"), ("bob", "London"), ("cy", "Paris"), ("dee", "Paris")] {
            let mailbox = try Mailbox(parsing: "\(name)@x.example")
            _ = try store.subscribe(mailbox, name: nil, list: list, source: "test")
            _ = try store.edit(mailbox, change(set: [("city", .text(city))]))
        }
        _ = try store.edit(Mailbox(parsing: "cy@x.example"), change(set: [("country", .text("France"))]))
    }

    private func change(set: [(name: String, value: Attribute)] = [], tags: [String] = []) -> PersonChange {
        var change = PersonChange()
        (change.set, change.addedTags) = (set, tags)
        return change
    }

    private func person(_ name: String) throws -> PersonRecord {
        try #require(try store.person(Mailbox(parsing: "\(name)@x.example")))
    }

    private let parisians = try? Filter(parsing: "attributes.city = 'Paris'")

    @Test("Whoever meets the filter is changed, once, and a dry run tells how many beforehand")
    func filtered() throws {
        let filter = try #require(parisians)
        let wanted = change(set: [("country", .text("France"))], tags: ["eu"])
        let dry = try store.edit(filter, of: list, wanted, isDryRun: true)
        #expect(dry == Store.Editing(matched: 3, changed: 3))
        #expect(try person("ada").attributes["country"] == nil && person("cy").tags.isEmpty)
        #expect(try store.edit(filter, of: list, wanted) == dry)
        for name in ["ada", "cy", "dee"] {
            #expect(try person(name).attributes == ["city": .text("Paris"), "country": .text("France")])
            #expect(try person(name).tags == ["eu"])
        }
        #expect(try person("bob").attributes == ["city": .text("London")])
        #expect(try store.edit(filter, of: list, wanted) == Store.Editing(matched: 3))
        #expect(try store.edit(filter, of: nil, change(tags: ["x"])) == Store.Editing(matched: 3, changed: 3))
    }

    @Test("Those who match by what is changed are each changed, and of another list nobody is")
    func changesWhatItAsks() throws {
        let filter = try #require(parisians)
        let result = try store.edit(filter, of: list, change(set: [("CITY", .text("Lyon"))]))
        #expect(result == Store.Editing(matched: 3, changed: 3))
        #expect(try person("dee").attributes == ["city": .text("Lyon")])
        let other = try store.makeList("other")
        #expect(try store.edit(Filter(parsing: "domain = 'x.example'"), of: other, change(tags: ["y"])).matched == 0)
    }

    @Test("Who would have more than may be kept stays as they were, and the others are changed")
    func limits() throws {
        let many = (0..<SubscriberText.tagsLimit).map { "tag\($0)" }
        _ = try store.edit(Mailbox(parsing: "ada@x.example"), change(tags: many))
        let result = try store.edit(try #require(parisians), of: list, change(tags: ["one more"]))
        #expect(result == Store.Editing(matched: 3, changed: 2, refused: 1))
        #expect(try person("ada").tags.count == SubscriberText.tagsLimit && person("cy").tags == ["one more"])
    }

    @Test("More than one page of people is changed")
    func pages() throws {
        for number in 0..<1100 {
            _ = try store.subscribe(
                Mailbox(parsing: "u\(number)@y.example"), name: nil, list: list, source: "test")
        }
        let filter = try Filter(parsing: "domain = 'y.example'")
        #expect(try store.edit(filter, of: list, change(tags: ["y"])) == Store.Editing(matched: 1100, changed: 1100))
        #expect(try store.count(Filter(parsing: "tag = 'y'"), in: list) == 1100)
    }
}
