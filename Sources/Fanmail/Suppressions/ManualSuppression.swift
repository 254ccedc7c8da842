package import FanmailBasics
package import ListStore
import SMTPCore
import SubscriberFiles

/// Puts entries on the suppression list by hand, or gives those that are there a new reason and expiry.
package struct ManualSuppression: Sendable {
    package struct Report: Sendable, Equatable {
        /// How many entries were new.
        package let added: Int
        /// How many were there.
        package let changed: Int
        /// Addresses of the same people that got the entry as well, as the list holds them.
        package let otherAddresses: [String]
    }

    package let entries: [SuppressionRecord]
    /// Leaves alone the other addresses of people who moved.
    package var sparesOtherAddresses = false

    /// - Parameters:
    ///   - entries: addresses, `@domains`, `sha256:…` hashes.
    ///   - expiresAt: nil for entries that stay.
    ///   - keepsHashes: of each address its hash is kept, and not the address.
    ///   - source: who or what puts them there.
    /// - Throws: for the first that is no entry.
    package init(
        _ entries: [String], reason: String, expiresAt: Timestamp? = nil, keepsHashes: Bool = false, source: String
    ) throws(SettingSyntaxError) {
        var records: [SuppressionRecord] = []
        for text in entries {
            var form = try SuppressedForm(parsing: text)
            if keepsHashes, case .address = form, let mailbox = try? Mailbox(parsing: text) {
                form = AddressHash.form(of: mailbox)
            }
            records.append(SuppressionRecord(form: form, reason: reason, source: source, expiresAt: expiresAt))
        }
        self.entries = records
    }

    package func run(in store: Store) throws(StoreFailure) -> Report {
        let added = try store.suppress(entries)
        let others = sparesOtherAddresses ? [] : try store.suppressOtherAddresses(of: entries.map(\.form))
        return Report(added: added, changed: entries.count - added, otherAddresses: others)
    }
}
