package import FanmailBasics

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
    /// Empty, or nil, where there is none, as all that follow.
    package var joinedHow: Octets { statement.bytes(9) }
    package var confirmedAt: Timestamp? { moment(10) }
    package var confirmedFrom: Octets { statement.bytes(11) }
    package var leftAt: Timestamp? { moment(12) }
    package var leftFrom: Octets { statement.bytes(13) }
    package var leftHow: Octets { statement.bytes(14) }
    /// Why nobody is to write to them.
    package var suppressed: Octets { statement.bytes(15) }

    private func moment(_ column: Int32) -> Timestamp? {
        statement.isNull(column) ? nil : Timestamp(milliseconds: statement.int(column))
    }
}
