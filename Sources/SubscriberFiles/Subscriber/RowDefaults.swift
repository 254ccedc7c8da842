package import MailingLists

/// What is said of everybody in a file, besides what it tells itself.
package struct RowDefaults: Sendable {
    /// The language of those for whom the file tells none.
    package var language: String?
    /// Besides those of the file.
    package var tags: [String] = []
    /// In place of what the file says.
    package var attributes: [String: Attribute] = [:]

    package init() {}

    var isEmpty: Bool { language == nil && tags.isEmpty && attributes.isEmpty }
}
