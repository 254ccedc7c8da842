import FanmailBasics
package import ListStore
import SMTPCore
import SubscriberFiles

/// Puts the entries of a file on the suppression list; an address with every other one of the same person.
///
/// Entries are written some thousands at a time: of a file that fails half way through, the first half is on the list,
/// and may be put there again.
package struct SuppressionFileImport: Sendable {
    /// What became of its lines.
    package struct Report: Sendable, Equatable {
        /// Lines that hold an entry.
        package var entries = 0
        /// Of those, who was not on the list.
        package var added = 0
        /// Lines that could not be used.
        package var rejected = 0
        /// Of those, who was on the list, and has the file's reason and expiry now.
        package var changed: Int { entries - added }
    }

    private static let batch = 5000

    /// The file, in whatever encoding it is, packed or not; `-` is standard input.
    package var path: String
    /// Of entries that come without one.
    package var reason = "imported"
    /// What stands between columns; nil finds out.
    package var delimiter: UInt8?
    /// Keeps the hash of each address instead of the address.
    package var keepsHashes = false

    package init(path: String) { self.path = path }

    /// Reads the file to its end.
    ///
    /// - Parameter report: called on this thread: `guessed`, `rejected` and `noted`.
    /// - Throws: `InputFailure` of a file that cannot be read, `StoreFailure`, ``FanmailFailure`` of JSON.
    package func run(
        into store: Store, report: @escaping (ImportEvent) -> Void = { _ in }
    ) throws -> Report {
        var reader = try reader(report)
        var result = Report()
        var records: [SuppressionRecord] = []
        while let row = try reader.next() {
            switch row {
            case .problem(let reason):
                result.rejected += 1
                report(.rejected(line: reader.line, reason: reason))
            case .entry(let entry):
                result.entries += 1
                if let note = entry.note { report(.noted(line: reader.line, note: note)) }
                records.append(record(entry, source: reader.name))
            }
            if records.count == Self.batch {
                result.added += try write(records, store)
                records.removeAll(keepingCapacity: true)
            }
        }
        result.added += try write(records, store)
        return result
    }

    private func reader(_ report: @escaping (ImportEvent) -> Void) throws -> SuppressionReader {
        let (source, isJSON) = try ByteSource(path: path).decoded { report(.guessed($0)) }
        guard !isJSON else {
            throw FanmailFailure(
                .unusableInput,
                "\(path.escapedForTerminal): this is JSON; a suppression list is read from CSV, or one entry a line")
        }
        return SuppressionReader(source, delimiter: delimiter)
    }

    private func record(_ entry: SuppressionReader.Entry, source: String) -> SuppressionRecord {
        var form = entry.form
        if keepsHashes, case .address(let key) = form, let mailbox = try? Mailbox(parsing: key) {
            form = AddressHash.form(of: mailbox)
        }
        return SuppressionRecord(
            form: form, reason: entry.reason ?? reason, source: source, createdAt: entry.createdAt ?? .now,
            expiresAt: entry.expiresAt)
    }

    /// - Returns: how many of them were not on the list.
    private func write(_ records: [SuppressionRecord], _ store: Store) throws -> Int {
        let added = try store.suppress(records)
        try store.suppressOtherAddresses(of: records.map(\.form))
        return added
    }
}
