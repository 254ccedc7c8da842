import FanmailDelivery
import Foundation
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import TestSupport
import Testing

@testable import ListStore

struct ErasureTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
    }

    private func person(_ address: String) throws -> Mailbox { try Mailbox(parsing: address) }

    /// Whether any file of the database holds the text, in any case.
    private func holds(_ text: String) throws -> Bool {
        try scratch.files.contains { file in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.directory)/\(file)"))
            let lower = Data(data.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
            return lower.range(of: Data(text.lowercased().utf8)) != nil
        }
    }

    @Test("Nothing of the address is left in the file or its log, also where pages had been split")
    func bytes() throws {
        let others = (0..<3000).map { "someone-else-\($0)@example\($0 % 9).org" }
        try store.subscribe(Array(others.prefix(1500)) + ["Grace.Hopper@example5.org"] + others.suffix(1500), to: list)
        let grace = try person("Grace.Hopper@example5.org")
        var change = PersonChange()
        change.name = "Rear Admiral"
        change.set = [("city", .text("Arlington"))]
        #expect(try store.edit(grace, change)?.name == "Rear Admiral")
        #expect(try store.unsubscribe(grace, list: list, source: "test"))
        _ = try store.subscribe(grace, name: nil, list: list, source: "test")
        #expect(try holds("grace.hopper"))
        let erasure = try #require(try store.erase(grace, by: "me"))
        #expect(erasure.subscriptions == 2 && !erasure.remains)
        for text in ["grace.hopper", "rear admiral", "arlington"] { #expect(try !holds(text), "\(text)") }
        #expect(try store.person(grace) == nil)
        #expect(try store.numbers("SELECT count(*) FROM subscription") == [3000])
        #expect(try store.suppressions(of: grace).map(\.form) == [AddressHash.form(of: grace)])
        #expect(try store.erase(grace, by: "me") == nil)
    }

    @Test("Earlier names and attributes are gone too, and what was noted of how they came and left")
    func earlierValues() throws {
        try store.subscribe((0..<400).map { "someone-\($0)@example.org" } + ["grace@example.org"], to: list)
        let grace = try person("grace@example.org")
        for (name, city) in [("Lieutenant Hopper", "Cambridge, Massachusetts"), ("Hopper", "Philadelphia"), ("", "NY")]
        {
            var change = PersonChange()
            change.name = name
            change.set = [("city", .text(city))]
            _ = try store.edit(grace, change)
        }
        _ = try store.unsubscribe(grace, list: list, source: "a letter of Grace@example.org", by: "grace@example.org")
        let record = SuppressionRecord(form: .domain("x.example"), reason: "asked", source: "GRACE@example.org")
        try store.suppress([record])
        let departures = try store.texts("SELECT id || ' ' || at || ' ' || subscriber || reason FROM departure")
        _ = try store.erase(grace, by: nil)
        for text in ["grace@", "lieutenant", "massachusetts", "philadelphia"] { #expect(try !holds(text), "\(text)") }
        #expect(
            try store.texts("SELECT id || ' ' || at || ' ' || subscriber || reason FROM departure") == departures)
        #expect(throws: StoreFailure.self) { try store.write { try $0.execute(sql: "UPDATE departure SET at = 1") } }
    }

    @Test("Who was taken back with a batch is gone from free space when somebody asks for it")
    func takenBack() throws {
        let address = "grace.hopper@example.org"
        let imported = try store.importSubscribers(into: list, source: "people.csv") { batch in
            var scanner = AddressScanner()
            Array(address.utf8).withUnsafeBufferPointer { #expect(scanner.scan($0) == nil) }
            try batch.add(
                address: scanner.address, key: scanner.key, domain: scanner.domain,
                name: UnsafeBufferPointer(start: nil, count: 0))
        }
        _ = try store.undo(#require(imported.batch), by: nil)
        #expect(try store.erase(person(address), by: nil) == nil)
        #expect(try !holds("grace.hopper"))
        #expect(try store.suppressions(of: person(address)).map(\.form) == [AddressHash.form(of: person(address))])
    }

    @Test("Bounce texts that name the address go, and the sums of a mailing stay")
    func bounces() async throws {
        try store.subscribe(["grace@x.example", "b@x.example"], to: list)
        let (mailing, journal) = try store.start([list], limit: 2)
        let envelope = try #require(try await journal.everything().first)
        #expect(await journal.armed(envelope) == .open)
        let reply = Reply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "<Grace@x.example> no such user")
        journal.settle(
            .accepted(
                envelope,
                except: [.init(index: 0, outcome: .refused, reply: reply, nextAttempt: nil, charged: true)]))
        try await journal.finish(.finished, reason: nil, bounces: .hold)
        let before = try store.totals(mailing)
        let mail = try store.mailings(of: person("grace@x.example"))
        #expect(mail.map(\.outcome.outcome) == [.refused])
        #expect(try store.bounces(of: person("grace@x.example")).count == 1)
        _ = try store.erase(person("grace@x.example"), by: nil)
        #expect(try !holds("grace@x.example"))
        #expect(try store.totals(mailing) == before)
        #expect(try store.numbers("SELECT count(*) FROM bounce") == [1])
    }

    @Test("A mailing under way still adds up, wherever its walk stands when somebody is erased", arguments: 0...2)
    func underway(pages: Int) async throws {
        try store.subscribe((0..<6).map { "u\($0)@x.example" }, to: list)
        let (mailing, journal) = try store.start([list], limit: 1)
        var envelopes: [CutEnvelope] = []
        if pages > 0 { envelopes += try await journal.everything() }
        if pages == 2 { #expect(await journal.armed(envelopes[3]) == .open) }
        _ = try store.erase(person("u3@x.example"), by: nil)
        if pages == 0 { envelopes += try await journal.everything() }
        if pages == 1 {
            #expect(await journal.armed(envelopes[3]) == .membersChanged)
            #expect(try await journal.readMembersAgain(envelopes[3]) == nil)
        }
        await journal.stop()
        let totals = try store.totals(mailing)
        #expect(totals.recipients == 6, "\(totals)")
        #expect(totals.skipped == (pages == 2 ? 0 : 1), "\(totals)")
        #expect(try !holds("u3@x.example"))
    }

    /// Leaves the text in the free space of a page, as earlier versions did.
    private func leaveBehind(_ text: String) throws {
        try store.execute("PRAGMA secure_delete = OFF; CREATE TABLE old (text TEXT)")
        try store.execute("INSERT INTO old VALUES ('another')")
        try store.execute("INSERT INTO old VALUES (?)", [text])
        try store.execute("DELETE FROM old WHERE text <> 'another'")
        try store.execute("PRAGMA secure_delete = FAST")
        #expect(try holds(text))
    }

    @Test("Old copies are found in any case, and the file is written anew, which is said before")
    func staleCopies() throws {
        try store.subscribe((0..<50).map { "u\($0)@x.example" } + ["grace@x.example"], to: list)
        try leaveBehind("550 no mailbox <GRACE@X.Example> here")
        var sizes: [Int64] = []
        let erasure = try #require(try store.erase(person("grace@x.example"), by: nil) { sizes.append($0) })
        #expect(erasure.wasRewritten && !erasure.remains)
        #expect(sizes.count == 1 && sizes[0] > 100_000)
        #expect(try !holds("grace@x.example"))
    }

    @Test("Old copies on pages that became free are found")
    func stalePages() throws {
        try store.subscribe(["grace@x.example"], to: list)
        try store.execute("PRAGMA secure_delete = OFF; CREATE TABLE old (text TEXT)")
        for number in 0..<300 {
            let text = "\(number) \(number == 150 ? "Grace@X.example" : "") \(String(repeating: "-", count: 500))"
            try store.execute("INSERT INTO old VALUES (?)", [text])
        }
        try store.execute("DROP TABLE old; PRAGMA secure_delete = FAST")
        #expect(try holds("150 grace@x.example"))
        let erasure = try #require(try store.erase(person("grace@x.example"), by: nil))
        #expect(erasure.wasRewritten)
        #expect(try !holds("grace@x.example"))
    }

    @Test("What others have of the same name is no old copy, and nothing is written anew for it")
    func namesakes() throws {
        try store.subscribe(["ada@x.example", "ada@y.example"], to: list)
        var change = PersonChange()
        change.name = "Ada Lovelace"
        for address in ["ada@x.example", "ada@y.example"] { _ = try store.edit(person(address), change) }
        let erasure = try #require(try store.erase(person("ada@x.example"), by: nil))
        #expect(!erasure.wasRewritten && !erasure.remains)
        #expect(try store.person(person("ada@y.example"))?.name == "Ada Lovelace")
    }

    /// With SQLite's secure_delete off, one in six had left a copy when pages were split.
    @Test("Pages that are split leave no copies behind, so that hardly ever anything is written anew")
    func splitPages() throws {
        var generator = SeededGenerator(seed: 7)
        let addresses = (0..<3000).map { "u\($0)-\(generator.next() % 1000)@d\(generator.next() % 300).example" }
        try store.subscribe(addresses, to: list)
        for address in addresses.prefix(1500).enumerated().filter({ $0.offset % 60 == 0 }).map(\.element) {
            let erasure = try #require(try store.erase(person(address), by: nil))
            #expect(!erasure.wasRewritten, "\(address)")
            #expect(try !holds(address))
        }
    }

    @Test("However it was opened, and whatever was done, what is freed within a page is overwritten")
    func usualDeletion() async throws {
        func setting(_ store: Store) throws -> Int? {
            try store.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA secure_delete") }
        }
        #expect(try setting(store) == 2)
        try store.subscribe(["a@x.example", "b@x.example"], to: list)
        var change = PersonChange()
        change.name = "A"
        _ = try store.edit(person("a@x.example"), change)
        _ = try store.erase(person("a@x.example"), by: nil)
        #expect(try setting(store) == 2)
        let (_, journal) = try store.start([list])
        _ = try await journal.everything()
        try await journal.finish(.finished, reason: nil, bounces: .hold)
        #expect(try setting(store) == 2)
        let again = try Store.open(path: scratch.path, create: false, connections: .one)
        #expect(try setting(again) == 2)
    }
}
