import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import TestSupport
import Testing

@testable import ListStore

struct BatchTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
    }

    @discardableResult
    private func importing(
        _ addresses: [String], _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> (counts: SubscriberImport.Counts, batch: Int64?) {
        var options = ImportOptions()
        change(&options)
        return try store.importSubscribers(into: list, source: "people.csv", options: options) { batch in
            try Self.add(addresses, to: batch)
        }
    }

    private static func add(_ addresses: [String], to batch: SubscriberImport) throws {
        var scanner = AddressScanner()
        for address in addresses {
            Array(address.utf8).withUnsafeBufferPointer { #expect(scanner.scan($0) == nil) }
            try batch.add(
                address: scanner.address, key: scanner.key, domain: scanner.domain,
                name: UnsafeBufferPointer(start: nil, count: 0))
        }
    }

    private func rows() throws -> [String] {
        try ["subscriber", "subscription", "departure"].flatMap { table in
            try store.pool.read {
                try Row.fetchAll($0, sql: "SELECT '\(table)', * FROM \(table) ORDER BY id").map { "\($0)" }
            }
        }
    }

    @Test("Undoing an import or a sync restores every row", arguments: Array(UInt64(1)...15))
    func undo(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let all = (0..<30).map { "u\($0)@d\($0 % 4).example" }
        let other = try store.makeList("other")
        try store.subscribe(all.filter { _ in Bool.random(using: &random) }, to: other)
        try importing(all.filter { _ in Bool.random(using: &random) })
        for address in all where Int.random(in: 0..<4, using: &random) == 0 {
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
        }
        let before = try rows()
        let result = try importing(all.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)) {
            $0.endsOthers = Bool.random(using: &random)
            $0.resubscribes = Bool.random(using: &random)
            $0.endLimit = 1
        }
        guard let batch = result.batch else {
            #expect(try rows() == before)
            return
        }
        let undo = try store.undo(batch, by: "me")
        #expect(try rows() == before)
        #expect(undo.removed == result.counts.added && undo.restored == result.counts.ended && undo.ended == 0)
        #expect(throws: StoreFailure.self) { try store.undo(batch, by: "me") }
    }

    @Test("Undoing an import takes back what it told of spells that were over", arguments: [false, true])
    func undoHistory(isMet: Bool) async throws {
        try importing(["a@x.example"])
        let before = try rows()
        let file = scratch.directory + "/history.csv"
        try Data(
            """
            email,subscribed,left
            b@x.example,2025-03-01 10:00:00,2025-04-01 10:00:00
            c@x.example,2025-03-01 10:00:00,2025-04-01 10:00:00
            c@x.example,2025-05-01 10:00:00,
            d@x.example,2025-05-01 10:00:00,

            """.utf8
        ).write(to: URL(fileURLWithPath: file))
        let result = try store.importSubscribers(into: list, source: "history.csv") { batch in
            var reader = try SubscriberReader(path: file)
            while let row = try reader.next() {
                var scanner = AddressScanner()
                #expect(scanner.scan(row.address) == nil)
                try batch.add(
                    address: scanner.address, key: scanner.key, domain: scanner.domain, name: row.name,
                    details: row.details)
            }
        }
        #expect(result.counts.added == 2 && result.counts.history == 2)
        let batch = try #require(result.batch)
        if isMet {
            let (_, journal) = try store.start([list])
            await journal.stop()
        }
        let undo = try store.undo(batch, by: nil)
        if isMet {
            #expect(undo == BatchUndo(removed: 0, ended: 2, forgotten: 1, restored: 0))
            #expect(try store.counts(of: list) == [.active: 1, .unsubscribed: 2])
        } else {
            #expect(undo == BatchUndo(removed: 2, ended: 0, forgotten: 3, restored: 0))
            #expect(try rows() == before)
        }
    }

    @Test("What a mailing has met is ended, not removed")
    func metByAMailing() async throws {
        let batch = try #require(try importing(["a@x.example", "b@x.example"]).batch)
        let (mailing, journal) = try store.start([list], limit: 2)
        #expect(try await journal.everything().count == 1)
        await journal.stop()
        #expect(try store.undo(batch, by: nil) == BatchUndo(removed: 0, ended: 2, forgotten: 0, restored: 0))
        #expect(try store.totals(mailing).recipients == 2)
        #expect(try store.counts(of: list) == [.unsubscribed: 2])
    }

    @Test("A dry run counts and changes nothing; an import that adds nobody is no batch")
    func dryRun() throws {
        let before = try rows()
        #expect(try importing(["a@x.example"]) { $0.isDryRun = true }.counts.added == 1)
        #expect(try rows() == before)
        #expect(try store.batches().isEmpty)
        #expect(try importing(["a@x.example"]).batch != nil)
        #expect(try importing(["A@x.example"]).batch == nil)
        #expect(try store.batches().map(\.added) == [1])
    }

    @Test("Who left comes back only when that is asked for, and never when suppressed")
    func resubscribe() throws {
        try importing(["a@x.example", "b@x.example"])
        for address in ["a@x.example", "b@x.example"] {
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
        }
        try store.suppress([SuppressionRecord(form: .address(key: "b@x.example"), reason: "complaint", source: nil)])
        #expect(try importing(["a@x.example", "b@x.example"]).counts.leftEarlier == 1)
        let counts = try importing(["a@x.example", "A@x.example", "b@x.example"]) { $0.resubscribes = true }.counts
        #expect(
            counts.added == 1 && counts.resubscribed == 1 && counts.suppressed == 1 && counts.alreadySubscribed == 1)
        #expect(try store.counts(of: list) == [.active: 1, .unsubscribed: 1])
    }

    @Test("A sync makes the list equal to its source, unless too many would leave")
    func sync() throws {
        let all = (0..<20).map { "u\($0)@x.example" }
        try importing(all)
        let before = try rows()
        for kept in [17, 0] {
            let failure = try #require(throws: LeavingLimit.self) {
                try importing(Array(all.prefix(kept)) + ["new@x.example"]) { $0.endsOthers = true }
            }
            #expect(failure.active == 20 && failure.leaving == 20 - kept && failure.percent == (20 - kept) * 5)
            #expect(try rows() == before)
        }
        let result = try importing(Array(all.prefix(18)) + ["new@x.example"]) { $0.endsOthers = true }
        #expect(result.counts.ended == 2 && result.counts.added == 1 && result.counts.alreadySubscribed == 18)
        #expect(try store.counts(of: list) == [.active: 19, .unsubscribed: 2])
        #expect(try store.consent(of: Mailbox(parsing: "u19@x.example")).last?.how == "sync")
        #expect(try importing(Array(all.prefix(18)) + ["new@x.example"]) { $0.endsOthers = true }.batch == nil)
    }

    @Test("Two imports at once both come through, whoever is first")
    func atOnce() async throws {
        let addresses = (0..<2000).map { "u\($0)@x.example" }
        let stores = [store, try scratch.open()]
        let list = list
        let added = try await withThrowingTaskGroup(of: Int.self) { group in
            for (store, addresses) in zip(stores, [addresses, addresses.reversed()]) {
                group.addTask {
                    try store.importSubscribers(into: list, source: "people.csv") { batch in
                        try Self.add(addresses, to: batch)
                    }.counts.added
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(added == 2000)
        #expect(try store.counts(of: list) == [.active: 2000])
    }
}
