public import FanmailBasics

/// Where a mailing stands while a run goes on, for a progress line. The database has the exact sums.
public struct RunProgress: Sendable, Equatable {
    public var accepted = 0
    public var refused = 0
    /// Recipients put off at least once and not yet settled.
    public var deferred = 0
    public var unknown = 0
    public var transactions = 0
    /// Envelopes whose fate is known.
    public var envelopes = 0
    /// Open connections.
    public var connections = 0
    /// Connections opened since the start.
    public var connectionsOpened = 0
    /// Until when the run waits for deferred recipients, if it does.
    public var waitingUntil: Timestamp?
    /// The latest trouble with the relay, in one line.
    public var trouble: String?
    /// What keeps the journal from being written, in one line; the run goes on by itself when it is over.
    public var storageTrouble: String?

    public init(startingFrom totals: MailingTotals = MailingTotals()) {
        accepted = totals.accepted
        refused = totals.refused
        deferred = totals.deferred
        unknown = totals.unknown
    }

    /// Recipients that reached an outcome.
    public var settled: Int { accepted + refused + unknown }
}
