package import Bounces
import FanmailBasics
package import FanmailMIME
package import ListStore
package import MailingLists

/// Why nothing was done about a message that came in.
package enum InboxReason: Sendable, Equatable {
    /// It has no header.
    case noMessage
    case machine(MachineMark.Kind)
    case report(BounceReading.Nature)
    /// No recipient is an address that acts by mail.
    case noSignedAddress
    /// No recipient is a reverse-path with a token.
    case noReversePath
    /// Of a reverse-path: nothing in it says what became of a copy.
    case noReport
    /// The report says something else than that a copy failed.
    case otherAction(ReportedAction)
    /// Whom the report names is nobody here.
    case nobody
    case token(TokenFailure)
    /// What the token asks for is impossible.
    case impossible(StoreFailure)
    /// Its From is not one address, so that nobody is known to ask.
    case unknownSender(StoreFailure)

    /// A clause for a person.
    package var text: String {
        switch self {
        case .noMessage: "this is no message"
        case .machine(.autoSubmitted): "it is an automatic message (Auto-Submitted)"
        case .machine(.nullReversePath): "it is \(BounceReading.Nature.delivery.name)"
        case .machine(.precedence(let word)): "its precedence is \(word)"
        case .machine(.list): "it came through a list"
        case .report(let kind): "it is \(kind.name)"
        case .noSignedAddress: "it was sent to no signed address"
        case .noReversePath: "it was sent to no reverse-path with a token"
        case .noReport: "this is no delivery report that can be read (RFC 3464)"
        case .nobody: "it names nobody who had mail from here"
        case .otherAction(let action): "it says \(action.rawValue), not failed"
        case .token(let failure): failure.reason
        case .impossible(let failure): failure.message
        case .unknownSender(let failure): "its From is not one address: \(failure.message)"
        }
    }
}
