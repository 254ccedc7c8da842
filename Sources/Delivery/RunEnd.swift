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
    /// Too many refusals; the reason says which.
    case guarded(String)
    /// The relay could not be reached, or kept dropping connections.
    case relayLost(TransportFailure)
    /// The relay put off one transaction after the other; the text is its reply.
    case relayDefers(String)
    /// The journal could not be written.
    case journalFailed(JournalFailure)

    /// The state in which the mailing is left.
    public var state: MailingState {
        switch self {
        case .finished: .finished
        case .cancelled: .cancelled
        case .deferred, .interrupted, .guarded, .relayLost, .relayDefers, .journalFailed: .paused
        }
    }

    /// Nothing is concluded from a run that went wrong.
    package var bounceEffect: BounceEffect {
        switch self {
        case .finished, .deferred: .apply
        case .guarded, .cancelled: .hold
        case .interrupted, .relayLost, .relayDefers, .journalFailed: .wait
        }
    }

    /// Why the mailing is not finished, in words for `mailing show`.
    public var reason: String? {
        switch self {
        case .finished: nil
        case .deferred: "some recipients are deferred"
        case .interrupted: "interrupted"
        case .cancelled: "cancelled"
        case .guarded(let reason): reason
        case .relayLost(let failure): failure.message
        case .relayDefers(let reply): "the relay puts off every transaction: \(reply)"
        case .journalFailed(.storage(let message)): message
        case .journalFailed(.notOwner): "another process took the mailing over"
        case .journalFailed(.cancelled): "cancelled"
        case .journalFailed(.membersChanged): "the members of an envelope changed"
        }
    }
}
