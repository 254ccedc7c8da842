public import FanmailDelivery

/// What a run did, and where it left the mailing.
public struct MailingReport: Sendable {
    public let mailing: Int64
    public let end: RunEnd
    /// Over the whole mailing, earlier runs among it.
    public let totals: MailingTotals
    /// Mail transactions of this run.
    public let transactions: Int
    /// Connections opened by this run.
    public let connections: Int
    /// From the first connection to the last commit.
    public let seconds: Double
    /// Recipients settled by this run, per second.
    public let recipientsPerSecond: Double
    public let relay: String
    /// How its first connection was protected: `TLSv1.3, certificate not verified`.
    public let security: String
    /// How TLS with mail hosts fared, where mail went there without a relay.
    public var tls: [TLSOutcome] = []
    /// Of how many recipients the outcome was known and could not be written: they are among the unknown.
    public let unwritten: Int
    /// It was finished before, with nothing left to do: nothing was changed, and no connection opened.
    public var wasFinished = false

    /// In one word, as listings have it: the state, or `interrupted`.
    public var standing: String {
        if case .interrupted = end { return "interrupted" }
        return end.state.rawValue
    }

    /// The exit status of `send` and `resume` (sysexits.h).
    public var exitStatus: Int32 {
        switch end {
        case .interrupted: 130
        case .journalFailed(let failure) where failure.kind == .storage: 74
        case .relayLost where totals.accepted == 0: 69
        case .deferred, .cancelled, .expired, .pausedByHand, .guarded, .relayLost, .relayDefers, .messageRefused,
            .putBack,
            .journalFailed:
            75
        case .finished where totals.deferred > 0: 75
        case .finished where totals.unknown > 0: 76
        case .finished where totals.accepted == 0, .manyRefused where totals.accepted == 0: 69
        case .manyRefused: 67
        case .finished: 0
        }
    }
}
