import FanmailBasics
public import SMTPCore

/// How a run ended.
public enum RunEnd: Sendable {
    /// Every recipient reached an outcome other than deferred.
    case finished
    /// Some recipients are deferred beyond this run.
    case deferred
    /// Stopped on request; open transactions were finished.
    case interrupted
    /// Another process cancelled the mailing.
    case cancelled
    /// Another process asked it to wait; open transactions were finished.
    case pausedByHand
    /// The time until which it was to be sent is over; who has no copy gets none.
    case expired
    /// Too many refusals; the reason says which.
    case guarded(String)
    /// The relay could not be reached, or kept dropping connections.
    case relayLost(SMTPFailure)
    /// The relay put off one transaction, or most recipients, after the other; the text is its reply.
    case relayDefers(String)
    /// The relay refused the message itself for good, twice in a row; the text is its reply.
    case messageRefused(String)
    /// Envelopes came back too often for this run, though others were taken; the text says why.
    case putBack(String)
    /// Everything is settled, but more were refused than the guard bears; the reason says how many.
    case manyRefused(String)
    /// The journal could not be written.
    case journalFailed(JournalFailure)

    /// The state in which the mailing is left.
    public var state: MailingState {
        switch self {
        case .finished, .manyRefused: .finished
        case .cancelled, .expired: .cancelled
        case .deferred, .interrupted, .pausedByHand, .guarded, .relayLost, .relayDefers, .messageRefused, .putBack,
            .journalFailed:
            .paused
        }
    }

    private static let refusedMessage = "the relay refuses the message, whoever it is for: "

    /// Whether a mailing that is paused for this reason waits until somebody has seen to it; else it may simply go on.
    package static func isForPerson(reason: String) -> Bool {
        reason.hasPrefix(refusedMessage) || RefusalGuard.isReason(reason) || reason == RunEnd.pausedByHand.reason
    }

    /// Nothing is concluded from a run that went wrong.
    package var bounceEffect: BounceEffect {
        switch self {
        case .finished, .deferred, .expired: .apply
        case .guarded, .manyRefused, .cancelled: .hold
        case .interrupted, .pausedByHand, .relayLost, .relayDefers, .messageRefused, .putBack, .journalFailed: .wait
        }
    }

    /// Why the mailing is not finished, in words for `mailing show`.
    public var reason: String? {
        switch self {
        case .finished: nil
        case .deferred: "some recipients are deferred"
        case .interrupted: "interrupted"
        case .pausedByHand: "paused by hand"
        case .cancelled: "cancelled"
        case .expired: "the time until which it was to be sent is over"
        case .guarded(let reason): reason
        case .relayLost(let failure): failure.message
        case .relayDefers(let reply): "the relay puts off whatever it is offered: \(reply)"
        case .messageRefused(let reply): "\(Self.refusedMessage)\(reply)"
        case .putBack(let why): "some recipients were not reached yet: \(why)"
        case .manyRefused(let reason): reason
        case .journalFailed(let failure): failure.message
        }
    }
}
