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
            return order != 0 ? order < 0 : ($0.subscriber, $0.start) < ($1.subscriber, $1.start)
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
        guard try !isSuppressed(key, domain) else { return }
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
            lastNew = row.subscriber
            lastIsHistory = row.isHistory
            try note(row.subscriber)
            return
        }
        guard let id = try subscriber(key) else { return }
        try note(id)
        func take() {
            row.subscriber = id
            row.isKnown = true
            lastNew = id
            lastIsHistory = row.isHistory
        }
        let standing = try standing(id)
        // What is over changes nothing for who is known on the list.
        if row.isHistory, standing == .live || (standing == .left && lastNew != id) { return }
        switch standing {
        // Twice in this very batch, which the order puts side by side; or behind a spell that is over.
        case .none where lastNew == id && lastIsHistory, .left where lastNew == id && lastIsHistory, .history:
            row.follows = true
            take()
        case .none where lastNew == id, .left where lastNew == id: if !row.isHistory { counts.alreadySubscribed += 1 }
        // Known from another list.
        case .none: take()
        case .live: counts.alreadySubscribed += 1
        case .left where options.resubscribes:
            row.comesBack = true
            take()
        case .left: counts.leftEarlier += 1
        }
    }

    private func makeSubscription(_ row: Row, _ text: RowText) throws {
        if row.spell >= 0 { return try makeSpell(row, spells[Int(row.spell)]) }
        // While others write, somebody may have come or gone since the subscriber was made.
        let asks = row.isKnown || slices.othersWrite
        let insert = asks ? statements.subscribeKnown : statements.insertSubscription
        insert.bind(list, at: 1)
        insert.bind(row.subscriber, at: 2)
        insert.bind(row.joinedAt == 0 ? now : row.joinedAt, at: 3)
        insert.bind(source, at: 4)
        insert.bind(batchID, at: 5)
        insert.bind(options.by, at: 6)
        insert.bind(nextID, at: 7)
        if asks {
            insert.bind(options.resubscribes || row.follows ? 1 : 0, at: 8)
        } else {
            insert.bind(text.domain(row), at: 8)
            insert.bind(text.address(row), at: 9)
        }
        try insert.run()
        guard insert.changes == 1 else {
            counts.alreadySubscribed += 1
            return
        }
        counts.added += 1
        if row.comesBack { counts.resubscribed += 1 }
    }

    /// Makes a subscription of which the source tells more, or one that is over already.
    private func makeSpell(_ row: Row, _ consent: Consent) throws {
        // While others write, somebody may have come or gone since the subscriber was made.
        switch try standing(row.subscriber) {
        case .live,
            .left where !row.follows && !row.comesBack:
            if !row.isHistory { counts.alreadySubscribed += 1 }
            return
        case .none, .left, .history: break
        }
        var end: Int64?
        if consent.state == .unsubscribed || consent.state == .bounced {
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
        insert.bind(row.joinedAt == 0 ? now : row.joinedAt, at: 3)
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
        if row.isHistory { counts.history += 1 } else { counts.added += 1 }
        if row.comesBack { counts.resubscribed += 1 }
    }

    /// Counts what would happen, and writes nothing but a table of its own.
    func count(_ rows: [Row], _ text: RowText) throws {
        try slices.read {
            for row in rows {
                let key = text.key(row)
                guard try !isSuppressed(key, text.domain(row)) else { continue }
                var comesBack = false
                if let id = try subscriber(key) {
                    try note(id)
                    switch try standing(id) {
                    case .none, .history: break
                    case .live:
                        counts.alreadySubscribed += 1
                        continue
                    case .left where options.resubscribes: comesBack = true
                    case .left:
                        counts.leftEarlier += 1
                        continue
                    }
                }
                statements.see?.bind(key, at: 1)
                try statements.see?.run()
                if statements.see?.changes == 1 {
                    counts.added += 1
                    if comesBack { counts.resubscribed += 1 }
                } else {
                    counts.alreadySubscribed += 1
                }
            }
        }
    }

    private enum Standing {
        case none, live, left
        /// Left, as nothing but this very source tells.
        case history
    }

    private func standing(_ subscriber: Int64) throws -> Standing {
        let find = statements.findSubscription
        find.bind(subscriber, at: 1)
        find.bind(list, at: 2)
        find.bind(batchID, at: 3)
        defer { find.reset() }
        guard try find.step(), !find.isNull(0) else { return .none }
        return find.int(0) != 0 ? .live : find.int(1) != 0 ? .history : .left
    }

    private func subscriber(_ key: UnsafeBufferPointer<UInt8>) throws -> Int64? {
        let find = statements.findSubscriber
        find.bind(key, at: 1)
        defer { find.reset() }
        return try find.step() ? find.int(0) : nil
    }

    /// Notes for a sync that the source names somebody.
    private func note(_ subscriber: Int64) throws {
        guard let note = statements.notePresent else { return }
        note.bind(subscriber, at: 1)
        try note.run()
    }

    private func isSuppressed(
        _ key: UnsafeBufferPointer<UInt8>, _ domain: UnsafeBufferPointer<UInt8>
    ) throws -> Bool {
        guard let suppression = statements.suppression else { return false }
        suppression.bind(key, at: 1)
        suppression.bind(domain, at: 2)
        defer { suppression.reset() }
        guard try suppression.step(), !suppression.isNull(0) else { return false }
        counts.suppressed += 1
        // Whoever the source names is not ended by it.
        if statements.notePresent != nil, let id = try subscriber(key) { try note(id) }
        return true
    }
}
