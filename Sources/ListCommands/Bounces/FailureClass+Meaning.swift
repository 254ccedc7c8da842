import Bounces
import ListStore

extension FailureClass {
    /// The advice, with the command that helps.
    var whatToDo: String {
        switch self {
        case .undecided: "\(advice) `fanmail bounce undecided ls` has them."
        case .authentication: "\(advice) It is `fanmail doctor`."
        default: advice
        }
    }

    /// What it means, for somebody who owns a list: part of a sentence.
    var meaning: String {
        switch self {
        case .addressUnknown: "there is no such mailbox"
        case .domainUnknown: "the domain does not exist, or takes no mail"
        case .disabled: "the mailbox was closed, or nobody has used it for long"
        case .full: "the mailbox is full"
        case .tooLarge: "the message is too large"
        case .content: "the receiver does not like what stands in the message"
        case .reputation: "the receiver does not trust your server or domain"
        case .authentication: "SPF, DKIM, DMARC, reverse DNS or TLS of the sender is missing or wrong"
        case .policy: "a rule of the receiver forbids it"
        case .rate: "too much came in too short a time"
        case .connection: "the receiver's server could not be reached"
        case .expired: "it was tried until the time was up"
        case .system: "the receiver's machines have a fault"
        case .loop: "the mail went in a circle"
        case .autoReply: "a machine answered for somebody who is away"
        case .complaint: "a reader called it spam"
        case .notABounce: "nothing failed"
        case .undecided: "no rule knows what was said"
        }
    }
}
