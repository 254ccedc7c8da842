package import FanmailBasics

/// Subscribers of whom each is a record with names for all that it tells: JSON, LDIF, a dump of Sympa's.
package protocol SubscriberRecords: ~Copyable {
    /// Whose export it is; known behind the first record.
    var system: ExportSystem? { get }
    /// The next record, or what is none; nil at the end.
    mutating func next() throws(InputFailure) -> SubscriberRecord?
}

/// One record.
package struct SubscriberRecord {
    /// The line on which it begins, from 1.
    package let line: Int
    package let address: String
    package let name: String
    package let details: RowDetails
    /// Why it cannot be used.
    package let problem: String?
    /// What was mended, or could not be kept, of one that can be used.
    package var note: String?
    /// As it stands.
    package let text: [UInt8]
}
