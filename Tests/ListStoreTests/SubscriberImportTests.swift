import FanmailBasics
import GRDB
import MailingLists
import SMTPCore
import TestSupport
import Testing

@testable import ListStore

struct SubscriberImportTests {
    private let scratch: Scratch
    private let store: Store
    private let list: ListRecord

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        list = try store.makeList()
    }

    private struct Interrupted: Error {}

    /// Imports addresses, with a name behind a space; as the command does, what the scanner refuses is left out.
    @discardableResult
    private func importing(
        _ lines: [String], into list: ListRecord? = nil, interrupted: Bool = false
    ) throws -> SubscriberImport.Counts {
        try store.importSubscribers(into: list ?? self.list, source: "people.csv") { batch in
            var scanner = AddressScanner()
            for line in lines {
                let parts = line.split(separator: " ", maxSplits: 1).map { Array($0.utf8) }
                guard parts[0].withUnsafeBufferPointer({ scanner.scan($0) }) == nil else { continue }
                try (parts.count > 1 ? parts[1] : []).withUnsafeBufferPointer {
                    try batch.add(address: scanner.address, key: scanner.key, domain: scanner.domain, name: $0)
                }
            }
            if interrupted { throw Interrupted() }
        }.counts
    }

    private func counts(_ added: Int, already: Int = 0, left: Int = 0) -> SubscriberImport.Counts {
        var counts = SubscriberImport.Counts()
        (counts.added, counts.alreadySubscribed, counts.leftEarlier) = (added, already, left)
        return counts
    }

    private func rows() throws -> [String] {
        try store.lines(
            """
            SELECT l.name, s.address, s.address_key, s.domain, s.name, x.address, x.state, x.source
            FROM subscription x JOIN subscriber s ON s.id = x.subscriber JOIN list l ON l.id = x.list ORDER BY x.id
            """)
    }

    @Test("Subscribers come in with their names, keys and domains, and are active at once")
    func rowsOfAnImport() throws {
        #expect(try importing(["Zoe@B.Example Zoe King", "ada@a.example", "bob@a.example Bob"]) == counts(3))
        #expect(
            try rows() == [
                "announce ada@a.example ada@a.example a.example ada@a.example active people.csv",
                "announce bob@a.example bob@a.example a.example Bob bob@a.example active people.csv",
                "announce Zoe@b.example zoe@b.example b.example Zoe King Zoe@b.example active people.csv",
            ])
        #expect(try store.numbers("SELECT count(*) FROM subscriber WHERE name IS NULL") == [1])
    }

    @Test("An import twice is as once")
    func twice() throws {
        let lines = ["ada@a.example Ada", "bob@a.example", "zoe@b.example"]
        #expect(try importing(lines) == counts(3))
        let before = try rows()
        #expect(try importing(lines.reversed()) == counts(0, already: 3))
        #expect(try rows() == before)
    }

    @Test(
        "An address that stands in the source twice is added once, however it is spelled",
        arguments: [
            ["ada@a.example", "ada@a.example"], ["ada@a.example", "ADA@A.EXAMPLE"],
            ["ada@a.example", "\"ada\"@a.example"],
        ])
    func doubled(lines: [String]) throws {
        #expect(try importing(lines + ["bob@a.example"]) == counts(2, already: 1))
        #expect(try store.numbers("SELECT count(*) FROM subscription") == [2])
    }

    @Test("Who is known from another list becomes a subscriber of this one too, once")
    func otherList() throws {
        let other = try store.makeList("other")
        try importing(["Ada@a.example Ada"], into: other)
        #expect(try importing(["ada@a.example", "ADA@a.example Somebody Else"]) == counts(1, already: 1))
        // The subscriber stays as it was, and their subscriptions agree with it.
        #expect(
            try rows() == [
                "other Ada@a.example ada@a.example a.example Ada Ada@a.example active people.csv",
                "announce Ada@a.example ada@a.example a.example Ada Ada@a.example active people.csv",
            ])
    }

    @Test("Nobody who left is brought back, and the counts say so")
    func leftEarlier() throws {
        try importing(["gone@a.example", "bounced@a.example", "back@a.example", "stays@a.example"])
        for address in ["gone@a.example", "bounced@a.example", "back@a.example"] {
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
        }
        try store.execute("UPDATE subscription SET state = 'bounced' WHERE address = 'bounced@a.example'")
        try store.subscribe(["back@a.example"], to: list)
        let before = try rows()
        let lines = ["gone@a.example", "Bounced@a.example", "back@a.example", "stays@a.example", "new@a.example"]
        #expect(try importing(lines) == counts(1, already: 2, left: 2))
        #expect(try rows().dropLast() == before[...])
        #expect(try store.counts(of: list) == [.active: 3, .unsubscribed: 1, .bounced: 1])
    }

    @Test("Who left one list may be imported into another")
    func leftAnother() throws {
        let other = try store.makeList("other")
        try importing(["ada@a.example"], into: other)
        _ = try store.unsubscribe(Mailbox(parsing: "ada@a.example"), list: other, source: "test")
        #expect(try importing(["ada@a.example"]) == counts(1))
    }

    @Test("An import that fails adds nothing at all, and the next one works", arguments: [3, 50_001])
    func allOrNothing(lines: Int) throws {
        let lines = (0..<lines).map { "u\($0)@a.example" }
        #expect(throws: Interrupted.self) { try importing(lines, interrupted: true) }
        #expect(try store.numbers("SELECT count(*) FROM subscriber") == [0])
        #expect(try store.numbers("SELECT count(*) FROM subscription") == [0])
        #expect(try importing(Array(lines.prefix(3))) == counts(3))
    }

    @Test("Batches do not show: an address of one that comes again in the next is known")
    func batches() throws {
        var lines = (0..<50_002).map { "u\($0)@d\($0 % 7).example" }
        lines += ["u0@d0.example", "U49999@d5.example", "u50001@d0.example"]
        #expect(try importing(lines) == counts(50_002, already: 3))
        #expect(
            try store.numbers("SELECT count(DISTINCT subscriber) FROM subscription WHERE state = 'active'") == [50_002])
    }

    @Test("A full disk during an import is a clear failure, and nothing was added")
    func fullDisk() throws {
        let pages = try store.numbers("PRAGMA page_count")[0]
        try store.execute("PRAGMA max_page_count = \(pages + 3)")
        let lines = (0..<5000).map { "u\($0)@a.example" }
        let failure = try #require(throws: StoreFailure.self) { try importing(lines) }
        #expect(failure.kind == .disk)
        #expect(failure.message.contains("disk is full"))
        try store.execute("PRAGMA max_page_count = 1000000")
        #expect(try store.numbers("SELECT count(*) FROM subscriber") == [0])
        #expect(try importing(lines) == counts(5000))
    }

    @Test(
        "Random imports, joins and departures on two lists agree with a plain model", arguments: Array(UInt64(1)...12))
    func model(seed: UInt64) throws {
        enum Standing { case active, left }
        var random = SeededGenerator(seed: seed)
        let lists = [list, try store.makeList("other")]
        var model: [[String: Standing]] = [[:], [:]]
        for _ in 0..<40 {
            let place = Int.random(in: 0...1, using: &random)
            func anyone() -> String {
                "\(Bool.random(using: &random) ? "u" : "U")\(Int.random(in: 0..<30, using: &random))@a.example"
            }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let address = anyone()
                try store.subscribe([address], to: lists[place])
                model[place][address.lowercased()] = .active
            case 1:
                let address = anyone()
                let didLeave = try store.unsubscribe(Mailbox(parsing: address), list: lists[place], source: "test")
                #expect(didLeave == (model[place][address.lowercased()] == .active))
                if didLeave { model[place][address.lowercased()] = .left }
            default:
                let lines = (0..<Int.random(in: 0...12, using: &random)).map { _ in anyone() }
                var expected = counts(0)
                for key in lines.map({ $0.lowercased() }) {
                    switch model[place][key] {
                    case nil:
                        model[place][key] = .active
                        expected.added += 1
                    case .active?: expected.alreadySubscribed += 1
                    case .left?: expected.leftEarlier += 1
                    }
                }
                #expect(try importing(lines, into: lists[place]) == expected)
            }
        }
        for (place, list) in lists.enumerated() {
            let active = try store.texts(
                """
                SELECT s.address_key FROM subscription x JOIN subscriber s ON s.id = x.subscriber
                WHERE x.list = ? AND x.state = 'active'
                """, [list.id])
            #expect(active.sorted() == model[place].filter { $0.value == .active }.keys.sorted())
        }
        let strays = try store.numbers(
            """
            SELECT count(*) FROM subscription x JOIN subscriber s ON s.id = x.subscriber
            WHERE (x.address, x.domain) IS NOT (s.address, s.domain)
            """)
        #expect(strays == [0])
    }
}
