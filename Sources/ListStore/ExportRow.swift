package import MailCore

/// A subscriber as an export has them, for as long as it is looked at: the octets are SQLite's own.
package struct ExportRow {
    package typealias Octets = UnsafeBufferPointer<UInt8>

    let statement: SQLStatement

    package var address: Octets { statement.bytes(1) }
    /// Empty for none, as the next three.
    package var name: Octets { statement.bytes(2) }
    package var language: Octets { statement.bytes(3) }
    /// A JSON array.
    package var tags: Octets { statement.bytes(4) }
    /// A JSON object.
    package var attributes: Octets { statement.bytes(5) }
    package var state: Octets { statement.bytes(6) }
    package var joinedAt: Timestamp { Timestamp(milliseconds: statement.int(7)) }
    package var source: Octets { statement.bytes(8) }
}
