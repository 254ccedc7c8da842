import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// What is written in many short transactions is seen as if it were one, and goes on where a killed process stopped.
extension ShortLocksTests {
    @Test("A batch is undone at one stroke: whoever looks in between sees none of it, and a killed undoing is finished")
    func undoneAtOnce() async throws {
        let batch = try imported()
        // As if killed right behind the first transaction.
        try store.execute("INSERT INTO import_block (batch, first, last) VALUES (?, 0, -1)", [batch])
        try store.execute(
            "INSERT INTO import_block (batch, first, last) SELECT id, first_subscription, last_subscription FROM batch")
        try store.execute("UPDATE batch SET undone_at = 1")
        #expect(try store.counts(of: list) == [.active: Self.count])
        let address = try Mailbox(parsing: "p7@b.example")
        #expect(try store.person(address) == nil && store.consent(of: address).isEmpty)
        #expect(try store.killedUndoings() == [batch])
        let undo = try store.undo(batch, by: nil)
        #expect(try store.killedUndoings().isEmpty)
        #expect(undo.removed == Self.count && undo.forgotten == Self.count)
        #expect(try store.numbers("SELECT count(*) FROM subscription") == [Int64(Self.count)])
        #expect(try store.numbers("SELECT count(*) FROM import_block") == [0])
        #expect(throws: StoreFailure.self) { try store.undo(batch, by: nil) }
    }

    @Test("The next import finishes an undoing that was killed")
    func finishedByImport() throws {
        let batch = try imported()
        try store.execute("INSERT INTO import_block (batch, first, last) VALUES (?, 0, -1)", [batch])
        try store.execute(
            "INSERT INTO import_block (batch, first, last) SELECT id, first_subscription, last_subscription FROM batch")
        try store.execute("UPDATE batch SET undone_at = 1")
        try store.importSubscribers(into: list, source: "none") { _ in }
        #expect(try store.counts(of: list) == [.active: Self.count])
        #expect(try store.numbers("SELECT count(*) FROM subscription") == [Int64(Self.count)])
        #expect(try store.numbers("SELECT count(*) FROM import_block") == [0])
    }

    @Test("An undoing that goes on brings nobody back who has left since")
    func leftSince() async throws {
        var options = ImportOptions()
        (options.endsOthers, options.endLimit) = (true, 1)
        let batch = try #require(
            try store.importSubscribers(into: list, source: "none", options: options) { _ in }.batch)
        // A mailing has met them, so that they come back with a spell of their own.
        _ = try await paused()
        #expect(try store.undo(batch, by: nil).restored == Self.count)
        #expect(try store.unsubscribe(Mailbox(parsing: "u8@d1.example"), list: list, source: "web"))
        // As if killed right before its end.
        try store.execute("INSERT INTO import_block (batch, first, last) VALUES (?, 0, -1)", [batch])
        #expect(try store.undo(batch, by: nil).restored == 0)
        #expect(try store.counts(of: list)[.active] == Self.count - 1)
    }

    @Test("A list is removed at one stroke: nobody sees any of it then, and a removal that was killed is finished")
    func removedAtOnce() throws {
        let other = try store.makeList("other")
        try store.subscribe(["u1@d1.example"], to: other)
        // As if killed right behind the first transaction.
        try store.execute(
            "UPDATE list SET removed_at = 1, name = 'removed 1', address_key = 'removed 1' WHERE id = ?", [list.id])
        #expect(try store.lists().map(\.name) == ["other"])
        let address = try Mailbox(parsing: "u1@d1.example")
        #expect(try store.subscriptions(of: address).map(\.list) == ["other"])
        #expect(try store.consent(of: address).map(\.list) == ["other"])
        #expect(try store.makeList(list.definition.name).id != list.id)
        try store.importSubscribers(into: other, source: "none") { _ in }
        #expect(try store.numbers("SELECT list FROM subscription") == [other.id])
        #expect(try store.numbers("SELECT count(*) FROM list") == [2])
    }
}
