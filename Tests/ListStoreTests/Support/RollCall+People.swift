import FanmailBasics
import GRDB
import MailingLists
import SMTPCore
import SubscriberFiles
import Testing

@testable import ListStore

/// What people do.
extension RollCall {
    func newPerson() throws -> Int {
        let domain = "d\(Int.random(in: 0..<4, using: &random)).example"
        people.append(Person(address: try Mailbox(parsing: "p\(people.count)@\(domain)")))
        noteSuppressed()
        return people.count - 1
    }

    func noteSuppressed() {
        for person in people.indices where isSuppressed(person) { people[person].wasSuppressed = true }
    }

    func note(_ person: Int) throws {
        let key = people[person].address.key
        for id in try store.numbers("SELECT id FROM subscriber WHERE address_key = ?", [key]) { ids[id] = person }
    }

    var place: Int { Int.random(in: lists.indices, using: &random) }

    func newSpell(isActive: Bool) -> Spell {
        serial += 1
        return Spell(serial: serial, isActive: isActive)
    }

    func join(_ person: Int) throws {
        let place = place
        _ = try store.subscribe(people[person].address, name: nil, list: lists[place], source: "test")
        if people[person].spells[place] == nil { people[person].spells[place] = newSpell(isActive: true) }
        try note(person)
    }

    /// Something happens to somebody.
    func change() throws {
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

    func ask(_ person: Int) throws {
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

    func confirm(_ person: Int) throws {
        guard let place = lists.indices.first(where: { people[person].spells[$0]?.isActive == false }) else { return }
        let token = try store.token(.confirm, for: people[person].address, list: lists[place], lasting: .seconds(60))
        #expect(try store.redeem(token, source: "test").result == .confirmed)
        people[person].spells[place]?.isActive = true
        seen.insert("confirmed")
    }

    func leave(_ person: Int) throws {
        let place = place
        let did = try store.unsubscribe(people[person].address, list: lists[place], source: "test")
        #expect(did == (people[person].spells[place] != nil), "seed \(seed)")
        people[person].spells[place] = nil
        seen.insert("left")
    }

    func move(_ person: Int) throws {
        let old = people[person].address
        var new = try Mailbox(parsing: "p\(person)m\(people[person].earlier.count)@d\(person % 4).example")
        let back = people[person].earlier.filter { $0.key != old.key }.randomElement(using: &random)
        if let back, Bool.random(using: &random) {
            new = back
            seen.insert("moved back")
        }
        guard try store.move(old, to: new, by: nil) != nil else { return }
        people[person].earlier.append(old)
        people[person].address = new
        noteSuppressed()
        try note(person)
        seen.insert("moved")
    }

    func forms(of person: Int) -> [SuppressedForm] {
        let address = people[person].address
        return [SuppressedForm(address), .domain(address.domain), AddressHash.form(of: address)]
    }

    func isSuppressed(_ person: Int) -> Bool { forms(of: person).contains { forms.contains($0.text) } }

    func suppress(_ person: Int) throws {
        let kind = [0, 0, 0, 2, 2, 1].randomElement(using: &random) ?? 0
        let form = forms(of: person)[kind]
        try store.suppress([SuppressionRecord(form: form, reason: "asked", source: nil)])
        forms.insert(form.text)
        noteSuppressed()
        seen.insert("suppressed")
    }

    func unsuppress() throws {
        guard let text = forms.sorted().randomElement(using: &random) else { return }
        _ = try store.unsuppress([SuppressedForm(stored: text)])
        forms.remove(text)
    }

    func erase(_ person: Int) throws {
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

    func tag(_ person: Int) throws {
        var change = PersonChange()
        let isVIP = people[person].isVIP
        if isVIP { change.removedTags = ["vip"] } else { change.addedTags = ["vip"] }
        if try store.edit(people[person].address, change) != nil { people[person].isVIP.toggle() }
    }

    struct Interrupted: Error {}

    /// An import, with something in its middle that must not see it.
    func importSome(_ middle: () throws -> Void) throws {
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
}
