import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import SubscriberFiles
import Testing

@testable import ListStore

/// Who leaves one list of several, or gives another address, while a mailing is under way gets one copy, and has one row.
@Suite(.timeLimit(.minutes(10)))
struct LeavingTests {
    private let scratch: Scratch
    private let store: Store
    private let lists: [ListRecord]
    private let ada: Mailbox

    /// Ada, and somebody beside her on each list.
    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        lists = [try store.makeList("one"), try store.makeList("other")]
        ada = try Mailbox(parsing: "ada@b.example")
        for list in lists { try store.subscribe(["first-\(list.name)@a.example"], to: list) }
    }

    /// Where the mailing stands with Ada's copy when something happens.
    enum Stage: CaseIterable {
        case uncut, pageRead, cut, takenOver, putBack, deferred, retry, unknown
    }

    private func mailing(
        _ stage: Stage, _ change: @escaping () throws -> Void
    ) async throws -> (id: Int64, copies: [String]) {
        try await mailing(stage, changes: [change])
    }

    /// Brings a mailing to a stage, does something after the other, each when the journal has seen what was before, and
    /// delivers all that can be.
    private func mailing(
        _ stage: Stage, segment: SegmentRecord? = nil, changes: [() throws -> Void]
    ) async throws -> (id: Int64, copies: [String]) {
        var (mailing, journal) = try store.start(segment == nil ? lists : [lists[0]], limit: 2, segment: segment)
        var inHand: [CutEnvelope] = []
        var early: [String] = []
        switch stage {
        case .uncut: break
        // The page behind it is read already.
        case .pageRead: inHand = try await journal.cutNext()
        default: inHand = try await journal.everything()
        }
        func isAdas(_ envelope: CutEnvelope) -> Bool {
            envelope.recipients.ids.indices.contains { envelope.recipients.address(at: $0) == ada.address }
        }
        switch stage {
        case .putBack, .deferred, .retry, .unknown:
            let envelope = inHand.remove(at: try #require(inHand.firstIndex(where: isAdas)))
            #expect(await journal.armed(envelope) == .open)
            let place = try #require(
                envelope.recipients.ids.indices.first { envelope.recipients.address(at: $0) == ada.address })
            switch stage {
            case .putBack:
                journal.settle(Settlement(envelope, .putBack(notBefore: Settlement.at, charged: true, .tryLater)))
            case .unknown: journal.settle(Settlement(envelope, .done(.unknown, nil)))
            default:
                journal.settle(.accepted(envelope, except: [.deferred(place, until: Settlement.at)]))
                early = envelope.recipients.ids.indices.filter { $0 != place }.map {
                    "\(envelope.recipients.address(at: $0)) \(envelope.list)"
                }
            }
            try await journal.flush()
        default: break
        }
        if stage == .retry { inHand += try await journal.cutDue(at: Settlement.at) }
        for (number, change) in changes.enumerated() {
            if number > 0 {
                let all = try await inHand + journal.everything() + journal.cutDue(at: .now + .seconds(3600))
                inHand = []
                for envelope in all {
                    if let again = try await journal.readMembersAgain(envelope) { inHand.append(again) }
                }
            }
            try change()
        }
        if stage == .takenOver {
            store.abandon(mailing)
            await journal.stop()
            (journal, inHand) = (try store.resume(mailing), [])
        }
        let copies = try await journal.deliver(inHand)
        await journal.stop()
        return (mailing, (early + copies).sorted())
    }

    /// Everybody has one row, in the view and in the listing, and the sums agree.
    private func check(_ mailing: Int64, recipients: Int) throws {
        let rows = try store.lines(
            "SELECT address, outcome FROM recipient_outcome WHERE mailing = ? ORDER BY address", [mailing])
        #expect(rows.count == recipients, "\(rows)")
        var listed: [String] = []
        try store.outcomes(of: mailing, outcome: nil, limit: nil) {
            listed.append("\($0.address) \($0.outcome?.rawValue ?? "pending")")
        }
        #expect(listed.sorted() == rows)
        let totals = try store.totals(mailing)
        #expect(totals.recipients == recipients && totals.pending == 0 && totals.deferred == 0, "\(totals)")
    }

    private func reason(_ mailing: Int64) throws -> [String] {
        try store.texts("SELECT reason FROM exception WHERE mailing = ? AND outcome = 'skipped'", [mailing])
    }

    private func leave(_ list: ListRecord) throws {
        #expect(try store.unsubscribe(ada, list: list, source: "test"))
    }

    private var others: [String] { ["first-one@a.example \(lists[0].id)", "first-other@a.example \(lists[1].id)"] }

    // MARK: - Leaving one list of two

    @Test(
        "Who leaves the first list gets the copy through the other, wherever the mailing stands",
        arguments: Stage.allCases)
    func oneOfTwo(stage: Stage) async throws {
        for list in lists { try store.subscribe([ada.address], to: list) }
        let (mailing, copies) = try await mailing(stage) {
            try leave(lists[0])
        }
        if stage == .unknown {
            #expect(copies == [others[1]])
        } else {
            #expect(copies == ["ada@b.example \(lists[1].id)"] + others)
        }
        try check(mailing, recipients: 3)
    }

    @Test(
        "Who leaves both, or leaves one and is suppressed, is skipped once", arguments: Stage.allCases, [false, true])
    func noneOfTwo(stage: Stage, isSuppressed: Bool) async throws {
        for list in lists { try store.subscribe([ada.address], to: list) }
        let (mailing, copies) = try await mailing(stage) {
            try leave(lists[0])
            if isSuppressed {
                try store.suppress([SuppressionRecord(form: SuppressedForm(ada), reason: "asked", source: nil)])
            } else {
                try leave(lists[1])
                // A new spell is of another audience.
                try store.subscribe([ada.address], to: lists[1])
            }
        }
        #expect(!copies.contains { $0.hasPrefix("ada") })
        try check(mailing, recipients: 3)
        if stage != .unknown { #expect(try reason(mailing) == [isSuppressed ? "suppressed: asked" : "left"]) }
    }

    @Test(
        "Who comes to the other list later, or has left it before, gets no copy through it", arguments: [false, true])
    func notOfTheOther(later: Bool) async throws {
        try store.subscribe([ada.address], to: lists[0])
        if !later {
            try store.subscribe([ada.address], to: lists[1])
            _ = try store.unsubscribe(ada, list: lists[1], source: "test")
        }
        let (mailing, copies) = try await mailing(.cut) {
            if later { try store.subscribe([ada.address], to: lists[1]) }
            try leave(lists[0])
        }
        #expect(copies == others)
        try check(mailing, recipients: 3)
    }

    // MARK: - Moves

    private func move(_ old: String, _ new: String) throws {
        #expect(try store.move(Mailbox(parsing: old), to: Mailbox(parsing: new), by: nil) != nil)
    }

    @Test("Who moves gets one copy, at the new address, in the one row that was theirs", arguments: Stage.allCases)
    func moved(stage: Stage) async throws {
        try store.subscribe([ada.address], to: lists[0])
        let (mailing, copies) = try await mailing(stage) { try move(ada.address, "ada@z.example") }
        try check(mailing, recipients: 3)
        if stage == .unknown {
            // It may have come: none is sent to the new address.
            #expect(copies == [others[1]])
            #expect(try store.story(of: ada, in: mailing).outcome.outcome == .unknown)
            return
        }
        #expect(copies == ["ada@z.example \(lists[0].id)"] + others)
        #expect(
            try store.lines("SELECT address, outcome FROM recipient_outcome WHERE address LIKE 'ada%'")
                == ["ada@z.example accepted"])
        // Both addresses tell of it.
        for address in [ada, try Mailbox(parsing: "ada@z.example")] {
            let story = try store.story(of: address, in: mailing)
            #expect(story.address == "ada@z.example" && story.outcome.outcome == .accepted && story.list == "one")
            #expect(story.movedFrom == (address == ada ? ada.address : nil))
        }
        #expect(try store.mailings(of: Mailbox(parsing: "ada@z.example")).map(\.outcome.outcome) == [.accepted])
        #expect(try store.mailings(of: ada).isEmpty)
    }

    @Test("Who moves after the copy was accepted has it, and no second one")
    func movedAfterwards() async throws {
        try store.subscribe([ada.address], to: lists[0])
        let (mailing, journal) = try store.start(lists)
        let before = try await journal.deliver()
        try move(ada.address, "ada@z.example")
        #expect(before.contains("ada@b.example \(lists[0].id)"))
        #expect(try await journal.deliver().isEmpty)
        await journal.stop()
        try check(mailing, recipients: 3)
    }

    /// Moves, each with the address that gets the copy; at a full stop the journal sees what was before.
    private static let moves: [(String, String)] = [
        ("a>b b>c", "c"), ("a>b b>a", "a"), ("a>b b>c c>a", "a"), ("a>b b-", ""), ("a>b b- b+", ""), ("a- a>b", ""),
        ("a>b. b>a", "a"), ("a>b. b>c. c>a", "a"), ("a>b. b>a. a>b", "b"), ("a>b. b>c. c>b. b>a", "a"),
        ("a>b. b>a. a-", ""), ("a>b. b>a. a>b. b-", ""), ("a>b. b- b>a", ""),
    ]

    @Test("Moves of moves, and back, come to one copy; who left after a move gets none", arguments: moves)
    func chains(way: String, to last: String) async throws {
        for stage in Stage.allCases where stage != .unknown {
            try await chain(way, last, stage)
        }
    }

    private func chain(_ way: String, _ last: String, _ stage: Stage) async throws {
        let scratch = try Scratch()
        let one = try LeavingTests(scratch)
        try one.store.subscribe([ada.address], to: one.lists[0])
        let changes = way.split(separator: ".").map { words in { try one.play(String(words)) } }
        let (mailing, copies) = try await one.mailing(stage, changes: changes)
        let expected = last.first.map { ["\(address($0)) \(one.lists[0].id)"] } ?? []
        #expect(copies.filter { !$0.hasPrefix("first") } == expected, "\(way) \(stage)")
        try one.check(mailing, recipients: 3)
    }

    private func address(_ name: Character) -> String { name == "a" ? ada.address : "\(name)@z.example" }

    /// `a>b` is a move, `a-` is who leaves the first list, `a+` who comes to it.
    private func play(_ words: String) throws {
        for word in words.split(separator: " ") {
            let names = Array(word)
            let mailbox = try Mailbox(parsing: address(names[0]))
            switch names[1] {
            case "-": _ = try store.unsubscribe(mailbox, list: lists[0], source: "test")
            case "+": try store.subscribe([mailbox.address], to: lists[0])
            default: try move(mailbox.address, address(names[2]))
            }
        }
    }

    private init(_ scratch: Scratch) throws {
        self.scratch = scratch
        store = try scratch.open()
        lists = [try store.makeList("one"), try store.makeList("other")]
        ada = try Mailbox(parsing: "ada@b.example")
        for list in lists { try store.subscribe(["first-\(list.name)@a.example"], to: list) }
    }

    @Test("Who moves to an address that has a copy of its own is skipped as moved", arguments: Stage.allCases, 0...1)
    func toSomebody(stage: Stage, list: Int) async throws {
        try store.subscribe([ada.address], to: lists[0])
        try store.subscribe(["known@z.example"], to: lists[list])
        let (mailing, copies) = try await mailing(stage) { try move(ada.address, "known@z.example") }
        try check(mailing, recipients: 4)
        #expect(copies.count { $0.hasPrefix("known") } == 1)
        #expect(!copies.contains { $0.hasPrefix("ada") })
        if stage != .unknown { #expect(try reason(mailing) == ["moved"]) }
    }

    private static let movesToOthers: [String] = ["b-. a>b", "b- a>b", "b-. a>b. b>a. a>b"]

    @Test(
        "Who moves to the address of somebody who has left gets the copy there", arguments: Stage.allCases,
        movesToOthers)
    func toSomebodyWhoLeft(stage: Stage, way: String) async throws {
        try store.subscribe([ada.address, address("b")], to: lists[0])
        let (mailing, copies) = try await mailing(
            stage, changes: way.split(separator: ".").map { words in { try play(String(words)) } })
        try check(mailing, recipients: 4)
        guard stage != .unknown else { return }
        #expect(
            copies.filter { !$0.hasPrefix("first") } == ["\(address("b")) \(lists[0].id)"],
            "\(way)")
    }

    @Test(
        "Who moves to an address that the mailing's filter leaves out, and that has left, gets the copy there",
        arguments: Stage.allCases)
    func toSomebodyLeftOut(stage: Stage) async throws {
        try store.subscribe([ada.address, address("b")], to: lists[0])
        try store.addSegment("some", filter: "domain = '\(ada.domain)'", to: lists[0])
        let segment = try store.segment(named: "some", of: lists[0])
        let (mailing, copies) = try await mailing(stage, segment: segment, changes: [{ try play("b- a>b") }])
        try check(mailing, recipients: 1)
        if stage != .unknown { #expect(copies == ["\(address("b")) \(lists[0].id)"]) }
    }

    @Test("Two who move to one address are one copy", arguments: Stage.allCases)
    func together(stage: Stage) async throws {
        try store.subscribe([ada.address], to: lists[0])
        try store.subscribe(["eve@c.example"], to: lists[1])
        let (mailing, copies) = try await mailing(stage) {
            try move(ada.address, "both@z.example")
            try move("eve@c.example", "both@z.example")
        }
        try check(mailing, recipients: 4)
        #expect(copies.count { $0.hasPrefix("both") } == 1)
        #expect(!copies.contains { $0.hasPrefix("ada") || $0.hasPrefix("eve") })
    }

    @Test("Nobody is mailed at a suppressed new address, and the old one has no row", arguments: Stage.allCases)
    func toSuppressed(stage: Stage) async throws {
        try store.subscribe([ada.address], to: lists[0])
        let (mailing, copies) = try await mailing(stage) {
            try move(ada.address, "ada@z.example")
            try store.suppress([SuppressionRecord(form: .domain("z.example"), reason: "asked", source: nil)])
        }
        try check(mailing, recipients: 3)
        #expect(!copies.contains { $0.hasPrefix("ada") })
        if stage != .unknown { #expect(try reason(mailing) == ["suppressed: asked"]) }
    }

    @Test(
        "A person who is erased after a move under a mailing is skipped, and nobody can tell who",
        arguments: Stage.allCases)
    func erased(stage: Stage) async throws {
        try store.subscribe([ada.address], to: lists[0])
        let (mailing, copies) = try await mailing(stage) {
            try move(ada.address, "ada@z.example")
            _ = try store.erase(Mailbox(parsing: "ada@z.example"), by: nil)
        }
        try check(mailing, recipients: 3)
        #expect(!copies.contains { $0.hasPrefix("ada") })
        if stage != .unknown { #expect(try reason(mailing) == ["erased"]) }
    }
}
