import Bounces
import FanmailBasics
import Testing

@testable import ListStore

/// How the log is read, however long it is.
@Suite("Selections of bounces", .timeLimit(.minutes(10)))
struct BounceSelectionTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private static func selection(_ change: (inout BounceSelection) -> Void) -> BounceSelection {
        var selection = BounceSelection()
        change(&selection)
        return selection
    }

    private static let cases: [(BounceSelection, String)] = [
        (selection { $0.subscriber = 1 }, "bounce_of (subscriber=?"),
        (selection { ($0.subscriber, $0.mailing, $0.list) = (1, 1, 1) }, "bounce_of (subscriber=?"),
        (selection { $0.mailing = 1 }, "bounce_in (mailing=?"),
        (selection { ($0.mailing, $0.list, $0.provider) = (1, 1, "google") }, "bounce_in (mailing=?"),
        (selection { ($0.mailing, $0.failureClass, $0.kind) = (1, .full, .soft) }, "bounce_in (mailing=?"),
        (selection { $0.list = 1 }, "bounce_on (list=?"),
        (
            selection { ($0.list, $0.since, $0.provider) = (1, Timestamp(milliseconds: 1), "google") },
            "bounce_on (list=? AND at>?"
        ),
    ]

    @Test("They are counted by an index where there is one", arguments: cases)
    func counted(selection: BounceSelection, index: String) throws {
        let plan = try store.lines(
            "EXPLAIN QUERY PLAN SELECT count(*) FROM bounce b WHERE \(selection.condition) AND b.effect <> 'forgiven'",
            selection.arguments)
        #expect(plan.contains { $0.contains(index) } && !plan.contains { $0.contains("SCAN") }, "\(plan)")
    }

    @Test("They are listed in the order of the log, page by page, without a sort", arguments: cases)
    func listed(selection: BounceSelection, index: String) throws {
        let plan = try store.lines(
            """
            EXPLAIN QUERY PLAN SELECT \(Store.bounceColumns)
            WHERE b.id > 1 AND \(selection.conditionInOrder) ORDER BY b.id LIMIT 1000
            """, selection.arguments)
        #expect(plan.contains { $0.contains("SEARCH b USING INTEGER PRIMARY KEY (rowid>?)") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
