import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import ListStore

/// A copy needs the consent by which its recipient was in the audience, up to the moment of the arm.
@Suite(.timeLimit(.minutes(10)))
struct ConsentTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let mailing: Int64
    private let journal: SQLiteJournal
    private let one: Mailbox

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe(["u1@a.example", "u2@a.example"], to: list)
        (mailing, journal) = try store.start([list], limit: 2)
        one = try Mailbox(parsing: "u1@a.example")
    }

    /// How somebody comes back after they left.
    enum Return: CaseIterable {
        case asks, confirms, joins, imported
    }

    private func comeBack(_ way: Return) throws {
        switch way {
        case .asks, .confirms:
            _ = try store.askToConfirm(one, name: nil, list: list, source: "test", by: nil)
            guard way == .confirms else { return }
            let token = try store.token(.confirm, for: one, list: list, lasting: .seconds(60))
            #expect(try store.redeem(token, source: "test").result == .confirmed)
        case .joins: _ = try store.subscribe(one, name: nil, list: list, source: "test")
        case .imported:
            // Under way still: nobody sees it.
            try store.execute(
                """
                INSERT INTO batch (list, kind, source, at, under_way) VALUES (?1, 'import', 'f', 1, 1);
                INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, batch)
                SELECT ?1, id, domain, address, 'active', 1, 'f', (SELECT max(id) FROM batch) FROM subscriber WHERE id = 1;
                INSERT INTO import_block (batch, first, last)
                SELECT batch, id, id FROM subscription ORDER BY id DESC LIMIT 1
                """, [list.id, list.id])
        }
    }

    private func leave() throws { #expect(try store.unsubscribe(one, list: list, source: "test")) }

    private func expectLeft(_ journal: SQLiteJournal) async throws {
        let rows = try store.statuses(of: mailing)
        #expect(rows.first == "1 skipped left 0", "\(rows)")
        #expect(try await journal.totals().recipients == 2)
        await journal.stop()
    }

    @Test("Who was deferred, left and came back in whatever way is of another audience", arguments: Return.allCases)
    func deferred(way: Return) async throws {
        let envelope = try await journal.cutNext()[0]
        #expect(await journal.armed(envelope) == .open)
        journal.settle(.accepted(envelope, except: [.deferred(0, until: Settlement.at)]))
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        try leave()
        try comeBack(way)
        let next = try store.resume(mailing)
        #expect(try await next.cutDue(at: .now + .seconds(1)).isEmpty)
        #expect(try store.statuses(of: mailing) == ["1 skipped left 0"])
        await next.stop()
    }

    @Test("Who left and came back between the cut and the arm is skipped, too", arguments: Return.allCases)
    func cut(way: Return) async throws {
        let envelope = try await journal.cutNext()[0]
        try leave()
        try comeBack(way)
        #expect(await journal.armed(envelope) == .membersChanged)
        #expect(try await journal.readMembersAgain(envelope)?.recipients.ids == [2])
        try await expectLeft(journal)
    }

    @Test("And so is who was unknown, put back, or cut by an owner that died", arguments: Return.allCases)
    func takenOver(way: Return) async throws {
        _ = try await journal.cutNext()
        store.abandon(mailing)
        try leave()
        try comeBack(way)
        let next = try store.resume(mailing)
        #expect(try await next.cutNext().map(\.recipients.ids) == [[2]])
        await journal.stop()
        try await expectLeft(next)
    }

    @Test("A put-back envelope and a retry learn of who left and came back", arguments: [false, true])
    func again(isRetry: Bool) async throws {
        let first = try await journal.cutNext()[0]
        #expect(await journal.armed(first) == .open)
        if isRetry {
            journal.settle(
                .accepted(first, except: [.deferred(0, until: Settlement.at), .deferred(1, until: Settlement.at)]))
        } else {
            journal.settle(Settlement(first, .putBack(notBefore: Settlement.at, charged: true, .tryLater)))
        }
        let again = try #require(try await journal.cutDue(at: Settlement.at).first)
        #expect(again.recipients.ids == [1, 2])
        try leave()
        try comeBack(.joins)
        #expect(await journal.armed(again) == .membersChanged)
        #expect(try await journal.readMembersAgain(again)?.recipients.ids == [2])
        try await expectLeft(journal)
    }

    // MARK: - Suppressions

    private func suppress(_ form: SuppressedForm, expires: Timestamp? = nil) throws {
        try store.suppress([SuppressionRecord(form: form, reason: "asked", source: nil, expiresAt: expires)])
    }

    private var forms: [SuppressedForm] { [SuppressedForm(one), .domain("a.example"), AddressHash.form(of: one)] }

    @Test("Who is suppressed after the cut is found at the arm, by address, domain or hash", arguments: 0..<3)
    func suppressed(form: Int) async throws {
        let envelope = try await journal.cutNext()[0]
        try suppress(.domain("b.example"))
        try suppress(forms[form])
        #expect(await journal.armed(envelope) == .membersChanged)
        let again = try await journal.readMembersAgain(envelope)
        #expect(again?.recipients.ids == (form == 1 ? nil : [2]))
        #expect(try store.statuses(of: mailing).first == "1 skipped suppressed: asked 0")
        // What they already knew of does not trouble the others.
        if let again { #expect(await journal.armed(again) == .open) }
        #expect(try await journal.totals().recipients == 2)
        await journal.stop()
    }

    @Test("An entry that had expired and is renewed counts like a new one; others are no reason to read again")
    func renewed() async throws {
        try suppress(forms[0], expires: Timestamp(milliseconds: 1))
        try suppress(.domain("b.example"))
        let created = try store.numbers("SELECT created_at FROM suppression WHERE kind = 'address'")
        let envelope = try await journal.cutNext()[0]
        #expect(envelope.recipients.ids == [1, 2])
        try suppress(.domain("b.example"))
        try suppress(.domain("c.example"))
        #expect(await journal.armed(envelope) == .open)
        journal.settle(Settlement(envelope, .putBack(notBefore: nil, charged: false, nil)))
        try suppress(forms[0])
        #expect(await journal.armed(envelope) == .membersChanged)
        #expect(try store.numbers("SELECT created_at FROM suppression WHERE kind = 'address'") == created)
        await journal.stop()
    }

    @Test("A retry and a put-back envelope learn of it as well", arguments: [false, true])
    func suppressedAgain(isRetry: Bool) async throws {
        let first = try await journal.cutNext()[0]
        #expect(await journal.armed(first) == .open)
        if isRetry {
            journal.settle(
                .accepted(first, except: [.deferred(0, until: Settlement.at), .deferred(1, until: Settlement.at)]))
        } else {
            journal.settle(Settlement(first, .putBack(notBefore: Settlement.at, charged: true, .tryLater)))
        }
        let again = try #require(try await journal.cutDue(at: Settlement.at).first)
        try suppress(forms[2])
        #expect(await journal.armed(again) == .membersChanged)
        #expect(try await journal.readMembersAgain(again)?.recipients.ids == [2])
        #expect(try store.statuses(of: mailing).first == "1 skipped suppressed: asked 0")
        await journal.stop()
    }
}
