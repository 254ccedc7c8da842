import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

struct PeopleTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let ada: Mailbox

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        ada = try Mailbox(parsing: "Ada@x.example")
    }

    @Test("Tags are a set, attributes are typed, and what is not named stays")
    func edit() throws {
        try store.subscribe(["Ada@x.example"], to: list)
        var change = PersonChange()
        (change.name, change.language, change.addedTags) = ("Ada", "en", ["vip", "b", "vip"])
        change.set = [("age", .integer(36)), ("city", .text("Paris")), ("city", .text("London"))]
        _ = try store.edit(ada, change)
        change = PersonChange()
        (change.removedTags, change.unset, change.language) = (["b"], ["age", "none"], "")
        let person = try #require(try store.edit(ada, change))
        #expect(person.name == "Ada" && person.language == nil && person.tags == ["vip"])
        #expect(person.attributes == ["city": .text("London")])
        #expect(try store.texts("SELECT attributes FROM subscriber") == [#"{"city":"London"}"#])
        #expect(try store.edit(Mailbox(parsing: "nobody@x.example"), change) == nil)
    }

    @Test("Who came and went is told in order, with how, whence and by whom, and cannot be altered")
    func history() throws {
        _ = try store.subscribe(ada, name: nil, list: list, source: "form 7", how: "command line", by: "root")
        _ = try store.unsubscribe(ada, list: list, source: "telephone", how: "command line", by: "grace")
        _ = try store.subscribe(ada, name: nil, list: list, source: "letter", how: "command line", by: "root")
        let history = try store.consent(of: ada)
        #expect(history.map(\.event) == [.joined, .left, .joined])
        #expect(history.map(\.source) == ["form 7", "telephone", "letter"])
        #expect(history.map(\.by) == ["root", "grace", "root"])
        for sql in [
            "UPDATE subscription SET source = 'x'", "UPDATE subscription SET joined_at = 1",
            "UPDATE subscription SET by_whom = 'x'", "UPDATE departure SET at = 1", "UPDATE departure SET source = 'x'",
        ] {
            #expect(throws: StoreFailure.self) { try store.write { try $0.execute(sql: sql) } }
        }
    }

    @Test("A move takes everything along, and the old address has left")
    func move() throws {
        let other = try store.makeList("other")
        try store.subscribe(["Ada@x.example"], to: list)
        try store.subscribe(["Ada@x.example", "new@y.example"], to: other)
        var change = PersonChange()
        (change.name, change.addedTags) = ("Ada", ["vip"])
        _ = try store.edit(ada, change)
        let new = try Mailbox(parsing: "countess@y.example")
        #expect(try store.move(ada, to: new, by: "me") == ["announce", "other"])
        let moved = try #require(try store.person(new))
        #expect(moved.name == "Ada" && moved.tags == ["vip"])
        #expect(try store.subscriptions(of: ada).map(\.state) == [.unsubscribed, .unsubscribed])
        #expect(try store.subscriptions(of: new).map(\.state) == [.active, .active])
        #expect(try store.move(new, to: Mailbox(parsing: "new@y.example"), by: nil)?.count == 2)
        #expect(try store.counts(of: other)[.active] == 1)
        #expect(try store.move(Mailbox(parsing: "nobody@y.example"), to: ada, by: nil) == nil)
    }

    @Test("An archived list takes nobody and no message until it is brought back; a renamed one keeps everything")
    func lists() throws {
        try store.subscribe(["Ada@x.example"], to: list)
        try store.archive(list, undo: false)
        let archived = try store.list(named: "announce")
        #expect(throws: StoreFailure.self) { try store.subscribe(["b@x.example"], to: archived) }
        #expect(throws: StoreFailure.self) { try store.list(address: list.address) }
        try store.archive(archived, undo: true)
        #expect(try store.list(address: list.address)?.name == "announce")
        _ = try store.makeList("other")
        #expect(throws: StoreFailure.self) { try store.rename(list, to: "other") }
        try store.rename(list, to: "news")
        let renamed = try store.list(named: "news")
        #expect(renamed.id == list.id && renamed.address == list.address)
        #expect(try store.counts(of: renamed)[.active] == 1)
    }
}
