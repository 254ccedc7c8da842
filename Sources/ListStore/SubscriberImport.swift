import Foundation
import GRDB
import MailCore
package import Roster

/// Adds subscribers to a list from a source of any length: all of it in one transaction, or nothing.
///
/// Rows are gathered in batches and written in key order, so that each index is filled nearly in order: that is what
/// makes an import as fast as SQLite's own. Nobody who left is brought back.
package final class SubscriberImport {
    package struct Counts: Sendable, Equatable {
        package var added = 0
        /// Subscribed before, or twice in the source.
        package var alreadySubscribed = 0
        /// Left earlier: unsubscribed or bounced.
        package var leftEarlier = 0
        /// On the suppression list.
        package var suppressed = 0
        /// Of those who were added, the ones who had left earlier.
        package var resubscribed = 0
        /// Left, or never confirmed, as the source itself says.
        package var leftElsewhere = 0
        /// Ended because the source does not name them.
        package var ended = 0
    }

    /// Rows gathered before they are written.
    private static let batch = 50_000
    /// Their octets at most: rows with many attributes are gathered in smaller batches.
    private static let batchSize = 6 << 20

    package internal(set) var counts = Counts()
    private let db: Database
    private let list: Int64
    private let source: String
    private let options: ImportOptions
    let batchID: Int64
    private let notePresent: SQLStatement?
    private let now = Timestamp.now.milliseconds

    private var bytes: [UInt8] = []
    private var rows: [Row] = []

    private let insertSubscriber: SQLStatement
    private let findSubscriber: SQLStatement
    private let findSubscription: SQLStatement
    private let insertSubscription: SQLStatement
    private let subscribeKnown: SQLStatement
    /// Why a key and its domain are suppressed; nil when the suppression list is empty.
    private let suppression: SQLStatement?

    /// Where the parts of a row stand in `bytes`: address, key, domain, name, one behind the other.
    private struct Row {
        let start: Int
        let address: Int
        let key: Int
        let domain: Int
        let name: Int
        let language: Int
        let tags: Int
        let attributes: Int
        var subscriber: Int64 = 0
        /// There was a subscriber already, whose spelling of the address stays.
        var isKnown = false
    }

    init(_ db: Database, list: Int64, source: String, options: ImportOptions, batch: Int64) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(message: "no connection") }
        self.db = db
        self.list = list
        self.source = source
        self.options = options
        batchID = batch
        notePresent =
            try options.endsOthers
            ? SQLStatement(connection, "INSERT OR IGNORE INTO temp.present (subscriber) VALUES (?1)") : nil
        suppression =
            try SuppressionSQL.isEmpty(db)
            ? nil : SQLStatement(connection, "SELECT \(SuppressionSQL.reason(key: "?1", domain: "?2"))")
        insertSubscriber = try SQLStatement(
            connection,
            """
            INSERT INTO subscriber (address, address_key, domain, name, created_at, language, tags, attributes, batch)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (address_key) DO NOTHING
            """)
        findSubscriber = try SQLStatement(connection, "SELECT id FROM subscriber WHERE address_key = ?1")
        findSubscription = try SQLStatement(
            connection,
            // Without statistics SQLite would rather walk the whole list in the index of its audience.
            """
            SELECT max(ended IS NULL) FROM subscription INDEXED BY subscription_of WHERE subscriber = ?1 AND list = ?2
            """)
        insertSubscription = try SQLStatement(
            connection,
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, batch, by_whom)
            VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?8)
            """)
        subscribeKnown = try SQLStatement(
            connection,
            """
            INSERT INTO subscription (list, subscriber, domain, address, state, joined_at, source, batch, by_whom)
            SELECT ?1, id, domain, address, 'active', ?3, ?4, ?5, ?6 FROM subscriber WHERE id = ?2
            """)
    }

    /// Adds one row. The address must have passed the scanner.
    package func add(
        address: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>, domain: UnsafeBufferPointer<UInt8>,
        name: UnsafeBufferPointer<UInt8>, details: RowDetails? = nil
    ) throws {
        if let details, details.hasLeft {
            counts.leftElsewhere += 1
            return
        }
        rows.append(
            Row(
                start: bytes.count, address: address.count, key: key.count, domain: domain.count, name: name.count,
                language: details?.language.count ?? 0, tags: details?.tags.count ?? 0,
                attributes: details?.attributes.count ?? 0))
        bytes.append(contentsOf: address)
        bytes.append(contentsOf: key)
        bytes.append(contentsOf: domain)
        bytes.append(contentsOf: name)
        if let details {
            bytes.append(contentsOf: details.language)
            bytes.append(contentsOf: details.tags)
            bytes.append(contentsOf: details.attributes)
        }
        if rows.count == Self.batch || bytes.count >= Self.batchSize { try write() }
    }

    func write() throws {
        try bytes.withUnsafeBufferPointer { all in
            func part(_ start: Int, _ count: Int) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: all[start..<start + count])
            }
            func key(_ row: Row) -> UnsafeBufferPointer<UInt8> { part(row.start + row.address, row.key) }
            func domain(_ row: Row) -> UnsafeBufferPointer<UInt8> {
                part(row.start + row.address + row.key, row.domain)
            }
            rows.sort { key($0).precedes(key($1)) }
            for index in rows.indices { try write(&rows[index], part, key(rows[index]), domain(rows[index])) }
            rows.removeAll { $0.subscriber == 0 }
            rows.sort {
                let (one, other) = (domain($0), domain($1))
                return one.precedes(other) || (!other.precedes(one) && $0.subscriber < $1.subscriber)
            }
            for row in rows {
                guard !row.isKnown else {
                    subscribeKnown.bind(list, at: 1)
                    subscribeKnown.bind(row.subscriber, at: 2)
                    subscribeKnown.bind(now, at: 3)
                    subscribeKnown.bind(source, at: 4)
                    subscribeKnown.bind(batchID, at: 5)
                    subscribeKnown.bind(options.by, at: 6)
                    try subscribeKnown.run()
                    continue
                }
                insertSubscription.bind(list, at: 1)
                insertSubscription.bind(row.subscriber, at: 2)
                insertSubscription.bind(domain(row), at: 3)
                insertSubscription.bind(part(row.start, row.address), at: 4)
                insertSubscription.bind(now, at: 5)
                insertSubscription.bind(source, at: 6)
                insertSubscription.bind(batchID, at: 7)
                insertSubscription.bind(options.by, at: 8)
                try insertSubscription.run()
            }
            counts.added += rows.count
        }
        rows.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Makes the subscriber if there is none; leaves `subscriber` at 0 when no subscription is to be made.
    private func write(
        _ row: inout Row, _ part: (Int, Int) -> UnsafeBufferPointer<UInt8>, _ key: UnsafeBufferPointer<UInt8>,
        _ domain: UnsafeBufferPointer<UInt8>
    ) throws {
        guard try !isSuppressed(key, domain) else { return }
        insertSubscriber.bind(part(row.start, row.address), at: 1)
        insertSubscriber.bind(key, at: 2)
        insertSubscriber.bind(domain, at: 3)
        var start = row.start + row.address + row.key + row.domain
        for (length, place) in [(row.name, Int32(4)), (row.language, 6), (row.tags, 7), (row.attributes, 8)] {
            if length > 0 {
                insertSubscriber.bind(part(start, length), at: place)
            } else {
                insertSubscriber.bind(nil as String?, at: place)
            }
            start += length
        }
        insertSubscriber.bind(batchID, at: 9)
        insertSubscriber.bind(now, at: 5)
        try insertSubscriber.run()
        if insertSubscriber.changes == 1 {
            row.subscriber = insertSubscriber.lastInsertedID
            lastNew = row.subscriber
            try note(row.subscriber)
            return
        }
        findSubscriber.bind(key, at: 1)
        defer { findSubscriber.reset() }
        guard try findSubscriber.step() else { return }
        let id = findSubscriber.int(0)
        try note(id)
        findSubscription.bind(id, at: 1)
        findSubscription.bind(list, at: 2)
        defer { findSubscription.reset() }
        guard try findSubscription.step(), !findSubscription.isNull(0) else {
            // Known from another list; or twice in this very batch, which the order puts side by side.
            if lastNew == id {
                counts.alreadySubscribed += 1
            } else {
                row.subscriber = id
                row.isKnown = true
                lastNew = id
            }
            return
        }
        // Live, or brought back by this very batch, which the order puts side by side.
        if findSubscription.int(0) != 0 || lastNew == id {
            counts.alreadySubscribed += 1
        } else if options.resubscribes {
            row.subscriber = id
            row.isKnown = true
            lastNew = id
            counts.resubscribed += 1
        } else {
            counts.leftEarlier += 1
        }
    }

    /// Notes for a sync that the source names somebody.
    private func note(_ subscriber: Int64) throws {
        guard let notePresent else { return }
        notePresent.bind(subscriber, at: 1)
        try notePresent.run()
    }

    private func isSuppressed(
        _ key: UnsafeBufferPointer<UInt8>, _ domain: UnsafeBufferPointer<UInt8>
    ) throws -> Bool {
        guard let suppression else { return false }
        suppression.bind(key, at: 1)
        suppression.bind(domain, at: 2)
        defer { suppression.reset() }
        guard try suppression.step(), !suppression.isNull(0) else { return false }
        counts.suppressed += 1
        if notePresent != nil {
            // Whoever the source names is not ended by it.
            findSubscriber.bind(key, at: 1)
            defer { findSubscriber.reset() }
            if try findSubscriber.step() { try note(findSubscriber.int(0)) }
        }
        return true
    }

    /// The latest subscriber of the batch that gets a subscription.
    private var lastNew: Int64 = 0
}

extension UnsafeBufferPointer<UInt8> {
    /// Byte order.
    fileprivate func precedes(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        let common = Swift.min(count, other.count)
        if common > 0, let one = baseAddress, let two = other.baseAddress {
            let order = memcmp(one, two, common)
            if order != 0 { return order < 0 }
        }
        return count < other.count
    }
}
