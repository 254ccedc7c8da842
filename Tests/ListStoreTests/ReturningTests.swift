import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import ListStore

/// Who comes back, of all ways in which a subscription ends and in all ways in which people come.
@Suite(.timeLimit(.minutes(10)))
struct ReturningTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    private let ada: Mailbox

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        ada = try Mailbox(parsing: "ada@a.example")
    }

    /// Something that ends a subscription, and what it counts as.
    enum End: String, CaseIterable {
        case token, hand, program, refused, exportUnsubscribed, exportCleaned, exportComplained, exportSuppressed
        case sync, syncSaysLeft, undo, undoOfReturn, move

        var ending: SpellEnding {
            switch self {
            // Undone, what was before counts: she had left.
            case .token, .program, .exportUnsubscribed, .exportSuppressed, .syncSaysLeft, .undoOfReturn: .person
            case .hand: .hand
            case .refused, .exportCleaned: .bounced
            case .exportComplained: .complaint
            case .sync: .sync
            case .undo: .undo
            case .move: .moved
            }
        }

        /// What a file says of her, where that is what ends it.
        var row: String? {
            switch self {
            case .exportUnsubscribed: "email,UNSUB_TIME\nada@a.example,2025-05-01 10:00:00\n"
            case .exportCleaned: "email,CLEAN_TIME\nada@a.example,2025-05-01 10:00:00\n"
            case .exportComplained: "email,status\nada@a.example,spam\n"
            case .exportSuppressed: "email,status\nada@a.example,blocklisted\n"
            case .syncSaysLeft: "email,status\nada@a.example,unsubscribed\nzoe@a.example,active\n"
            default: nil
            }
        }
    }

    @discardableResult
    private func importing(
        _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> (counts: SubscriberImport.Counts, batch: Int64?) {
        let file = scratch.directory + "/\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        var options = ImportOptions()
        options.endLimit = 1
        change(&options)
        return try store.importSubscribers(into: list, source: "people.csv", options: options) { batch in
            var reader = try SubscriberReader(path: file)
            var scanner = AddressScanner()
            while let row = try reader.next() {
                #expect(scanner.scan(row.address) == nil)
                try batch.add(
                    address: scanner.address, key: scanner.key, domain: scanner.domain, name: row.name,
                    details: row.details)
            }
        }
    }

    private static let named = "email\nada@a.example\nzoe@a.example\n"

    private var isOn: Bool {
        get throws {
            try store.subscriptions(of: ada).contains { $0.state == .active }
        }
    }

    /// Ends her subscription; returns the batch that did so.
    private func end(_ end: End) async throws -> Int64? {
        switch end {
        case .token:
            let token = try store.token(.unsubscribe, for: ada, list: list, lasting: .seconds(60))
            #expect(try store.redeem(token, source: "test").result == .unsubscribed)
        case .hand: #expect(try store.unsubscribe(ada, list: list, source: "test", how: "command line"))
        case .program: #expect(try store.unsubscribe(ada, list: list, source: "test"))
        case .refused: try await refuse()
        case .sync: return try importing("email\nzoe@a.example\n") { $0.endsOthers = true }.batch
        case .syncSaysLeft: return try importing(#require(end.row)) { $0.endsOthers = true }.batch
        case .undo, .undoOfReturn: Issue.record("see below")
        case .move: _ = try store.move(ada, to: Mailbox(parsing: "ada@b.example"), by: nil)
        case .exportUnsubscribed, .exportCleaned, .exportComplained, .exportSuppressed:
            return try importing(#require(end.row)).batch
        }
        return nil
    }

    /// A mailing whose relay knows no such mailbox.
    private func refuse() async throws {
        let (_, journal) = try store.start([list], limit: 1)
        for envelope in try await journal.everything() {
            let isAda =
                try store.texts("SELECT address FROM subscriber WHERE id = ?", [envelope.recipients.ids[0]]) == [
                    ada.address
                ]
            guard isAda else { continue }
            journal.settle(Settlement(envelope, .done(.refused, .noSuchUser), except: [.refused(0)]))
        }
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        await journal.stop()
    }

    /// She was on the list, and is no more.
    private func left(_ end: End) async throws -> Int64? {
        switch end {
        case .undo, .undoOfReturn:
            if end == .undoOfReturn {
                try store.subscribe([ada.address], to: list)
                #expect(try store.unsubscribe(ada, list: list, source: "test"))
            }
            let batch = try #require(try importing(Self.named) { $0.resubscribes = end == .undoOfReturn }.batch)
            // Met by a mailing, so that it leaves history behind.
            let (_, journal) = try store.start([list])
            await journal.stop()
            #expect(try store.undoing(batch).isMet)
            #expect(try store.undo(batch, by: nil).ended == 2)
            return nil
        default:
            // By a file that does not say when: else her consent would be younger than that she left elsewhere.
            try importing(Self.named)
            return try await self.end(end)
        }
    }

    private func comeBack(_ way: WayBack, _ batch: Int64?) throws {
        switch way {
        case .importing: try importing(Self.named)
        case .resubscribing: try importing(Self.named) { $0.resubscribes = true }
        case .resubscribingBounced:
            try importing(Self.named) { ($0.resubscribes, $0.resubscribesBounced) = (true, true) }
        case .sync: try importing(Self.named) { $0.endsOthers = true }
        case .add: _ = try store.subscribe(ada, name: nil, list: list, source: "test")
        case .confirmation:
            _ = try store.askToConfirm(ada, name: nil, list: list, source: "test", by: nil)
            let token = try store.token(.confirm, for: ada, list: list, lasting: .seconds(60))
            #expect(try store.redeem(token, source: "test").result == .confirmed)
        case .undo: if let batch { _ = try store.undo(batch, by: nil) }
        }
    }

    @Test("Whoever comes back is whom the table says", arguments: End.allCases, WayBack.allCases)
    func table(end: End, way: WayBack) async throws {
        let batch = try await left(end)
        #expect(try !isOn)
        // Only what a batch ended is begun again by undoing it.
        let expected = end.ending.mayComeBack(by: way) && (way != .undo || batch != nil)
        try comeBack(way, batch)
        #expect(try isOn == expected)
        #expect(try store.numbers("SELECT count(*) FROM subscription WHERE ended IS NULL AND subscriber = 1")[0] <= 1)
    }

    @Test(
        "A dry run counts what the import then does", arguments: End.allCases, WayBack.allCases.filter { $0 != .undo })
    func dryRun(end: End, way: WayBack) async throws {
        func change(_ options: inout ImportOptions) {
            options.resubscribes = way == .resubscribing || way == .resubscribingBounced
            options.resubscribesBounced = way == .resubscribingBounced
            options.endsOthers = way == .sync
        }
        _ = try await left(end)
        for text in [Self.named, end.row ?? Self.named] {
            let dry = try importing(text) {
                change(&$0)
                $0.isDryRun = true
            }.counts
            var real = try importing(text, change).counts
            real.history = dry.history
            #expect(dry == real)
        }
    }

    // MARK: - What files say

    @Test(
        "Of two exports, those who are subscribed and those who left, any order leaves the latter out",
        arguments: [true, false], [2, 50_000])
    func anyOrder(leftFirst: Bool, gathered: Int) throws {
        let files = [
            "email\nada@a.example\nbob@a.example\ncy@a.example\n",
            "email,UNSUB_TIME\nada@a.example,2025-05-01 10:00:00\ndan@a.example,2025-05-01 10:00:00\n",
            "email,CLEAN_TIME\nbob@a.example,2025-05-01 10:00:00\n",
        ]
        for file in leftFirst ? files.reversed() : files { try importing(file) { $0.gathered = gathered } }
        #expect(try store.counts(of: list) == [.active: 1, .unsubscribed: 2, .bounced: 1])
        #expect(
            try store.consent(of: ada).last.map { "\($0.event) \($0.source)" } == "left people.csv")
        // Once more, it changes nothing.
        for file in files { #expect(try importing(file).batch == nil) }
    }

    @Test("In one file the rows may stand in any order, too, and far apart", arguments: [true, false], [1, 50_000])
    func oneFile(leftFirst: Bool, gathered: Int) throws {
        var rows = ["ada@a.example,active", "ada@a.example,unsubscribed", "bob@a.example,active"]
        if leftFirst { rows.swapAt(0, 1) }
        let text = "email,status\n" + rows.joined(separator: "\n") + "\n"
        let dry = try importing(text) { $0.isDryRun = true }.counts
        let counts = try importing(text) { $0.gathered = gathered }.counts
        #expect(counts.added == 1 && counts.recorded == 1 && counts.leftElsewhere == 1)
        #expect(dry.added == 1 && dry.recorded == 1)
        #expect(try store.counts(of: list) == [.active: 1, .unsubscribed: 1])
    }

    @Test("Who came back after they left elsewhere stays; who was merely imported since then does not")
    func younger() throws {
        try store.subscribe(["ada@a.example"], to: list)
        try importing("email\nbob@a.example\n")
        try importing("email,subscribed\ncy@a.example,2025-06-01\n")
        try store.subscribe(["dan@a.example"], to: list)
        _ = try store.unsubscribe(Mailbox(parsing: "dan@a.example"), list: list, source: "test")
        try importing("email\ndan@a.example\n") { $0.resubscribes = true }
        let result = try importing(
            "email,UNSUB_TIME\n" + ["ada", "bob", "cy", "dan"].map { "\($0)@a.example,2025-05-01 10:00:00\n" }.joined())
        #expect(result.counts.ended == 1)
        #expect(try store.lines("SELECT address FROM subscription WHERE state = 'active' ORDER BY 1").count == 3)
        // Nor is there anything to be said against an export that gives no moment.
        #expect(try importing("email,status\nada@a.example,unsubscribed\n").counts.ended == 1)
    }

    @Test("Who waits for a confirmation is left to confirm, and nobody who was erased is written down")
    func others() throws {
        _ = try store.askToConfirm(ada, name: nil, list: list, source: "test", by: nil)
        let bob = try Mailbox(parsing: "bob@a.example")
        try store.subscribe([bob.address], to: list)
        _ = try store.erase(bob, by: nil)
        try importing("email,status\nada@a.example,unsubscribed\nbob@a.example,unsubscribed\n")
        #expect(try store.counts(of: list) == [.pending: 1])
        #expect(try store.person(bob) == nil)
    }

    @Test("Who is suppressed leaves all the same; that they are suppressed elsewhere ends nothing of it")
    func suppressed() throws {
        try store.subscribe(["ada@a.example"], to: list)
        try store.suppress([SuppressionRecord(form: SuppressedForm(ada), reason: "asked", source: nil)])
        #expect(try importing("email,status\nada@a.example,suppressed\n").batch == nil)
        #expect(try importing("email,status\nada@a.example,suppressed\n") { $0.endsOthers = true }.batch == nil)
        #expect(try importing("email,status\nada@a.example,unsubscribed\n").counts.ended == 1)
    }

    @Test("Told to ignore it, an import leaves them out and nothing else")
    func ignored() throws {
        try store.subscribe(["ada@a.example"], to: list)
        let result = try importing("email,status\nada@a.example,unsubscribed\nbob@a.example,unsubscribed\n") {
            $0.recordsLeft = false
        }
        #expect(result.counts.leftElsewhere == 2 && result.batch == nil)
        #expect(try store.counts(of: list) == [.active: 1])
    }

    @Test("What an import wrote down and ended is taken back with it, also after a mailing", arguments: [false, true])
    func undone(isMet: Bool) async throws {
        try store.subscribe(["ada@a.example"], to: list)
        let before = try store.texts("SELECT state || coalesce(ended, 0) FROM subscription")
        let batch = try #require(
            try importing("email,status\nada@a.example,unsubscribed\nbob@a.example,cleaned\n").batch)
        #expect(try store.batch(batch).ended == 1)
        if isMet {
            let (_, journal) = try store.start([list])
            try await journal.finish(.finished, reason: nil, bounces: .apply)
            await journal.stop()
        }
        let undoing = try store.undoing(batch)
        #expect(undoing.isMet == isMet && undoing.undo.restored == 1 && undoing.undo.removed == 0)
        let undo = try store.undo(batch, by: nil)
        #expect(undo.restored == 1 && undo.forgotten == 1)
        #expect(try store.counts(of: list) == [.active: 1])
        if !isMet { #expect(try store.texts("SELECT state || coalesce(ended, 0) FROM subscription") == before) }
        // Nobody is kept away by what was taken back.
        #expect(try importing("email\nbob@a.example\n").counts.added == 1)
    }

    @Test("A sync whose file has an earlier address of somebody ends nothing of theirs")
    func syncOfMovers() throws {
        try store.subscribe(["ada@a.example", "zoe@a.example"], to: list)
        _ = try store.move(ada, to: Mailbox(parsing: "ada@b.example"), by: nil)
        #expect(try importing(Self.named) { $0.endsOthers = true }.counts.ended == 0)
        #expect(try store.counts(of: list)[.active] == 2)
    }

    // MARK: - Counts are of people

    @Test("Everybody counts once, by how they stand now; spells are history")
    func people() throws {
        let bob = try Mailbox(parsing: "bob@a.example")
        for _ in 0..<3 {
            try store.subscribe([ada.address, bob.address], to: list)
            for one in [ada, bob] { #expect(try store.unsubscribe(one, list: list, source: "test")) }
        }
        try store.subscribe([ada.address], to: list)
        #expect(try store.counts(of: list) == [.active: 1, .unsubscribed: 1])
        func listed(_ state: SubscriptionState?, history: Bool = false) throws -> [String] {
            var found: [String] = []
            try store.subscriptions(list: list, state: state, history: history, limit: nil) { found.append($0.address) }
            return found.sorted()
        }
        #expect(try listed(nil) == [ada.address, bob.address])
        #expect(try listed(.unsubscribed) == [bob.address])
        #expect(try listed(.active) == [ada.address])
        #expect(try listed(nil, history: true).count == 7)
        #expect(try listed(.unsubscribed, history: true).count == 6)
        func exported(_ state: SubscriptionState?, history: Bool = false) throws -> Int {
            var count = 0
            try store.export(list, state: state, filter: nil, history: history) { _, text in
                count += 1
                text.append(0x0A)
            } write: { _ in
            }
            return count
        }
        #expect(try exported(nil) == 2 && exported(.unsubscribed) == 1 && exported(.active) == 1)
        #expect(try exported(nil, history: true) == 7)
    }
}
