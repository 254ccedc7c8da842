import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore
import Testing

@testable import ListStore

/// Who gets an envelope of their own is cut, put back, retried and resumed with what their message is made from.
@Suite("Envelopes of one recipient", .timeLimit(.minutes(10)))
struct OneClickJournalTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private static let url = "https://lists.example/leave/{token}"

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        try store.subscribe(
            ["a@a.example", "b@a.example", "c@gmail.com", "d@gmail.com", "e@x.example", "f@x.example"], to: list)
    }

    private func start(_ policy: ListDefinition.OneClickPolicy) throws -> (mailing: Int64, journal: SQLiteJournal) {
        var new = NewMailing(
            message: Array("x".utf8), messageID: "<x@x.example>", digest: "x", sourceDigest: "x", subject: "x",
            author: "x", relay: "x", lists: [list.id], maxRecipients: 100)
        new.oneClick = [list.id: OneClickLink(policy, url: Self.url)]
        return try store.begin(new, again: true)
    }

    private func subscriptions(_ envelopes: [CutEnvelope]) -> [Int64?] { envelopes.map { $0.recipient?.subscription } }

    @Test(
        arguments: [
            (.never, [[1, 2, 3, 4, 5, 6]], [nil]), (.always, [[1], [2], [3], [4], [5], [6]], [1, 2, 3, 4, 5, 6]),
            (.largeReceivers, [[1, 2], [3], [4], [5, 6]], [nil, 3, 4, nil]),
        ] as [(ListDefinition.OneClickPolicy, [[Int64]], [Int64?])])
    func areCut(policy: ListDefinition.OneClickPolicy, members: [[Int64]], details: [Int64?]) async throws {
        let (mailing, journal) = try start(policy)
        let envelopes = try await journal.everything()
        #expect(envelopes.map(\.recipients.ids) == members)
        #expect(subscriptions(envelopes) == details)
        await journal.stop()
        // Another owner finds them as they were, also when the list's policy is another one by then.
        try store.execute("UPDATE list SET definition = replace(definition, 'headers = true', 'headers = false')")
        let resumed = try store.resume(mailing, limit: 100)
        let again = try await resumed.everything()
        #expect(again.map(\.recipients.ids) == members)
        #expect(subscriptions(again) == details)
        #expect(try store.oneClick(of: mailing)[list.id]?.link.policy == (policy == .never ? nil : policy))
        await resumed.stop()
    }

    @Test func aPlanCountsThem() throws {
        for (policy, envelopes, individual) in [
            (ListDefinition.OneClickPolicy.never, 1, 0), (.always, 6, 6), (.largeReceivers, 4, 2),
        ] {
            let survey = try store.survey(
                [list], envelopeSize: 100, oneClick: [list.id: OneClickLink(policy, url: Self.url)])
            #expect(survey.envelopes == envelopes && survey.individual == individual && survey.recipients == 6)
        }
    }

    @Test func areRetriedAlone() async throws {
        let (_, journal) = try start(.largeReceivers)
        for envelope in try await journal.everything() {
            #expect(await journal.armed(envelope) == .open)
            let all = envelope.recipients.ids.indices.map {
                Settlement.RecipientStatus.deferred($0, until: Settlement.at)
            }
            journal.settle(Settlement(envelope, .done(.accepted, .accepted), except: all))
        }
        try await journal.flush()
        let retries = try await journal.cutDue(at: Settlement.at)
        #expect(retries.map(\.recipients.ids) == [[1, 2, 5, 6], [3], [4]])
        #expect(subscriptions(retries) == [nil, 3, 4])
        await journal.stop()
    }

    @Test func whoLeftAndCameBackIsOfAnotherAudience() async throws {
        let (_, journal) = try start(.always)
        let envelope = try #require(try await journal.cutNext().first)
        _ = try store.unsubscribe(Mailbox(parsing: "a@a.example"), list: list, source: "test")
        try store.subscribe(["a@a.example"], to: list)
        #expect(await journal.armed(envelope) == .membersChanged)
        #expect(try await journal.readMembersAgain(envelope) == nil)
        await journal.stop()
    }
}
