import FanmailBasics
import GRDB
import MailingLists

extension SubscriberImport {
    /// Makes the subscribers in the order of their keys, then their subscriptions in the order of a mailing's walk.
    func merge(_ rows: inout [Row], _ text: RowText) throws {
        try slices.run(rows.count) { _, index in try makeSubscriber(&rows[index], text) }
        rows.removeAll { $0.subscriber == 0 }
        guard !rows.isEmpty else { return }
        rows.sort {
            let order = text.domain($0).order(text.domain($1))
            if order != 0 { return order < 0 }
            return $0.subscriber == $1.subscriber ? $0.isBefore($1) : $0.subscriber < $1.subscriber
        }
        nextID = 0
        try slices.run(rows.count) { db, index in
            if nextID == 0 { nextID = try Store.reserveSubscriptions(rows.count, batch: batchID, db) }
            try makeSubscription(rows[index], text)
            nextID += 1
        }
    }

    /// Makes the subscriber if there is none; leaves `subscriber` at 0 when no subscription is to be made.
    private func makeSubscriber(_ row: inout Row, _ text: RowText) throws {
        let (key, domain) = (text.key(row), text.domain(row))
        guard try !isSuppressed(key, domain) else { return try heedSuppressed(&row, key) }
        let insert = statements.insertSubscriber
        insert.bind(text.address(row), at: 1)
        insert.bind(key, at: 2)
        insert.bind(domain, at: 3)
        var start = row.start + row.address + row.key + row.domain
        for (length, place) in [(row.name, Int32(4)), (row.language, 6), (row.tags, 7), (row.attributes, 8)] {
            if length > 0 {
                insert.bind(text.part(start, length), at: place)
            } else {
                insert.bind(nil as String?, at: place)
            }
            start += length
        }
        insert.bind(now, at: 5)
        insert.bind(batchID, at: 9)
        try insert.run()
        if insert.changes == 1 {
            row.subscriber = insert.lastInsertedID
            if !row.leaves { try note(row.subscriber) }
        } else if let id = try subscriber(key) {
            try take(&row, id)
        }
    }

    /// Takes the row of a subscriber who was there, unless nothing is to be done about them.
    private func take(_ row: inout Row, _ id: Int64) throws {
        if !row.leaves { try note(id) }
        let step = try step(for: row, self.standing(id))
        if step.isOnList { try noteNamed(id) }
        switch step {
        case .join, .comeBack, .record, .end:
            row.subscriber = id
            row.isKnown = true
        case .nothing, .isThere, .staysAway: count(step)
        }
    }

    /// Whoever is suppressed does not come in. Who is known has left where the source says so, unless it says no more than
    /// that they are suppressed.
    private func heedSuppressed(_ row: inout Row, _ key: UnsafeBufferPointer<UInt8>) throws {
        let id = row.leaves || statements.notePresent != nil ? try subscriber(key) : nil
        guard row.leaves, !isAboutSuppression(row) else {
            if !row.leaves { counts.suppressed += 1 }
            // Whoever the source names is not ended by it.
            if let id { try note(id) }
            return
        }
        if let id { try take(&row, id) }
    }

    private func isAboutSuppression(_ row: Row) -> Bool {
        spells[Int(row.spell)].leftHow.map { $0.elementsEqual("suppressed".utf8) } ?? false
    }

    private func makeSubscription(_ row: Row, _ text: RowText) throws {
        // While others write, somebody may have come or gone since the subscriber was made; and so may the same person,
        // by a row before this one.
        guard row.isKnown || slices.othersWrite else {
            return row.spell < 0 ? try join(row, text) : try makeSpell(row, spells[Int(row.spell)])
        }
        let step = try self.step(for: row, self.standing(row.subscriber))
        switch step {
        case .join, .comeBack:
            if row.spell < 0 { try join(row, text) } else { try makeSpell(row, spells[Int(row.spell)]) }
        case .record: try makeSpell(row, spells[Int(row.spell)])
        case .end(let spell): try end(spell, row)
        case .nothing, .isThere, .staysAway: break
        }
        count(step)
    }

    private func count(_ step: Step) {
        switch step {
        case .comeBack(let ending):
            if ending.mayComeBack(by: .importing) { counts.returned += 1 } else { counts.resubscribed += 1 }
        case .isThere: counts.alreadySubscribed += 1
        case .staysAway: counts.leftEarlier += 1
        case .join, .record, .end, .nothing: break
        }
    }

    private func join(_ row: Row, _ text: RowText) throws {
        let insert = row.isKnown ? statements.subscribeKnown : statements.insertSubscription
        insert.bind(list, at: 1)
        insert.bind(row.subscriber, at: 2)
        insert.bind(row.joinedAt == 0 ? now : row.joinedAt, at: 3)
        insert.bind(source, at: 4)
        insert.bind(batchID, at: 5)
        insert.bind(options.by, at: 6)
        insert.bind(nextID, at: 7)
        if !row.isKnown {
            insert.bind(text.domain(row), at: 8)
            insert.bind(text.address(row), at: 9)
        }
        try insert.run()
        counts.added += 1
    }

    /// Notes that a spell is over, which it is when all of the source is visible; one of this source's own goes at once.
    private func end(_ spell: LiveSpell, _ row: Row) throws {
        let consent = spells[Int(row.spell)]
        guard !spell.isOwn else {
            let delete = statements.deleteOwn
            delete.bind(spell.id, at: 1)
            delete.bind(batchID, at: 2)
            try delete.run()
            counts.added -= 1
            return try makeSpell(row, consent)
        }
        try noteLeaving(spell, row, consent)
    }

    private func noteLeaving(_ spell: LiveSpell, _ row: Row, _ consent: Consent) throws {
        let note = statements.noteLeaving
        note.bind(spell.id, at: 1)
        note.bind(row.subscriber, at: 2)
        note.bind(consent.state.rawValue, at: 3)
        note.bind(consent.leftFrom.map { String(decoding: $0, as: UTF8.self) } ?? source, at: 4)
        note.bind(consent.leftHow.map { String(decoding: $0, as: UTF8.self) }, at: 5)
        note.bind(consent.leftAt?.milliseconds ?? now, at: 6)
        try note.run()
    }

    /// Makes a subscription of which the source tells more, or one that is over already.
    private func makeSpell(_ row: Row, _ consent: Consent) throws {
        var end: Int64?
        if !consent.state.isLive {
            let depart = statements.insertDeparture
            depart.bind(consent.leftAt?.milliseconds ?? now, at: 1)
            depart.bind(list, at: 2)
            depart.bind(row.subscriber, at: 3)
            depart.bind(consent.state.rawValue, at: 4)
            depart.bind(consent.leftFrom.map { String(decoding: $0, as: UTF8.self) } ?? source, at: 5)
            depart.bind(consent.leftHow.map { String(decoding: $0, as: UTF8.self) }, at: 6)
            depart.bind(options.by, at: 7)
            depart.bind(batchID, at: 8)
            try depart.run()
            end = depart.lastInsertedID
        }
        let insert = statements.insertSpell
        insert.bind(list, at: 1)
        insert.bind(row.subscriber, at: 2)
        // Nobody left before they came.
        insert.bind(row.joinedAt == 0 ? min(now, consent.leftAt?.milliseconds ?? now) : row.joinedAt, at: 3)
        if let from = consent.joinedFrom {
            from.withUnsafeBufferPointer { insert.bind($0, at: 4) }
        } else {
            insert.bind(source, at: 4)
        }
        insert.bind(batchID, at: 5)
        insert.bind(options.by, at: 6)
        insert.bind(nextID, at: 7)
        insert.bind(consent.state.rawValue, at: 8)
        insert.bind(consent.joinedHow.map { String(decoding: $0, as: UTF8.self) }, at: 9)
        insert.bind(consent.confirmedAt?.milliseconds, at: 10)
        // Whatever was confirmed was so from somewhere.
        let confirmedFrom = consent.confirmedFrom.map { String(decoding: $0, as: UTF8.self) } ?? source
        insert.bind(consent.confirmedAt == nil ? nil : confirmedFrom, at: 11)
        insert.bind(end, at: 12)
        try insert.run()
        if row.leaves { counts.recorded += 1 }
        if row.leaves || row.waits { counts.history += 1 } else { counts.added += 1 }
    }

    func subscriber(_ key: UnsafeBufferPointer<UInt8>) throws -> Int64? {
        let find = statements.findSubscriber
        find.bind(key, at: 1)
        defer { find.reset() }
        return try find.step() ? find.int(0) : nil
    }

    /// Notes for a sync that the source names somebody.
    func note(_ subscriber: Int64) throws {
        guard let note = statements.notePresent else { return }
        note.bind(subscriber, at: 1)
        try note.run()
    }

    private func noteNamed(_ subscriber: Int64) throws {
        guard let note = statements.noteNamed else { return }
        note.bind(subscriber, at: 1)
        try note.run()
    }

    func isSuppressed(
        _ key: UnsafeBufferPointer<UInt8>, _ domain: UnsafeBufferPointer<UInt8>
    ) throws -> Bool {
        guard let suppression = statements.suppression else { return false }
        suppression.bind(key, at: 1)
        suppression.bind(domain, at: 2)
        defer { suppression.reset() }
        return try suppression.step() && !suppression.isNull(0)
    }

    // MARK: - A dry run

    /// Counts what would happen, and writes nothing but tables of its own.
    func count(_ rows: [Row], _ text: RowText) throws {
        try slices.read { for row in rows { try count(row, text.key(row), text.domain(row)) } }
    }

    private func count(
        _ row: Row, _ key: UnsafeBufferPointer<UInt8>, _ domain: UnsafeBufferPointer<UInt8>
    ) throws {
        let id = try subscriber(key)
        if let id, !row.leaves { try note(id) }
        if try isSuppressed(key, domain) {
            if !row.leaves { counts.suppressed += 1 }
            guard let id, row.leaves else { return }
            guard !isAboutSuppression(row) else { return try note(id) }
        }
        let standing = try seen(key) ?? id.map { try self.standing($0) } ?? .none
        let step = try self.step(for: row, standing)
        if let id, step.isOnList { try noteNamed(id) }
        count(step)
        let consent = row.spell < 0 ? nil : spells[Int(row.spell)]
        switch step {
        case .join, .comeBack:
            counts.added += 1
            try see(key, leftAt: nil)
        case .record:
            counts.recorded += 1
            try see(key, leftAt: consent?.leftAt?.milliseconds ?? now)
        case .end(let spell):
            if spell.id == 0 {
                counts.added -= 1
                counts.recorded += 1
            } else if let consent {
                var row = row
                row.subscriber = id ?? 0
                try noteLeaving(spell, row, consent)
            }
            try see(key, leftAt: consent?.leftAt?.milliseconds ?? now)
        case .nothing, .isThere, .staysAway: break
        }
    }

    /// How somebody would stand by the rows before this one; nil when there was none.
    private func seen(_ key: UnsafeBufferPointer<UInt8>) throws -> Standing? {
        guard let find = statements.findSeen else { return nil }
        find.bind(key, at: 1)
        defer { find.reset() }
        guard try find.step() else { return nil }
        return find.isNull(0) ? .live(LiveSpell(id: 0, isOwn: true)) : .history(.person, at: find.int(0))
    }

    private func see(_ key: UnsafeBufferPointer<UInt8>, leftAt: Int64?) throws {
        guard let see = statements.see else { return }
        see.bind(key, at: 1)
        see.bind(leftAt, at: 2)
        try see.run()
    }
}
