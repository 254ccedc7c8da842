package import SubscriberFiles

/// A file of subscribers, and what its owner says of it: CSV, TSV, JSON, JSON Lines or one address a line, also packed.
///
/// What is not said is found out from the file itself.
package struct SubscriberFile: Sendable {
    /// `-` is standard input, which can be read once.
    package var path: String
    /// What a column is, by its heading or, as `#3`, its number.
    package var columns: [String: HeadingTarget] = [:]
    /// Headings of columns that are left out.
    package var ignored: Set<String> = []
    package var encoding: TextEncoding?
    /// What stands between columns.
    package var delimiter: UInt8?

    package init(path: String) { self.path = path }

    /// What messages and batches call it. Not escaped.
    package var name: String { path == "-" ? "standard input" : path }
}
