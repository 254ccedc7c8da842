package import Bounces
package import MailingLists

/// Whom a report is about, as far as that was found.
package struct ReportAttribution: Sendable {
    /// Each subscriber once, with what is said of them.
    package var found: [(person: FoundSubscriber, recipient: ReportedRecipient)] = []
    /// Those whom nobody here is.
    package var strangers: [ReportedRecipient] = []
    /// Why a token that it came with was not heeded; nil where none was refused.
    package var refusedToken: TokenFailure?
}
