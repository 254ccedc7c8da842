import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// The two views are what somebody with the sqlite3 shell reads; they have to tell the truth at any moment.
@Suite(.timeLimit(.minutes(10)))
struct OutcomeViewTests {
    private func check(_ history: History) throws {
        let store = history.store
        let rows = try store.pool.read {
            try Row.fetchAll(
                $0, sql: "SELECT subscriber, address, outcome FROM recipient_outcome WHERE mailing = ?",
                arguments: [history.mailing]
            ).map { (subscriber: $0[0] as Int64, address: $0[1] as String, outcome: $0[2] as String) }
        }
        #expect(rows.count == history.recipients.count)
        #expect(Set(rows.map(\.subscriber)) == history.recipients)
        for row in rows {
            let expected = history.outcomes[row.subscriber]?.rawValue ?? "pending"
            // Who left is skipped as soon as the journal looks at them again.
            let wasSkipped = row.outcome == "skipped" && history.left.contains(row.subscriber)
            #expect(row.outcome == expected || wasSkipped, "subscriber \(row.subscriber)")
        }
        try checkSums(history, rows.map { ($0.address, $0.outcome) })
    }

    private func checkSums(_ history: History, _ rows: [(address: String, outcome: String)]) throws {
        let counted = Dictionary(grouping: rows, by: \.outcome).mapValues(\.count)
        let outcomes = Outcome.allCases.map(\.rawValue) + ["pending"]
        let expected = outcomes.map { Int64(counted[$0] ?? 0) }
        for outcome in zip(outcomes, expected) {
            let sum = try history.store.numbers(
                "SELECT \(outcome.0) FROM mailing_summary WHERE mailing = ?", [history.mailing])
            #expect(sum == [outcome.1], "\(outcome.0)")
        }
        let totals = try history.store.totals(history.mailing)
        #expect(
            [totals.accepted, totals.refused, totals.deferred, totals.unknown, totals.skipped, totals.pending]
                .map(Int64.init) == expected)
        #expect(totals.recipients == history.recipients.count)

        var listed: [String: String] = [:]
        try history.store.outcomes(of: history.mailing, outcome: nil, limit: nil) {
            // A view cannot know that its owner lives.
            #expect(listed.updateValue($0.isUnderWay ? "unknown" : $0.word, forKey: $0.address) == nil)
        }
        #expect(listed == Dictionary(uniqueKeysWithValues: rows))
    }

    @Test(
        "After a random history everybody has one outcome, the right one, and the sums agree",
        arguments: Array(UInt64(1)...40))
    func randomHistory(seed: UInt64) async throws {
        let scratch = try Scratch()
        let history = try History(scratch.open(), seed: seed)
        for _ in 0..<3 {
            try await history.run(steps: 60)
            try await history.journal.flush()
            try check(history)
            try history.store.expectPartition("seed \(seed)")
        }
        await history.journal.stop()
        try check(history)
    }

    @Test("The histories above are eventful")
    func coverage() async throws {
        var outcomes: Set<Outcome> = []
        var takeOvers = 0
        for seed in UInt64(1)...5 {
            let scratch = try Scratch()
            let history = try History(scratch.open(), seed: seed)
            for _ in 0..<3 {
                try await history.run(steps: 60)
                outcomes.formUnion(history.outcomes.values)
            }
            takeOvers += history.takeOvers
            await history.journal.stop()
        }
        #expect(outcomes == Set(Outcome.allCases))
        #expect(takeOvers > 5)
    }

    @Test("Who is still to be cut is in no view yet, but in the totals")
    func uncut() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe(["a@x.example", "b@x.example"], to: list)
        let (mailing, journal) = try store.start([list])
        #expect(try store.numbers("SELECT count(*) FROM recipient_outcome") == [0])
        #expect(try store.lines("SELECT mailing, lists, pending FROM mailing_summary") == ["\(mailing) announce 0"])
        #expect(try store.totals(mailing).pending == 2)
        await journal.stop()
    }

    @Test("The views keep mailings apart")
    func severalMailings() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let list = try store.makeList()
        try store.subscribe(["a@x.example", "b@x.example"], to: list)
        for outcome in [Outcome.accepted, .refused] {
            let (_, journal) = try store.start([list], limit: 1)
            let envelope = try await journal.cutNext()[0]
            #expect(await journal.armed(envelope) == .open)
            journal.settle(
                Settlement(envelope, .done(.accepted, .accepted), except: outcome == .refused ? [.refused(0)] : []))
            await journal.stop()
        }
        #expect(
            try store.lines("SELECT mailing, address, outcome FROM recipient_outcome ORDER BY mailing, address")
                == [
                    "1 a@x.example accepted", "1 b@x.example pending", "2 a@x.example refused", "2 b@x.example pending",
                ])
        #expect(
            try store.lines("SELECT mailing, accepted, refused, pending FROM mailing_summary ORDER BY mailing")
                == ["1 1 0 1", "2 0 1 1"])
    }
}
