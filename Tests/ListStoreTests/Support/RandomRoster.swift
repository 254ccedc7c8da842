import GRDB
import SMTPCore
import TestSupport

@testable import ListStore

/// Two lists with shared subscribers in every state there is, some with several spells, some suppressed.
struct RandomRoster {
    let store: Store
    let lists: [ListRecord]
    let addresses: [String]
    private(set) var random: SeededGenerator

    init(_ store: Store, seed: UInt64, people: Int = 60) throws {
        self.store = store
        random = SeededGenerator(seed: seed)
        // Hundreds of small commits, none of which has to survive a power cut.
        try store.execute("PRAGMA synchronous = OFF")
        lists = [try store.makeList("one"), try store.makeList("other")]
        var addresses: [String] = []
        for person in 0..<Int.random(in: 0...people, using: &random) {
            // Ids and domains are not in the same order.
            addresses.append("u\(person)@d\(Int.random(in: 0...5, using: &random)).example")
        }
        self.addresses = addresses
        for address in addresses {
            for list in lists { try spells(of: address, on: list) }
            if Int.random(in: 0..<10, using: &random) == 0 { try suppress(address) }
        }
    }

    private mutating func spells(of address: String, on list: ListRecord) throws {
        let mailbox = try Mailbox(parsing: address)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: break
        case 1: try pending(address, on: list)
        case 2:
            try store.subscribe([address], to: list)
            _ = try store.unsubscribe(mailbox, list: list, source: "test")
        case 3: try bounce(address, on: list)
        case 4:
            try bounce(address, on: list)
            try store.subscribe([address], to: list)
        case 5:
            try store.subscribe([address], to: list)
            _ = try store.unsubscribe(mailbox, list: list, source: "test")
            try pending(address, on: list)
        default: try store.subscribe([address], to: list)
        }
    }

    private func pending(_ address: String, on list: ListRecord) throws {
        try store.subscribe([address], to: list)
        try store.execute(
            "UPDATE subscription SET state = 'pending' WHERE list = ? AND address = ? AND ended IS NULL",
            [list.id, address])
    }

    private func bounce(_ address: String, on list: ListRecord) throws {
        try store.subscribe([address], to: list)
        try store.execute(
            """
            INSERT INTO departure (at, list, subscriber, reason, source)
            SELECT 1, list, subscriber, 'bounced', 'test' FROM subscription
            WHERE list = ?1 AND address = ?2 AND ended IS NULL
            """, [list.id, address])
        try store.execute(
            """
            UPDATE subscription SET state = 'bounced', ended = (SELECT max(id) FROM departure)
            WHERE list = ?1 AND address = ?2 AND ended IS NULL
            """, [list.id, address])
    }

    func suppress(_ address: String) throws {
        try store.execute(
            "INSERT OR IGNORE INTO suppression (address_key, reason, created_at) VALUES (?, 'asked', 1)", [address])
    }

    /// Somebody leaves, comes back, joins anew, or is suppressed.
    mutating func change() throws {
        guard let address = addresses.randomElement(using: &random) else { return }
        let list = lists[Int.random(in: 0...1, using: &random)]
        switch Int.random(in: 0..<8, using: &random) {
        case 0: try suppress(address)
        case 1: try store.subscribe(["new\(Int.random(in: 0...99, using: &random))@d3.example"], to: list)
        case 2: try store.subscribe([address], to: list)
        default:
            // Who never confirmed was in no audience; leaving is for those who are.
            let active = try store.numbers(
                "SELECT 1 FROM subscription WHERE list = ? AND address = ? AND state = 'active'", [list.id, address])
            guard !active.isEmpty else { return }
            _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test")
        }
    }

    /// Who is to get a message to both lists, list by list, asked naively.
    func naive() throws -> [[Int64]] {
        let active = "SELECT DISTINCT subscriber FROM subscription WHERE list = ? AND state = 'active'"
        return [
            try store.numbers("\(active) ORDER BY domain, subscriber", [lists[0].id]),
            try store.numbers(
                "\(active) AND subscriber NOT IN (\(active)) ORDER BY domain, subscriber", [lists[1].id, lists[0].id]),
        ]
    }

    /// The audiences of both lists as a mailing that begins now would fix them.
    func audiences() throws -> [Audience] {
        let marks = try store.pool.read { try AudienceMarks($0) }
        return lists.indices.map {
            Audience(list: lists[$0].id, marks: marks, earlierLists: lists[..<$0].map(\.id))
        }
    }
}
