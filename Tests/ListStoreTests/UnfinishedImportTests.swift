import Dispatch
import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import SMTPCore
import Synchronization
import Testing

@testable import ListStore

/// An import while it is under way, as another process sees it.
struct UnfinishedImportTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord
    /// Somebody else's connection to the same database.
    private let other: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
        other = try scratch.open(create: false)
    }

    private struct Interrupted: Error {}
    /// More than are gathered before they are written.
    private static let many = 5_010
    private static let options: ImportOptions = {
        var options = ImportOptions()
        options.gathered = 5_000
        return options
    }()

    private static func add(_ addresses: some Sequence<String>, to batch: SubscriberImport) throws {
        var scanner = AddressScanner()
        for address in addresses {
            Array(address.utf8).withUnsafeBufferPointer { #expect(scanner.scan($0) == nil) }
            try batch.add(
                address: scanner.address, key: scanner.key, domain: scanner.domain,
                name: UnsafeBufferPointer(start: nil, count: 0))
        }
    }

    private static var crowd: some Sequence<String> { (0..<many).lazy.map { "u\($0)@d\($0 % 5).example" } }

    /// Imports a crowd, and does something in the middle, when most of it is written.
    @discardableResult
    private func importing(
        _ addresses: [String] = [], then rest: [String] = [], fails: Bool = false,
        middle: () throws -> Void = {}
    ) throws -> (counts: SubscriberImport.Counts, batch: Int64?) {
        try store.importSubscribers(into: list, source: "people.csv", options: Self.options) { batch in
            try Self.add(addresses, to: batch)
            try Self.add(Self.crowd, to: batch)
            #expect(try other.numbers("SELECT count(*) > 4000 FROM subscription") == [1])
            try middle()
            try Self.add(rest, to: batch)
            if fails { throw Interrupted() }
        }
    }

    private func exported() throws -> Int {
        var count = 0
        try other.export(list, state: .active, filter: nil) { _, _ in
            count += 1
        } write: { _ in
        }
        return count
    }

    private func listed() throws -> Int {
        var count = 0
        try other.subscriptions(list: list, state: nil, limit: nil) { _ in count += 1 }
        return count
    }

    @Test("Nobody sees any of it before its end, and everybody all of it then")
    func allAtOnce() throws {
        try store.subscribe(["ada@a.example"], to: list)
        let address = try Mailbox(parsing: "u7@d2.example")
        let filter = try Filter(parsing: "domain = \"d2.example\"")
        try importing { () throws in
            #expect(try other.counts(of: list) == [.active: 1])
            #expect(try other.survey([list], envelopeSize: 10).recipients == 1)
            #expect(try exported() == 1 && listed() == 1)
            #expect(try other.count(filter, in: list) == 0)
            #expect(try other.person(address) == nil && other.consent(of: address).isEmpty)
            #expect(try other.subscriptions(of: address).isEmpty)
            #expect(try other.batches().isEmpty)
        }
        #expect(try other.counts(of: list) == [.active: Self.many + 1])
        #expect(try other.survey([list], envelopeSize: 10).recipients == Self.many + 1)
        #expect(try exported() == Self.many + 1)
        #expect(try other.count(filter, in: list) == Self.many / 5)
        #expect(try other.person(address) != nil && other.consent(of: address).count == 1)
        #expect(try other.batches().map(\.added) == [Self.many])
        #expect(try other.numbers("SELECT count(*) FROM import_block") == [0])
    }

    @Test("A mailing that began meanwhile leaves it out for good")
    func mailingInTheMiddle() async throws {
        try store.subscribe(["ada@a.example"], to: list)
        var begun: (mailing: Int64, journal: SQLiteJournal)?
        try importing(then: ["zoe@z.example"]) { () throws in
            // Comes while the import runs, with an id behind what is written of it.
            try other.subscribe(["bob@b.example"], to: list)
            begun = try other.start([list], limit: 10)
        }
        let (mailing, journal) = try #require(begun)
        let envelopes = try await journal.everything()
        #expect(envelopes.map(\.recipients.count) == [2])
        await journal.stop()
        let resumed = try other.resume(mailing)
        #expect(try await resumed.everything().map(\.recipients.count) == [2])
        await resumed.stop()
        let (_, next) = try other.start([list], limit: 100)
        #expect(try await next.everything().map(\.recipients.count).reduce(0, +) == Self.many + 3)
        await next.stop()
    }

    @Test(
        "Who subscribes meanwhile is subscribed at once, and stays so when the import fails", arguments: [true, false])
    func subscribedMeanwhile(fails: Bool) throws {
        let address = try Mailbox(parsing: "u7@d2.example")
        func run() throws -> SubscriberImport.Counts {
            try importing(then: ["u7@d2.example"], fails: fails) { () throws in
                #expect(try other.subscribe(address, name: nil, list: list, source: "web") == .added)
                #expect(try other.counts(of: list) == [.active: 1])
            }.counts
        }
        if fails {
            #expect(throws: Interrupted.self) { try run() }
            #expect(try other.counts(of: list) == [.active: 1])
            #expect(try store.numbers("SELECT count(*) FROM subscriber") == [1])
        } else {
            let counts = try run()
            #expect(counts.added == Self.many - 1 && counts.alreadySubscribed == 1)
            #expect(try other.counts(of: list) == [.active: Self.many])
        }
        #expect(try other.subscriptions(of: address).map(\.joinedFrom) == ["web"])
    }

    @Test("Who asks to leave meanwhile has left", arguments: [true, false])
    func leftMeanwhile(fails: Bool) throws {
        let address = try Mailbox(parsing: "u7@d2.example")
        func run() throws {
            try importing(fails: fails) { () throws in
                #expect(try other.unsubscribe(address, list: list, source: "web"))
            }
        }
        if fails { #expect(throws: Interrupted.self) { try run() } } else { try run() }
        #expect(try other.counts(of: list)[.unsubscribed] == 1)
        #expect(try other.counts(of: list)[.active] == (fails ? nil : Self.many - 1))
        #expect(try importing().counts.leftEarlier == 1)
    }

    @Test("What a killed import left behind is gone with the next, and it was no batch")
    func leftovers() throws {
        try store.subscribe(["u7@d2.example"], to: list)
        let copy = scratch.path + ".killed"
        try importing { () throws in
            // The files as a kill at this moment leaves them.
            try other.backUp(to: copy)
        }
        let killed = try Store.open(path: copy, create: false)
        #expect(try killed.counts(of: list) == [.active: 1])
        #expect(try killed.numbers("SELECT count(*) > 4000 FROM subscriber") == [1])
        let result = try killed.importSubscribers(into: list, source: "few.csv") {
            try Self.add(["u7@d2.example", "u8@d3.example"], to: $0)
        }
        #expect(result.counts.added == 1)
        #expect(try killed.numbers("SELECT count(*) FROM subscriber") == [2])
        #expect(try killed.numbers("SELECT count(*) FROM subscription") == [2])
        #expect(try killed.batches().map(\.added) == [1])
        #expect(try killed.check(isQuick: false).isEmpty)
    }

    @Test("Two imports at once take turns, and both come in")
    func twoAtOnce() throws {
        let results = Mutex<[Int]>([])
        let (one, two, list) = (store, other, list)
        DispatchQueue.concurrentPerform(iterations: 4) { number in
            let store = number % 2 == 0 ? one : two
            let result = try? store.importSubscribers(into: list, source: "\(number).csv") { batch in
                try Self.add((0..<3000).map { "u\($0 + number * 1000)@x.example" }, to: batch)
            }
            results.withLock { $0.append(result?.counts.added ?? -1) }
        }
        let added = results.withLock { $0 }
        #expect(!added.contains(-1) && added.reduce(0, +) == 6000)
        #expect(try store.counts(of: list) == [.active: 6000])
        #expect(try store.batches().count == 4 - added.count { $0 == 0 })
    }

    @Test("A mailing goes on while an import is under way")
    func mailingGoesOn() async throws {
        try store.subscribe((0..<20).map { "m\($0)@m.example" }, to: list)
        let (mailing, journal) = try other.start([list], limit: 1)
        let isDone = Mutex(false)
        let (store, list) = (store, list)
        // A thread of its own: it waits for the database, and the others of the pool are few.
        async let imported = Self.onThread {
            // Rows come until the mailing is through; if it never is, they end, after a minute at the soonest: the
            // mailing's thread is shared with other tests.
            try store.importSubscribers(into: list, source: "endless.csv", options: Self.options) { batch in
                var number = 0
                while number < 3_000_000, !isDone.withLock({ $0 }) || number < 20_000 {
                    try Self.add((number..<number + 1000).map { "u\($0)@d\($0 % 7).example" }, to: batch)
                    number += 1000
                    if number > 20_000 { Thread.sleep(forTimeInterval: 0.02) }
                }
                #expect(isDone.withLock { $0 }, "the mailing waited for the import")
            }.counts.added
        }
        for envelope in try await journal.everything() {
            #expect(await journal.armed(envelope) == .open)
            journal.settle(.accepted(envelope))
        }
        try await journal.finish(.finished, reason: nil, bounces: .apply)
        isDone.withLock { $0 = true }
        #expect(try await imported >= 20_000)
        #expect(try other.totals(mailing).accepted == 20)
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }
}
