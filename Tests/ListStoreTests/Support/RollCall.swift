import Delivery
import GRDB
import MailCore
import Roster
import Testing
import Tokens

@testable import ListStore

/// People who come and go while a mailing to several lists is under way, killed and resumed, and what they are owed.
///
/// The model knows nothing of tables. It keeps who consented to what, and judges each envelope when it is armed.
final class RollCall {
    /// Of a person on a list.
    private struct Spell: Equatable {
        let serial: Int
        var isActive: Bool
    }

    private struct Person {
        var address: Mailbox
        /// Where they can be reached no longer.
        var earlier: [Mailbox] = []
        var spells: [Int: Spell] = [:]
        var isVIP = false
        var isErased = false
        var wasSuppressed = false
        var movedBack = false
        /// Got a copy, or may have.
        var copies = 0
        /// A server said no, or nobody knows what it said.
        var isSettled = false
    }

    let seed: UInt64
    private let scratch: Scratch
    private let store: Store
    private let importer: Store
    private let lists: [ListRecord]
    private let isFiltered: Bool
    private let limit: Int
    private var random: SeededGenerator
    private var people: [Person] = []
    private var forms: Set<String> = []
    private var serial = 0
    private var ids: [Int64: Int] = [:]

    private var mailing: Int64 = 0
    private var journal: SQLiteJournal?
    /// Of those who were in the audience, the active spells by list.
    private var audience: [Int: [Int: Int]] = [:]
    private var inHand: [CutEnvelope] = []
    private var armed: [CutEnvelope] = []
    private var now = Timestamp.now
    private(set) var seen: Set<String> = []

    init(_ scratch: Scratch, seed: UInt64) throws {
        self.seed = seed
        self.scratch = scratch
        store = try scratch.open()
        importer = try scratch.open(create: false)
        random = SeededGenerator(seed: seed)
        for store in [store, importer] { try store.execute("PRAGMA synchronous = OFF") }
        let count = Int.random(in: 1...3, using: &random)
        lists = try (0..<count).map { [store] in try store.makeList("list\($0)") }
        isFiltered = Int.random(in: 0..<3, using: &random) == 0
        limit = Int.random(in: 1...4, using: &random)
    }

    func run() async throws {
        for _ in 0..<Int.random(in: 1...12, using: &random) { try join(newPerson()) }
        for _ in 0..<20 { try change() }
        try begin()
        for _ in 0..<120 { try await step() }
        try await end()
        try await check()
    }

    // MARK: - People

    private func newPerson() throws -> Int {
        let domain = "d\(Int.random(in: 0..<4, using: &random)).example"
        people.append(Person(address: try Mailbox(parsing: "p\(people.count)@\(domain)")))
        return people.count - 1
    }

    private func note(_ person: Int) throws {
        let key = people[person].address.key
        for id in try store.numbers("SELECT id FROM subscriber WHERE address_key = ?", [key]) { ids[id] = person }
    }

    private var place: Int { Int.random(in: lists.indices, using: &random) }

    private func newSpell(isActive: Bool) -> Spell {
        serial += 1
        return Spell(serial: serial, isActive: isActive)
    }

    private func join(_ person: Int) throws {
        let place = place
        _ = try store.subscribe(people[person].address, name: nil, list: lists[place], source: "test")
        if people[person].spells[place] == nil { people[person].spells[place] = newSpell(isActive: true) }
        try note(person)
    }

    /// Something happens to somebody.
    private func change() throws {
        guard let person = people.indices.filter({ !people[$0].isErased }).randomElement(using: &random) else { return }
        switch Int.random(in: 0..<24, using: &random) {
        case 0, 1: try join(newPerson())
        case 2...4: try join(person)
        case 5, 6: try ask(person)
        case 7, 8: try confirm(person)
        case 9...13: try leave(person)
        case 14, 15: try move(person)
        case 16, 17: try suppress(person)
        case 18: try unsuppress()
        case 19: if Int.random(in: 0..<3, using: &random) == 0 { try erase(person) }
        case 20, 21: try tag(person)
        default: try importSome {}
        }
    }

    private func ask(_ person: Int) throws {
        let place = place
        do {
            _ = try store.askToConfirm(
                people[person].address, name: nil, list: lists[place], source: "test", by: nil)
        } catch let error where error.kind == .conflict {
            // Asked too often today.
            return
        }
        if people[person].spells[place] == nil { people[person].spells[place] = newSpell(isActive: false) }
        try note(person)
    }

    private func confirm(_ person: Int) throws {
        guard let place = lists.indices.first(where: { people[person].spells[$0]?.isActive == false }) else { return }
        let token = try store.token(.confirm, for: people[person].address, list: lists[place], lasting: .seconds(60))
        #expect(try store.heed(token, source: "test").result == .confirmed)
        people[person].spells[place]?.isActive = true
        seen.insert("confirmed")
    }

    private func leave(_ person: Int) throws {
        let place = place
        let did = try store.unsubscribe(people[person].address, list: lists[place], source: "test")
        #expect(did == (people[person].spells[place] != nil), "seed \(seed)")
        people[person].spells[place] = nil
        seen.insert("left")
    }

    private func move(_ person: Int) throws {
        let old = people[person].address
        var new = try Mailbox(parsing: "p\(person)m\(people[person].earlier.count)@d\(person % 4).example")
        if let back = people[person].earlier.first, Int.random(in: 0..<4, using: &random) == 0, back.key != old.key {
            new = back
            people[person].movedBack = true
        }
        guard try store.move(old, to: new, by: nil) != nil else { return }
        people[person].earlier.append(old)
        people[person].address = new
        try note(person)
        seen.insert("moved")
    }

    private func forms(of person: Int) -> [SuppressedForm] {
        let address = people[person].address
        return [SuppressedForm(address), .domain(address.domain), AddressHash.form(of: address)]
    }

    private func isSuppressed(_ person: Int) -> Bool { forms(of: person).contains { forms.contains($0.text) } }

    private func suppress(_ person: Int) throws {
        let kind = [0, 0, 0, 2, 2, 1].randomElement(using: &random) ?? 0
        let form = forms(of: person)[kind]
        try store.suppress([SuppressionRecord(form: form, reason: "asked", source: nil)])
        forms.insert(form.text)
        for other in people.indices where isSuppressed(other) { people[other].wasSuppressed = true }
        seen.insert("suppressed")
    }

    private func unsuppress() throws {
        guard let text = forms.sorted().randomElement(using: &random) else { return }
        _ = try store.unsuppress([SuppressedForm(stored: text)])
        forms.remove(text)
    }

    private func erase(_ person: Int) throws {
        guard try store.erase(people[person].address, by: nil) != nil else {
            // Nobody yet, but kept away from now on.
            forms.insert(AddressHash.form(of: people[person].address).text)
            people[person].wasSuppressed = true
            return
        }
        people[person].spells = [:]
        people[person].isErased = true
        seen.insert("erased")
    }

    private func tag(_ person: Int) throws {
        var change = PersonChange()
        let isVIP = people[person].isVIP
        if isVIP { change.removedTags = ["vip"] } else { change.addedTags = ["vip"] }
        if try store.edit(people[person].address, change) != nil { people[person].isVIP.toggle() }
    }

    private struct Interrupted: Error {}

    /// An import, with something in its middle that must not see it.
    private func importSome(_ middle: () throws -> Void) throws {
        let place = place
        var options = ImportOptions()
        options.gathered = 1
        options.resubscribes = Bool.random(using: &random)
        let comes =
            try people.indices.filter { !people[$0].isErased }.shuffled(using: &random).prefix(2)
            + [newPerson(), newPerson()]
        let isKilled = Int.random(in: 0..<4, using: &random) == 0
        // Suppressed ones, and those who left unless it brings them back, stay as they are.
        do {
            try importer.importSubscribers(into: lists[place], source: "people.csv", options: options) { batch in
                var scanner = AddressScanner()
                for person in comes {
                    Array(people[person].address.address.utf8).withUnsafeBufferPointer {
                        #expect(scanner.scan($0) == nil)
                    }
                    try batch.add(
                        address: scanner.address, key: scanner.key, domain: scanner.domain,
                        name: UnsafeBufferPointer(start: nil, count: 0))
                }
                try middle()
                if isKilled { throw Interrupted() }
            }
        } catch is Interrupted { return }
        for person in comes {
            try note(person)
            let isThere = try store.subscriptions(of: people[person].address)
                .contains { $0.list == lists[place].name && $0.endedAt == nil }
            if isThere, people[person].spells[place] == nil {
                people[person].spells[place] = newSpell(isActive: true)
            }
        }
        seen.insert("imported")
    }

    // MARK: - The mailing

    private func begin() throws {
        // At times an import is under way, of which it knows nothing.
        if Bool.random(using: &random) { try importSome { try start() } }
        if journal == nil { try start() }
    }

    private func start() throws {
        var new = NewMailing(
            message: [1], messageID: "<m@x>", digest: "", sourceDigest: "", subject: "", author: "", relay: "r",
            lists: lists.map(\.id), maxRecipients: limit)
        if isFiltered {
            try store.addSegment("vip", filter: "tag = 'vip'", to: lists[0])
            new.segment = try store.segment(named: "vip", of: lists[0])
        }
        for person in people.indices where !isFiltered || people[person].isVIP {
            let spells = people[person].spells.filter(\.value.isActive).mapValues(\.serial)
            if !spells.isEmpty { audience[person] = spells }
        }
        (mailing, journal) = try store.begin(new, again: true)
    }

    private var current: SQLiteJournal {
        get throws { try #require(journal) }
    }

    private func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<5: try change()
        case 5, 6: inHand += try await current.cutNext()
        case 7, 8: inHand += try await current.cutDue(at: now)
        case 9..<13: try await arm()
        case 13..<17: try settle()
        case 17: now = now + .seconds(60)
        case 18: try await sums()
        default: if Int.random(in: 0..<3, using: &random) == 0 { try await kill() }
        }
    }

    private func sums() async throws {
        try await current.flush()
        #expect(try store.totals(mailing).recipients == audience.count, "seed \(seed)")
    }

    private func pick(_ envelopes: inout [CutEnvelope]) -> CutEnvelope? {
        envelopes.indices.randomElement(using: &random).map { envelopes.remove(at: $0) }
    }

    private func members(_ envelope: CutEnvelope) -> [Int] { envelope.recipients.ids.compactMap { ids[$0] } }

    private func arm() async throws {
        guard let envelope = pick(&inHand) else { return }
        switch await (try current).armed(envelope) {
        case .open:
            armed.append(envelope)
            for (index, id) in envelope.recipients.ids.enumerated() {
                judge(ids[id], envelope.recipients.address(at: index), envelope.list)
            }
        case .membersChanged:
            if let again = try await current.readMembersAgain(envelope) { inHand.append(again) }
        case let verdict: Issue.record("seed \(seed): an arm was answered with \(verdict)")
        }
    }

    /// A copy is about to go to this address.
    private func judge(_ number: Int?, _ address: String, _ list: Int64) {
        guard let number, let place = lists.firstIndex(where: { $0.id == list }) else {
            Issue.record("seed \(seed): nobody has \(address)")
            return
        }
        let person = people[number]
        #expect(person.address.address == address, "seed \(seed): \(address) moved")
        #expect(person.copies == 0, "seed \(seed): a second copy for \(address)")
        #expect(!person.isErased && !isSuppressed(number), "seed \(seed): \(address)")
        let spell = person.spells[place]
        #expect(
            spell?.isActive == true && audience[number]?[place] == spell?.serial,
            "seed \(seed): \(address) on \(lists[place].name) without consent")
    }

    private func settle() throws {
        guard let envelope = pick(&armed) else { return }
        var exceptions: [Settlement.Exception] = []
        for index in envelope.recipients.ids.indices {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: exceptions.append(.refused(index))
            case 1, 2: exceptions.append(.deferred(index, until: Bool.random(using: &random) ? now : .never))
            default: break
            }
        }
        for exception in exceptions where exception.outcome == .refused {
            if let person = ids[envelope.recipients.ids[exception.index]] { people[person].isSettled = true }
        }
        let rest = members(envelope.without(exceptions.map(\.index)))
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where !rest.isEmpty:
            try current.settle(
                Settlement(envelope, .putBack(notBefore: now, charged: true, .tryLater), except: exceptions))
        case 1:
            for person in rest { people[person].isSettled = true }
            try current.settle(Settlement(envelope, .done(.unknown, nil), except: exceptions))
        default:
            for person in rest { people[person].copies += 1 }
            try current.settle(.accepted(envelope, except: exceptions))
        }
    }

    /// The process dies; what it handed in may be on disk or not.
    private func kill() async throws {
        if Bool.random(using: &random) { try await current.flush() }
        let old = try current
        store.abandon(mailing)
        journal = try store.resume(mailing, limit: limit)
        await old.stop()
        for person in armed.flatMap(members) {
            people[person].isSettled = true
            if Bool.random(using: &random) { people[person].copies += 1 }
        }
        (inHand, armed) = ([], [])
        // What was settled last is perhaps unknown.
        for person in people.indices where try isUnknown(person) { people[person].isSettled = true }
        seen.insert("killed")
    }

    private func isUnknown(_ person: Int) throws -> Bool {
        try !store.numbers(
            "SELECT 1 FROM recipient_outcome WHERE mailing = ? AND outcome = 'unknown' AND address = ?",
            [mailing, people[person].address.address]
        ).isEmpty
    }

    private func end() async throws {
        try await kill()
        while true {
            if inHand.isEmpty { inHand = try await current.cutNext() }
            if inHand.isEmpty { inHand = try await current.cutDue(at: .now + .seconds(3600)) }
            guard !inHand.isEmpty else { break }
            try await arm()
            for envelope in armed {
                for person in members(envelope) { people[person].copies += 1 }
                try current.settle(.accepted(envelope))
            }
            armed = []
            try await current.flush()
        }
        try await current.finish(.finished, reason: nil, bounces: .hold)
    }

    // MARK: - The end

    private func check() async throws {
        let rows = try await store.pool.read { [mailing] db in
            try Row.fetchAll(
                db, sql: "SELECT subscriber, outcome FROM recipient_outcome WHERE mailing = ?", arguments: [mailing]
            ).map { (id: $0[0] as Int64, outcome: $0[1] as String) }
        }
        let named = rows.compactMap { ids[$0.id] }
        #expect(named.count == rows.count && Set(named).count == rows.count, "seed \(seed): \(rows)")
        #expect(Set(named) == Set(audience.keys), "seed \(seed)")
        let totals = try store.totals(mailing)
        #expect(totals.recipients == audience.count, "seed \(seed): \(totals)")
        #expect(totals.pending == 0 && totals.deferred == 0, "seed \(seed): \(totals)")
        for (number, row) in zip(named, rows) {
            let person = people[number]
            seen.insert(row.outcome)
            if person.copies > 0 { #expect(["accepted", "unknown"].contains(row.outcome), "seed \(seed): \(row)") }
            if row.outcome == "accepted" { #expect(person.copies == 1, "seed \(seed): \(row)") }
            // Whoever was always there has a copy.
            let isThere = audience[number]?.contains {
                person.spells[$0.key] == Spell(serial: $0.value, isActive: true)
            }
            if isThere == true, !person.wasSuppressed, !person.isErased, !person.movedBack, !person.isSettled {
                #expect(person.copies == 1, "seed \(seed): \(person.address.address) got none: \(row)")
            }
        }
    }
}
