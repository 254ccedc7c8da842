import FanmailBasics
import Foundation
import GRDB
import MailingLists
package import SubscriberFiles

/// Adds subscribers to a list from a source of any length, in short transactions; nobody sees any of them before
/// ``Store/importSubscribers(into:source:options:_:)`` has come to its end.
///
/// Rows are gathered in batches and written in key order, so that each index is filled nearly in order: that is what
/// makes an import as fast as SQLite's own. Who comes back of those who had left, ``SpellEnding`` rules; of whom the
/// source says that they left, it is written down.
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
        /// Of those who were added, the ones whom nothing but a sync or an undoing had taken out.
        package var returned = 0
        /// Left, or never confirmed, as the source itself says.
        package var leftElsewhere = 0
        /// Of those, the ones who were not known to this list, and of whom it is known now.
        package var recorded = 0
        /// Ended because the source says that they left, or, in a sync, does not name them.
        package var ended = 0
        /// Who was known before, and has other tags, attributes or another language now, as ``ImportOptions/change`` says.
        package var changed = 0
        /// Who would have had more tags or attributes than may be kept of one, and stays as they were.
        package var unchangeable = 0
        /// Spells that were over already, or waited, which are kept as history.
        var history = 0
    }

    /// Octets of the rows that are gathered, at most: rows with many attributes are gathered in smaller batches.
    private static let batchSize = 6 << 20

    package internal(set) var counts = Counts()
    let list: Int64
    let source: String
    let options: ImportOptions
    let batchID: Int64
    let now = Timestamp.now.milliseconds
    let statements: ImportStatements
    let slices: WriteSlices

    private var bytes: [UInt8] = []
    private var rows: [Row] = []
    /// What the rows in hand tell of how subscriptions came and ended.
    var spells: [Consent] = []
    /// About what one of these takes in memory, in octets.
    private static let spellSize = 256
    /// The ids that the rows in hand get.
    var nextID: Int64 = 0

    /// Where the parts of a row stand in `bytes`: address, key, domain, name, one behind the other.
    struct Row {
        let start: Int32
        let address: Int32
        let key: Int32
        let domain: Int32
        let name: Int32
        let language: Int32
        let tags: Int32
        let attributes: Int32
        /// Milliseconds since 1970; 0 for now.
        let joinedAt: Int64
        /// Where in `spells` more stands; -1 for nothing.
        let spell: Int32
        /// Not confirmed yet.
        let waits: Bool
        /// The source says that they left.
        let leaves: Bool
        var subscriber: Int64 = 0
        /// There was a subscriber already, whose spelling of the address stays.
        var isKnown = false

        /// What ends comes before what goes on: then it is known what the latter follows.
        func isBefore(_ other: Row) -> Bool { leaves == other.leaves ? start < other.start : leaves }
    }

    init(
        _ pool: any DatabaseWriter, list: ListRecord, source: String, options: ImportOptions, batch: Int64
    ) throws {
        self.list = list.id
        self.source = source
        self.options = options
        batchID = batch
        statements = try pool.writeWithoutTransaction { db in
            try ImportStatements(db, WritingConnection(db, of: pool), options)
        }
        slices = try WriteSlices(pool)
    }

    /// Adds one row. The address must have passed the scanner.
    package func add(
        address: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>, domain: UnsafeBufferPointer<UInt8>,
        name: UnsafeBufferPointer<UInt8>, details: RowDetails? = nil
    ) throws {
        var (waits, leaves) = (false, false)
        if let details, details.hasLeft {
            counts.leftElsewhere += 1
            guard options.recordsLeft else { return }
            leaves = !details.consent.state.isLive
            waits = details.consent.isHistory && !leaves
            guard leaves || (waits && !options.isDryRun && !options.endsOthers) else { return }
        }
        var spell: Int32 = -1
        var joinedAt: Int64 = 0
        if let details {
            joinedAt = (details.consent.joinedAt ?? details.consent.confirmedAt)?.milliseconds ?? 0
            if details.consent.isMore {
                spell = Int32(spells.count)
                spells.append(details.consent)
            }
        }
        rows.append(
            Row(
                start: Int32(bytes.count), address: Int32(address.count), key: Int32(key.count),
                domain: Int32(domain.count), name: Int32(name.count), language: Int32(details?.language.count ?? 0),
                tags: Int32(details?.tags.count ?? 0), attributes: Int32(details?.attributes.count ?? 0),
                joinedAt: joinedAt, spell: spell, waits: waits, leaves: leaves))
        bytes.append(contentsOf: address)
        bytes.append(contentsOf: key)
        bytes.append(contentsOf: domain)
        bytes.append(contentsOf: name)
        if let details {
            bytes.append(contentsOf: details.language)
            bytes.append(contentsOf: details.tags)
            bytes.append(contentsOf: details.attributes)
        }
        if rows.count == options.gathered || bytes.count + spells.count * Self.spellSize >= Self.batchSize {
            try write()
        }
    }

    /// Writes what was gathered.
    func write() throws {
        defer {
            rows.removeAll(keepingCapacity: true)
            bytes.removeAll(keepingCapacity: true)
            spells.removeAll(keepingCapacity: true)
        }
        try bytes.withUnsafeBufferPointer { all in
            let text = RowText(all: all)
            rows.sort {
                let order = text.key($0).order(text.key($1))
                return order != 0 ? order < 0 : $0.isBefore($1)
            }
            if options.isDryRun {
                try count(rows, text)
            } else {
                try merge(&rows, text)
            }
        }
    }

    /// The octets of the rows in hand.
    struct RowText {
        let all: UnsafeBufferPointer<UInt8>

        func part(_ start: Int32, _ count: Int32) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: all[Int(start)..<Int(start + count)])
        }
        func address(_ row: Row) -> UnsafeBufferPointer<UInt8> { part(row.start, row.address) }
        func key(_ row: Row) -> UnsafeBufferPointer<UInt8> { part(row.start + row.address, row.key) }
        func domain(_ row: Row) -> UnsafeBufferPointer<UInt8> {
            part(row.start + row.address + row.key, row.domain)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Byte order: negative where this one comes first, 0 for equal ones.
    func order(_ other: UnsafeBufferPointer<UInt8>) -> Int {
        let common = Swift.min(count, other.count)
        if common > 0, let one = baseAddress, let two = other.baseAddress {
            let order = memcmp(one, two, common)
            if order != 0 { return Int(order) }
        }
        return count - other.count
    }
}
