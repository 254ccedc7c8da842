import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import Testing

@testable import ListStore

/// What the mailing's owner does.
extension RollCall {
    func begin() throws {
        // At times an import is under way, of which it knows nothing.
        if Bool.random(using: &random) { try importSome { try start() } }
        if journal == nil { try start() }
    }

    func start() throws {
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

    var current: SQLiteJournal {
        get throws { try #require(journal) }
    }

    func step() async throws {
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

    func sums() async throws {
        try await current.flush()
        #expect(try store.totals(mailing).recipients == audience.count, "seed \(seed)")
        try store.expectPartition("seed \(seed)")
    }

    func pick(_ envelopes: inout [CutEnvelope]) -> CutEnvelope? {
        envelopes.indices.randomElement(using: &random).map { envelopes.remove(at: $0) }
    }

    func members(_ envelope: CutEnvelope) -> [Int] { envelope.recipients.ids.compactMap { ids[$0] } }

    func arm() async throws {
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
    func judge(_ number: Int?, _ address: String, _ list: Int64) {
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

    func settle() throws {
        guard let envelope = pick(&armed) else { return }
        var statuses: [Settlement.RecipientStatus] = []
        for index in envelope.recipients.ids.indices {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: statuses.append(.refused(index))
            case 1, 2: statuses.append(.deferred(index, until: Bool.random(using: &random) ? now : .never))
            default: break
            }
        }
        for status in statuses where status.outcome == .refused {
            if let person = ids[envelope.recipients.ids[status.index]] { people[person].isSettled = true }
        }
        let rest = members(envelope.without(statuses.map(\.index)))
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where !rest.isEmpty:
            try current.settle(
                Settlement(envelope, .putBack(notBefore: now, charged: true, .tryLater), except: statuses))
        case 1:
            for person in rest { people[person].isSettled = true }
            try current.settle(Settlement(envelope, .done(.unknown, nil), except: statuses))
        default:
            for person in rest { people[person].copies += 1 }
            try current.settle(.accepted(envelope, except: statuses))
        }
    }

    /// The process dies; what it handed in may be on disk or not.
    func kill() async throws {
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

    func isUnknown(_ person: Int) throws -> Bool {
        try !store.numbers(
            "SELECT 1 FROM recipient_outcome WHERE mailing = ? AND outcome = 'unknown' AND address = ?",
            [mailing, people[person].address.address]
        ).isEmpty
    }

    func end() async throws {
        // What a former owner says late of who is deferred waits for the next one.
        for _ in 0..<2 { try await kill() }
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
}
