/// What became of one recipient of a mailing. Every recipient reaches exactly one.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// A server took responsibility for the copy (a 2xx reply to the end of data).
    case accepted
    /// A server refused it for good (5xx).
    case refused
    /// A server asked to try again later (4xx); there is a next attempt, or `mailing resume` makes one.
    case deferred
    /// The content may have left and no matching reply is durable. Never sent again unasked.
    case unknown
    /// Never offered: the recipient left meanwhile, or is suppressed.
    case skipped
}
