package import FanmailBasics
package import SubscriberFiles

/// What an import tells while it goes on, for whoever watches. Texts hold what the file holds: escape them.
package enum ImportEvent: Sendable, Equatable {
    /// Another import is under way, and is waited for.
    case waits
    /// The file is not UTF-8, and is read as this.
    case guessed(TextEncoding)
    /// Whose export the file is, as was said or as its headings tell.
    case recognised(system: String)
    /// What a person should know of how the columns were understood.
    case doubt(Explanation)
    /// Which column is what; nothing has been read from them yet.
    case columns(ImportColumns)
    /// A line, from 1, that cannot be used, and why.
    case rejected(line: Int, reason: String)
    /// A line, from 1, that is used: what was mended, or left out.
    case noted(line: Int, note: String)
    /// After every ``rowsAtOnce`` rows: so many, at so many octets of the file, whose size may be unknown.
    case progress(rows: Int, octets: Int, size: Int?)
    /// The file has been read to its end.
    case wasRead

    static let rowsAtOnce = 1024
}

/// Which column of a file with headings is what.
package struct ImportColumns: Sendable, Equatable {
    package let headings: [String]
    package let mapping: ColumnMapping
    package let extra: ExtraColumns
}
