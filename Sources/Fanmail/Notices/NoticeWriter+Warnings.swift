package import ListStore
import MailingLists

/// An owner's warning that was written down.
package struct WrittenWarning: Sendable {
    package let warning: OwnerWarning
    package let list: ListRecord
    /// The notice's id.
    package let notice: Int64
}

extension NoticeWriter {
    /// Writes down what the owners of a mailing's lists are to be told of what came back, each once. It blocks, as the
    /// database does.
    ///
    /// - Parameter commands: what helps, in lines that the owner can give as they stand.
    package func warnOwners(
        of mailing: Int64, commands: (OwnerWarning, ListRecord) -> [String]
    ) throws -> [WrittenWarning] {
        let warnings = try store.ownerWarnings(of: mailing)
        guard !warnings.isEmpty else { return [] }
        let lists = try store.lists()
        return try warnings.compactMap { warning in
            guard let list = lists.first(where: { $0.id == warning.list }) else { return nil }
            let text = OwnerWarningText(warning: warning, list: list, commands: commands(warning, list))
            guard let id = try store.queue(warning, to: list.definition.owner, message: text.message()) else {
                return nil
            }
            return WrittenWarning(warning: warning, list: list, notice: id)
        }
    }

    /// The same of all late mailings: of one whose sender died before it could, or that a program sent.
    package func warnOwners(commands: (OwnerWarning, ListRecord) -> [String]) throws -> [WrittenWarning] {
        try store.mailingsToWarnOf().flatMap { try warnOwners(of: $0, commands: commands) }
    }
}
