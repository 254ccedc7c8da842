import GRDB

extension SubscriberImport {
    /// Makes the subscribers in the order of their keys, then their subscriptions in the order of a mailing's walk.
    func merge(_ rows: inout [Row], _ text: RowText) throws {
        try slices.run(rows.count) { _, index in try makeSubscriber(&rows[index], text) }
        rows.removeAll { $0.subscriber == 0 }
        guard !rows.isEmpty else { return }
        rows.sort {
            let (one, other) = (text.domain($0), text.domain($1))
            return one.precedes(other) || (!other.precedes(one) && $0.subscriber < $1.subscriber)
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
            try note(row.subscriber)
            return
        }
        guard let id = try subscriber(key) else { return }
        try note(id)
        switch try standing(id) {
        // Known from another list; or twice in this very batch, which the order puts side by side.
        case .none where lastNew == id: counts.alreadySubscribed += 1
        case .none:
            row.subscriber = id
            row.isKnown = true
            lastNew = id
        case .live: counts.alreadySubscribed += 1
        // Brought back by this very batch.
        case .left where lastNew == id: counts.alreadySubscribed += 1
        case .left where options.resubscribes:
            row.subscriber = id
            row.isKnown = true
            row.comesBack = true
            lastNew = id
        case .left: counts.leftEarlier += 1
        }
    }

    private func makeSubscription(_ row: Row, _ text: RowText) throws {
        // While others write, somebody may have come or gone since the subscriber was made.
        let asks = row.isKnown || slices.othersWrite
        let insert = asks ? statements.subscribeKnown : statements.insertSubscription
        insert.bind(list, at: 1)
        insert.bind(row.subscriber, at: 2)
        insert.bind(now, at: 3)
        insert.bind(source, at: 4)
        insert.bind(batchID, at: 5)
        insert.bind(options.by, at: 6)
        insert.bind(nextID, at: 7)
        if asks {
            insert.bind(options.resubscribes ? 1 : 0, at: 8)
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
                    case .none: break
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
    }

    private func standing(_ subscriber: Int64) throws -> Standing {
        let find = statements.findSubscription
        find.bind(subscriber, at: 1)
        find.bind(list, at: 2)
        defer { find.reset() }
        guard try find.step(), !find.isNull(0) else { return .none }
        return find.int(0) != 0 ? .live : .left
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
