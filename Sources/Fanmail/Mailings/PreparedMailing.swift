package import Composition
package import ListStore

/// A message that is ready to be sent, and the lists that its header names. Nothing is written down yet.
public struct PreparedMailing: Sendable {
    /// The final bytes and what is known of them.
    package let message: FinalMessage
    /// In the order in which To, Cc and Bcc name them.
    package let lists: [ListRecord]
    /// Only these subscribers of the one list; nil for all of them.
    package let segment: SegmentRecord?
    /// By list: who gets a link, and so an envelope, of their own.
    package let oneClick: [Int64: OneClickLink]
    /// What each recipient's own message is made from; nil when it is the same for all.
    package let letter: Letter?
    /// The files that travel in a letter.
    package var travelling: [LetterAttachment] = []
    /// What its author wrote of a letter that is the same for all; nil of other messages.
    package var letterText: String?
    /// Its author wrote no Date.
    package var isDatedByUs = false
    /// Addresses of the header that name no list: they are shown, never mailed.
    public let notMailed: [String]
    /// Why lists do not take it by their policy, unless whoever has the database says that it is sent all the same.
    public let objections: [String]
    /// Where the message came from, for messages to people: a file's name, `standard input`.
    public let name: String
}

extension PreparedMailing {
    /// What was wrong with the message and is mended, or may be held against it: each a sentence that begins with where.
    public var warnings: [String] {
        message.changes.warnings.map { "\(name):\($0.line): \($0.text)" }
    }

    /// - Throws: why a list does not take it.
    public func expectAllowed() throws(FanmailFailure) {
        guard let objection = objections.first else { return }
        throw FanmailFailure(
            .unusableInput, at: name, "\(objection); change From, or `post` or `posters` in the list's file")
    }
}
