package import SubscriberFiles

/// A file of subscribers, and what its owner says of it: CSV, TSV, JSON, JSON Lines or one address a line, also packed.
///
/// What is not said is found out from the file itself.
package struct SubscriberFile: Sendable {
    /// `-` is standard input, which can be read once.
    package var path: String
    /// What its columns are, whose export it is, and what is said of everybody in it.
    package var knowledge = FileKnowledge()
    package var encoding: TextEncoding?
    /// What stands between columns.
    package var delimiter: UInt8?

    package init(path: String) { self.path = path }

    /// What messages and batches call it. Not escaped.
    package var name: String { path == "-" ? "standard input" : path }
}
