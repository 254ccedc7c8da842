import FanmailBasics
import Foundation
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import ListStore

/// What concerns a person follows the person through moves.
struct MovedPeopleTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
    }

    private func mailbox(_ name: String) throws -> Mailbox { try Mailbox(parsing: "\(name)@moved.example") }

    private func holds(_ text: String) throws -> Bool {
        try scratch.files.contains { file in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.directory)/\(file)"))
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    /// Plays moves such as `a>b` among people who are subscribed with the addresses that move and those named alone.
    private func play(_ moves: String) throws {
        for word in moves.split(separator: " ") {
            let names = word.split(separator: ">").map(String.init)
            let first = try mailbox(names[0])
            if try store.person(first) == nil {
                _ = try store.subscribe(first, name: "Name of \(names[0])", list: list, source: "form")
                var change = PersonChange()
                change.set = [("secret", .text("what \(names[0]) likes"))]
                _ = try store.edit(first, change)
            }
            if names.count == 2 { #expect(try store.move(first, to: mailbox(names[1]), by: "me") != nil) }
        }
    }

    static let ways = [
        "a>b", "a>b b>c", "a>b b>c c>d", "a>b b>a", "a>b b>c c>a", "b a>b", "d c a>b c>d b>d", "a>b c>d d>b",
        "b>c a>b",
    ]

    @Test("Every address leads to all the others, and nobody else's", arguments: ways)
    func addresses(way: String) throws {
        try play("other \(way)")
        let names = Set(way.filter(\.isLetter).map(String.init))
        for name in names {
            let others = try store.otherAddresses(of: mailbox(name)).map(\.address)
            #expect(try Set(others) == Set(names.subtracting([name]).map { try mailbox($0).address }), "\(name)")
        }
        #expect(try store.otherAddresses(of: mailbox("other")).isEmpty)
    }

    @Test("To erase any of the addresses erases all of them, byte for byte, and keeps each away", arguments: ways)
    func erase(way: String) throws {
        let names = Set(way.filter(\.isLetter).map(String.init))
        let first = way.filter(\.isLetter).prefix(1)
        try play("other \(way)")
        let erasure = try #require(try store.erase(mailbox(String(first)), by: nil))
        #expect(!erasure.remains && erasure.addresses.count == names.count)
        for name in names {
            #expect(try store.person(mailbox(name)) == nil)
            #expect(try store.suppressions(of: mailbox(name)).map(\.reason) == ["erased"])
            for text in ["\(name)@moved", "Name of \(name)", "what \(name) likes"] {
                let isOthers = text == "r@moved"
                #expect(try isOthers || !holds(text), "\(text)")
            }
        }
        #expect(try store.texts("SELECT address FROM subscriber WHERE erased_at IS NULL") == ["other@moved.example"])
        #expect(try store.texts("SELECT DISTINCT address FROM subscription") == ["other@moved.example"])
    }

    @Test("What waits for an old address goes with the person")
    func notices() throws {
        try play("a")
        _ = try store.askToConfirm(mailbox("a"), name: nil, list: store.makeList("other"), source: "form", by: nil)
        _ = try store.queueNotice(.confirm, to: mailbox("a"), list: list, message: Array("Dear a@moved".utf8))
        try play("a>b")
        #expect(try store.notices(of: mailbox("a")).count == 1)
        #expect(try store.confirmationRequests(of: mailbox("a")).map(\.list) == ["other"])
        _ = try store.erase(mailbox("b"), by: nil)
        #expect(try store.numbers("SELECT count(*) FROM notice") == [0])
        #expect(try store.numbers("SELECT count(*) FROM confirmation_request") == [0])
        #expect(try !holds("a@moved"))
    }

    @Test("An entry of the suppression list for one address stands for all", arguments: [false, true])
    func suppress(isHashed: Bool) throws {
        try play("other a>b b>c x>y")
        let form = try isHashed ? AddressHash.form(of: mailbox("b")) : SuppressedForm(mailbox("b"))
        let end = Timestamp(milliseconds: Timestamp.now.milliseconds + 86_400_000)
        let brief = try SuppressionRecord(
            form: SuppressedForm(mailbox("a")), reason: "brief", source: nil, expiresAt: end)
        try store.suppress([brief, SuppressionRecord(form: form, reason: "asked", source: nil)])
        let others = try store.suppressOtherAddresses(of: [form])
        #expect(others.count == 2)
        for name in ["a", "b", "c"] {
            #expect(try store.suppressions(of: mailbox(name)).contains { $0.reason == "asked" }, "\(name)")
        }
        for name in ["other", "x", "y"] { #expect(try store.suppressions(of: mailbox(name)).isEmpty, "\(name)") }
        // A shorter one takes nothing away.
        try store.suppress([brief])
        try store.suppressOtherAddresses(of: [brief.form])
        #expect(try store.suppressions(of: mailbox("c")).contains { $0.expiresAt == nil })
    }

    @Test("A letter to an earlier address is a way out of the list, once")
    func leave() throws {
        try play("a")
        let token = try store.token(.unsubscribe, for: mailbox("a"), list: list, lasting: .seconds(86_400))
        try play("a>b b>c")
        let effect = try store.redeem(token, source: "page")
        #expect(effect.result == .unsubscribed && effect.address == "c@moved.example")
        #expect(try store.redeem(token, source: "page").result == .unchanged)
        // Who comes back with the new address is not thrown out by the old letter.
        _ = try store.subscribe(mailbox("c"), name: nil, list: list, source: "form")
        #expect(try store.subscriptions(of: mailbox("c")).last?.state == .active)
    }

    @Test("Who writes from an earlier address to the list's address for leaving has left")
    func leaveByMail() throws {
        try play("a>b")
        let address = try #require(try store.leaveAddress(of: list))
        let token = try #require(address.firstMatch(of: /-leave-([a-z2-7]+)@/)).1
        let effect = try store.redeem(String(token), source: "mail", sender: mailbox("a"))
        #expect(effect.result == .unsubscribed && effect.address == "b@moved.example")
        #expect(throws: StoreFailure.self) { try store.redeem(String(token), source: "mail", sender: mailbox("x")) }
    }

    @Test("Whoever moves back brings what is known of them; who arrives at a known address fills what it lacks")
    func merge() throws {
        try play("a>b")
        var change = PersonChange()
        (change.name, change.addedTags) = ("Countess", ["vip"])
        _ = try store.edit(mailbox("b"), change)
        try play("b>a")
        let back = try #require(try store.person(mailbox("a")))
        #expect(back.name == "Countess" && back.tags == ["vip"])
        try play("c a>c")
        let arrived = try #require(try store.person(mailbox("c")))
        #expect(arrived.name == "Name of c" && arrived.tags == ["vip"])
        #expect(arrived.attributes["secret"] == .text("what c likes"))
    }

    @Test("Moves of before are linked where it is certain whose they were")
    func migration() throws {
        try play("a>b c>d")
        try store.execute(
            """
            UPDATE subscriber SET person = NULL;
            DROP INDEX subscriber_of_person; ALTER TABLE subscriber DROP COLUMN person;
            DELETE FROM grdb_migrations WHERE identifier LIKE '15 %'; PRAGMA user_version = 14;
            -- Half an hour lies between them.
            DROP TRIGGER departure_stays; UPDATE departure SET at = at - 1800000 WHERE subscriber =
                (SELECT id FROM subscriber WHERE address_key = 'a@moved.example');
            DROP TRIGGER subscription_consent_stays; UPDATE subscription SET joined_at = joined_at - 1800000
            WHERE subscriber = (SELECT id FROM subscriber WHERE address_key = 'b@moved.example')
            """)
        try store.pool.close()
        let migrated = try scratch.open()
        #expect(try migrated.otherAddresses(of: mailbox("b")).map(\.address) == ["a@moved.example"])
        #expect(try migrated.otherAddresses(of: mailbox("c")).map(\.address) == ["d@moved.example"])
        #expect(try migrated.numbers("SELECT count(DISTINCT person) FROM subscriber") == [2])
    }

    @Test("Moves of before that could be somebody else's are not linked")
    func doubtfulMigration() throws {
        try play("a>b c>d")
        try store.execute(
            """
            UPDATE subscriber SET person = NULL; DROP INDEX subscriber_of_person;
            ALTER TABLE subscriber DROP COLUMN person;
            DELETE FROM grdb_migrations WHERE identifier LIKE '15 %'; PRAGMA user_version = 14
            """)
        try store.pool.close()
        #expect(try scratch.open().numbers("SELECT count(person) FROM subscriber") == [0])
    }
}
