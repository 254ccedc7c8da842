import Foundation
import Testing

@testable import MailingLists

/// The rule of who comes back, and the table of it in the README.
struct SpellEndingTests {
    @Test("What is stored tells how a spell ended", arguments: SpellEnding.allCases)
    func stored(ending: SpellEnding) {
        let state: SubscriptionState = ending == .bounced ? .bounced : .unsubscribed
        #expect(SpellEnding(state: state, how: ending.how) == ending)
    }

    @Test(
        "Whatever else is said of it, somebody left by themselves", arguments: [nil, "token", "erased", "archived", ""])
    func others(how: String?) {
        #expect(SpellEnding(state: .unsubscribed, how: how) == .person)
        #expect(SpellEnding(state: .bounced, how: how) == .bounced)
    }

    private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("README.md")

    /// The endings in the order of the README's rows, and the ways in that of its columns.
    private static let rows: [SpellEnding] = [.person, .hand, .bounced, .complaint, .sync, .undo, .moved]
    private static let columns: [WayBack] = [.importing, .resubscribing, .resubscribingBounced, .sync, .add]

    @Test("The README's table says the same") func table() throws {
        #expect(Self.rows.count == SpellEnding.allCases.count)
        let lines = try String(contentsOf: Self.readme, encoding: .utf8).split(separator: "\n")
        let head = try #require(lines.firstIndex { $0.hasPrefix("| it ended |") })
        for (offset, ending) in Self.rows.enumerated() {
            let cells = lines[head + 2 + offset].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for (way, cell) in zip(Self.columns, cells.dropFirst()) {
                #expect(cell.hasSuffix("yes") == ending.mayComeBack(by: way), "\(cells[0]): \(way)")
            }
            // One by one and by a confirmation are one column.
            #expect(ending.mayComeBack(by: .confirmation) == ending.mayComeBack(by: .add))
        }
    }
}
