import SMTPCore

/// A destination, as a run serves it: what is ready for it, who waits for that, and how it bears it.
///
/// Touched by its run alone, on the run's thread.
final class DestinationQueue: @unchecked Sendable {
    /// A lane of an open connection that waits for an envelope.
    struct Taker {
        let shared: SharedConnection
        let continuation: CheckedContinuation<Void, Never>
    }

    let destination: Destination
    var pace: DestinationPace
    /// Envelopes that are ready for it, and nobody has taken.
    var ready = ReadyEnvelopes()
    /// Envelopes that a lane holds.
    var inFlight = 0
    var takers: [Taker] = []
    /// A connection that is open already, for the first who needs one.
    var spare: (any EnvelopeConnection)?
    /// Lanes of an older generation end, so that their connections are closed while it is left alone.
    var generation = 0
    var recipientLimit = RecipientLimit()
    /// Workers that have a connection or are about to.
    var engaged = 0
    /// Those of them that are about to close theirs, to make room.
    var leaving = 0
    /// Connections that are open and not over.
    var live = 0
    /// Transactions that it accepted.
    var acceptedTransactions = 0
    /// Why it gets nothing more in this run; nil while it does.
    var givenUp: String?
    /// Its latest trouble, in one line.
    var trouble: String?
    /// What limits its pace beside the run's own budgets.
    let budgets: [BudgetLimit]
    /// Nothing is taken before that: until then tokens are paid for.
    var paidFrom: Duration?
    /// More tokens are being asked for.
    var isShort = false
    /// How fast it asked to be served, where it did.
    var slowed = SlowedRate()
    /// Until then it is not looked after for that.
    var slowedUntil: Duration = .zero
    /// When an envelope was taken last, and the time between two of the latest.
    private var takenAt: Duration?
    private(set) var interval: Duration = .zero
    /// Somebody paused it.
    var pausedByHand: DestinationRequests.Pause?
    /// What this run had there, in recipients; who is deferred, each time.
    var (accepted, deferred, refused) = (0, 0, 0)
    /// Some of the domains whose mail goes there; none where that is everybody's.
    var domains: [String] = []
    /// The latest reply that was not to accept, or why it could not be reached, in one line.
    var lastReply: String?
    /// When, after how many answered recipients, it was measured how many a second that are.
    var rate = (at: Duration.zero, answered: 0, perSecond: 0.0)
    /// What was told of it last.
    var told: DestinationStatus?
    /// It waits for what others have: a connection, or tokens.
    var isInLine = false
    /// It may have a connection that has nothing to do.
    var isIdle = false

    init(_ destination: Destination, connections: Int, pauses: DestinationPace.Pauses) {
        self.destination = destination
        isOnly = destination == .only
        budgets = destination.limits.rates.map { BudgetLimit(destination.scope, $0) }
        pace = DestinationPace(
            connections: min(connections, destination.limits.connections ?? .max), pauses: pauses)
    }

    /// The one relay that takes everything: its trouble is that of the run.
    let isOnly: Bool

    /// The most recipients in one transaction, as far as there is a limit.
    var mostRecipients: Int? {
        [destination.limits.recipients, recipientLimit.value].compactMap(\.self).min()
    }

    /// An envelope is taken.
    func took(_ recipients: Int, now: Duration) {
        if let takenAt { interval = (interval * 7 + (now - takenAt)) / 8 }
        takenAt = now
        slowed.took(recipients, now: now)
    }

    /// Whether something is offered to it at this moment.
    func isUp(now: Duration) -> Bool { givenUp == nil && pausedByHand == nil && !pace.isCooling(now: now) }
}
