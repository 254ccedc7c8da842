import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import SubscriberFiles
import Testing

@testable import ListStore

struct SuppressionTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
    }

    private func suppress(_ text: String, reason: String = "asked", expires: Timestamp? = nil) throws {
        try store.suppress([
            SuppressionRecord(form: SuppressedForm(parsing: text), reason: reason, source: "test", expiresAt: expires)
        ])
    }

    private func hash(_ address: String) throws -> String { AddressHash.form(of: try Mailbox(parsing: address)).text }

    @Test("The hash is SHA-256 of the normalised form, however the address is spelled")
    func hashes() throws {
        // printf ada@example.org | sha256sum
        let expected = "sha256:cfe00dde46ef942601ffafb9e2825e802858b460e586b8305b344c1eb826357d"
        for spelling in ["ada@example.org", "Ada@EXAMPLE.org", "\"ada\"@example.org"] {
            #expect(try hash(spelling) == expected)
        }
        #expect(try hash("ada@example.org") != hash("adb@example.org"))
    }

    @Test("Addresses, domains and hashes are skipped when an envelope is cut, each with its reason")
    func cut() async throws {
        try store.subscribe(
            ["a@x.example", "B@x.example", "c@blocked.example", "d@sub.blocked.example", "e@x.example", "f@x.example"],
            to: list)
        try suppress("A@x.example", reason: "complaint")
        try suppress("@Blocked.example", reason: "no mail here")
        try suppress(hash("b@x.example"), reason: "erased")
        try suppress("e@x.example", expires: Timestamp(milliseconds: 1))
        let survey = try store.survey([list], envelopeSize: 100)
        let (mailing, journal) = try store.start([list], limit: 100)
        let envelopes = try await journal.everything()
        await journal.stop()
        #expect(
            envelopes.flatMap { envelope in envelope.recipients.ids.indices.map(envelope.recipients.address(at:)) }
                == ["d@sub.blocked.example", "e@x.example", "f@x.example"])
        #expect(
            try store.lines(
                """
                SELECT s.address, x.outcome, x.reason FROM exception x JOIN subscriber s ON s.id = x.subscriber
                WHERE mailing = ? ORDER BY s.id
                """, [mailing]) == [
                    "a@x.example skipped suppressed: complaint", "B@x.example skipped suppressed: erased",
                    "c@blocked.example skipped suppressed: no mail here",
                ])
        #expect(survey.suppressed == 3)
        #expect(survey.recipients == 3)
        #expect(survey.domains.map(\.domain).sorted() == ["sub.blocked.example", "x.example"])
    }

    @Test("Who is suppressed between two attempts is not offered a copy again")
    func retry() async throws {
        try store.subscribe(["a@x.example", "b@x.example"], to: list)
        let (mailing, journal) = try store.start([list], limit: 100)
        let envelope = try #require(try await journal.everything().first)
        #expect(await journal.armed(envelope) == .open)
        let next = Timestamp(milliseconds: 5)
        journal.settle(.accepted(envelope, except: [.deferred(0, until: next), .deferred(1, until: next)]))
        try await journal.flush()
        try suppress("a@x.example")
        let retries = try await journal.cutDue(at: .now)
        await journal.stop()
        #expect(retries.map(\.recipients.ids) == [[2]])
        #expect(
            try store.texts("SELECT reason FROM exception WHERE mailing = ? AND outcome = 'skipped'", [mailing])
                == ["suppressed: asked"])
    }

    @Test("Who is suppressed after an interruption is left out of the envelopes that were cut before it")
    func resumed() async throws {
        try store.subscribe(["a@x.example", "b@x.example"], to: list)
        let (mailing, journal) = try store.start([list], limit: 100)
        #expect(try await journal.everything().count == 1)
        try await journal.finish(.paused, reason: nil, bounces: .wait)
        try suppress("@x.example", reason: "gone")
        let again = try store.resume(mailing)
        #expect(try await again.everything().isEmpty)
        await again.stop()
        #expect(try store.totals(mailing).skipped == 2)
        #expect(try store.totals(mailing).recipients == 2)
    }

    @Test("An import leaves out who is suppressed, and counts them", arguments: ["a@x.example", "@x.example", "hash"])
    func imported(entry: String) throws {
        try suppress(entry == "hash" ? hash("a@x.example") : entry)
        let (counts, _) = try store.importSubscribers(into: list, source: "people.csv") { batch in
            var scanner = AddressScanner()
            for address in ["A@x.example", "b@y.example"] {
                Array(address.utf8).withUnsafeBufferPointer { #expect(scanner.scan($0) == nil) }
                try batch.add(
                    address: scanner.address, key: scanner.key, domain: scanner.domain,
                    name: UnsafeBufferPointer(start: nil, count: 0))
            }
        }
        #expect(counts.added == 1)
        #expect(counts.suppressed == 1)
        #expect(try store.texts("SELECT address FROM subscriber") == ["b@y.example"])
    }

    @Test("Entries are added once, changed, listed by kind, looked up and removed")
    func entries() throws {
        #expect(
            try store.suppress([
                SuppressionRecord(form: .domain("x.example"), reason: "one", source: nil),
                SuppressionRecord(form: .address(key: "a@x.example"), reason: "two", source: nil),
                SuppressionRecord(form: .domain("x.example"), reason: "three", source: nil),
            ]) == 2)
        var all: [SuppressionRecord] = []
        try store.suppressions { all.append($0) }
        #expect(all.map(\.reason) == ["three", "two"])
        var domains: [String] = []
        try store.suppressions(kind: .domain) { domains.append($0.form.text) }
        #expect(domains == ["@x.example"])
        let mailbox = try Mailbox(parsing: "A@x.example")
        #expect(try store.suppressions(of: mailbox).count == 2)
        #expect(try store.unsuppress([.domain("x.example"), .domain("y.example")]) == 1)
        #expect(try store.suppressions(of: mailbox).map(\.reason) == ["two"])
        try suppress("b@x.example", expires: Timestamp(milliseconds: 1))
        #expect(try store.removeExpiredSuppressions() == 1)
        #expect(try store.numbers("SELECT count(*) FROM suppression") == [1])
    }
}
