package import FanmailBasics
package import ListStore
import SMTPCore
import SubscriberFiles

/// Writes the suppression list as a text that an import reads back.
package struct SuppressionExport {
    package typealias Form = SubscriberExport.Form

    private let store: Store
    /// Writes the hash of each address instead of the address.
    package var keepsHashes = false
    package var form = Form.csv(isDefused: false)

    package init(from store: Store) { self.store = store }

    /// - Parameter write: called with the text in pieces, in order.
    package func run(write: (String) throws -> Void) throws {
        switch form {
        case .csv(let isDefused):
            try write("entry,reason,created,expires\r\n")
            try store.suppressions { try write(Self.row(shown($0), isDefused: isDefused)) }
        case .json(let perLine):
            var rows = JSONRows(perLine: perLine)
            try store.suppressions { try write(rows.text(of: shown($0).json)) }
            try write(rows.end)
        }
    }

    private static func row(_ record: SuppressionRecord, isDefused: Bool) -> String {
        let end = record.expiresAt?.rfc3339 ?? ""
        return CSVField.row([record.form.text, record.reason, record.createdAt.rfc3339, end], isDefused: isDefused)
    }

    private func shown(_ stored: SuppressionRecord) -> SuppressionRecord {
        guard keepsHashes, case .address(let key) = stored.form, let mailbox = try? Mailbox(parsing: key) else {
            return stored
        }
        return SuppressionRecord(
            form: AddressHash.form(of: mailbox), reason: stored.reason, source: stored.source,
            createdAt: stored.createdAt, expiresAt: stored.expiresAt)
    }
}

extension SuppressionRecord {
    /// As every listing of them has it.
    package var json: JSONValue {
        .object([
            ("entry", .string(form.text)), ("kind", .string(form.kind.rawValue)), ("reason", .string(reason)),
            ("source", JSONValue(source)), ("createdAt", JSONValue(createdAt)), ("expiresAt", JSONValue(expiresAt)),
            ("inForce", .bool(isInForce())),
        ])
    }
}
