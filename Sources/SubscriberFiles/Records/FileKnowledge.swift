package import MailingLists

/// What is known of a file of subscribers besides what stands in it.
package struct FileKnowledge: Sendable {
    /// What a column or member is, by its heading or, as `#3`, its number.
    package var options: [String: HeadingTarget] = [:]
    /// Headings of columns that are left out.
    package var ignored: Set<String> = []
    /// Whose export it is; nil finds out.
    package var system: ExportSystem?
    /// What comes first in 03/04/2025; nil finds out.
    package var order: WrittenMoment.DayOrder?
    package var defaults = RowDefaults()

    package init() {}
}
