import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// What an envelope's state says of its recipients, and a recipient's own row of theirs: in SQL, in Swift, and in the views
/// that are released.
@Suite(.timeLimit(.minutes(10)))
struct OutcomeFoldTests {
    private struct Envelope: CustomTestStringConvertible {
        let state: EnvelopeState
        let outcome: Outcome?
        let attempt: Int
        var testDescription: String { "\(state) \(outcome.map { "\($0)" } ?? "-") \(attempt)" }
    }

    /// As the schema lets them be.
    private static let envelopes = EnvelopeState.allCases.flatMap { state in
        (state == .done ? [.accepted, .refused, .deferred, .unknown] : [nil] as [Outcome?]).flatMap { outcome in
            (1...3).map { Envelope(state: state, outcome: outcome, attempt: $0) }
        }
    }

    private static func count(_ totals: MailingTotals, of outcome: Outcome?) -> Int {
        switch outcome {
        case .accepted?: totals.accepted
        case .refused?: totals.refused
        case .deferred?: totals.deferred
        case .unknown?: totals.unknown
        case .skipped?: totals.skipped
        case nil: totals.pending
        }
    }

    /// A mailing to two people, with one envelope for both.
    private func mailing(_ body: (Store, Int64) async throws -> Void) async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe(["a@x.example", "b@x.example"], to: list)
        let (mailing, journal) = try store.start([list])
        _ = try await journal.cutNext()
        await journal.stop()
        try await body(store, mailing)
    }

    private func agree(_ store: Store, _ mailing: Int64, _ address: String, _ expected: Outcome?) throws {
        let word = expected?.rawValue ?? "pending"
        #expect(
            try store.lines("SELECT outcome FROM recipient_outcome WHERE address = '\(address)'") == [word], "the view")
        var listed: [String: Outcome?] = [:]
        try store.outcomes(of: mailing, outcome: nil, limit: nil) { listed[$0.address] = .some($0.outcome) }
        #expect(listed[address] == .some(expected), "the listing")
        let story = try store.story(of: try Mailbox(parsing: address), in: mailing)
        #expect(story.outcome.outcome == expected, "the story")
    }

    @Test("Every state of an envelope is one outcome, whoever unfolds it", arguments: MailingState.allCases)
    func envelope(state: MailingState) async throws {
        try await mailing { store, mailing in
            for envelope in Self.envelopes {
                try await store.pool.write { db in
                    try db.execute(
                        sql: "UPDATE mailing SET state = ?, send_at = ?",
                        arguments: [
                            state == .scheduled ? MailingState.paused.rawValue : state.rawValue,
                            state == .scheduled ? 1 : nil,
                        ])
                    try db.execute(
                        sql: "UPDATE envelope SET state = ?, outcome = ?, attempt = ?",
                        arguments: [envelope.state.rawValue, envelope.outcome?.rawValue, envelope.attempt])
                }
                let expected = envelope.state.outcome(
                    recorded: envelope.outcome, attempt: envelope.attempt, in: state)
                for address in ["a@x.example", "b@x.example"] { try agree(store, mailing, address, expected) }
                let totals = try store.totals(mailing)
                #expect(Self.count(totals, of: expected) == 2 && totals.recipients == 2, "\(envelope)")
                #expect(
                    try store.lines("SELECT \(expected?.rawValue ?? "pending") FROM mailing_summary") == ["2"],
                    "\(envelope)")
            }
        }
    }

    @Test("Every row of a recipient's own is one outcome, whoever unfolds it", arguments: MailingState.allCases)
    func recipientStatus(state: MailingState) async throws {
        try await mailing { store, mailing in
            // Who is deferred has none.
            for expected in Outcome.allCases where expected != .deferred {
                try await store.pool.write { db in
                    try db.execute(
                        sql: "UPDATE mailing SET state = ?, send_at = ?",
                        arguments: [
                            state == .scheduled ? MailingState.paused.rawValue : state.rawValue,
                            state == .scheduled ? 1 : nil,
                        ])
                    try db.execute(sql: "UPDATE envelope SET exceptions = 1")
                    try db.execute(
                        sql: """
                            INSERT OR REPLACE INTO exception
                                (mailing, subscriber, list, envelope, outcome, reason, attempts, at)
                            SELECT ?, s.id, l.id, 1, ?, ?, 1, 0 FROM subscriber s JOIN list l
                            WHERE s.address = 'a@x.example'
                            """,
                        arguments: [mailing, expected.rawValue, expected == .skipped ? "gone" : nil])
                }
                try agree(store, mailing, "a@x.example", expected)
                let rest = EnvelopeState.cut.outcome(recorded: nil, attempt: 1, in: state)
                let totals = try store.totals(mailing)
                #expect(Self.count(totals, of: expected) == (rest == expected ? 2 : 1) && totals.recipients == 2)
                #expect(
                    try store.lines("SELECT \(expected.rawValue) FROM mailing_summary")
                        == [rest == expected ? "2" : "1"])
            }
        }
    }

    @Test("A word that is none of ours is an error, and taken for none of them") func words() async throws {
        try await mailing { store, mailing in
            try await store.pool.write { db in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try db.execute(sql: "UPDATE mailing SET state = 'odd'")
                try db.execute(sql: "PRAGMA ignore_check_constraints = OFF")
            }
            #expect(throws: StoreFailure.self) { try store.mailing(mailing) }
            #expect(throws: StoreFailure.self) { try store.state(of: mailing) }
        }
    }
}
