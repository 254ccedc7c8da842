package import FanmailBasics

/// What a destination's reply leads to, beyond what becomes of the recipient.
package enum Reaction: Sendable, Hashable {
    /// No faster than this, or half as fast as now where it is nil, for so long; then back gradually.
    case slowDown(MailRate?, for: Duration)
    /// Nothing is offered for so long.
    case pause(Duration)
    /// One connection for so long.
    case oneConnection(Duration)
    /// The host that said so is left alone for so long; others of the destination are not.
    case skipHost(Duration)
}
