package import FanmailBasics
package import SMTPCore

/// The durable memory of a run: the port through which it cuts, arms and settles envelopes.
///
/// It is called on the event loop of a run: what is `async` waits for the disk on a thread of the journal's own, and what
/// is not only hands in. One commit runs at a time; while it runs, the next gathers what is handed in. `arm` and
/// `settle` return at once; whatever was settled before an arm is durable no later than that arm.
package protocol EnvelopeJournal: DestinationMemory, BudgetBook {
    /// Cuts the next page of the audience, durably. Empty once the audience is exhausted.
    /// After a crash the first pages are the envelopes that were cut and never armed.
    ///
    /// - Parameter recipients: about so many and, where that is more, one envelope; nil for a page as is convenient.
    func cutNext(recipients: Int?) async throws(JournalFailure) -> [CutEnvelope]

    /// Hands out what waited and is due, durably: recipients who were deferred, merged, and envelopes that were put back.
    /// At most a page; empty when nothing is due.
    func cutDue(at now: Timestamp) async throws(JournalFailure) -> [CutEnvelope]

    /// The earliest next attempt among what is deferred.
    func nextDue() async throws(JournalFailure) -> Timestamp?

    /// What waits for another attempt by one of these routes is due, durably.
    func makeDue(at now: Timestamp, of routes: Set<DeliveryRoute>) async throws(JournalFailure)

    /// From now on, envelopes are cut with no more recipients than this, or than the mailing's own limit.
    func limitRecipients(to limit: Int)

    /// From now on, those of a route are cut with no more recipients than this.
    func limitRecipients(to limit: Int, of route: DeliveryRoute)

    /// Asks for the durable mark that the content may leave; the gate opens once it is on disk.
    /// Closed otherwise, with a ``JournalFailure`` of any kind.
    func arm(_ envelope: CutEnvelope, gate: ContentGate)

    /// Reads the members of a cut envelope again, because somebody left. `nil` when nobody remains.
    func readMembersAgain(_ envelope: CutEnvelope) async throws(JournalFailure) -> CutEnvelope?

    /// Hands in what became of an envelope.
    func settle(_ settlement: Settlement)

    /// Returns once everything handed in before is durable.
    func flush() async throws(JournalFailure)

    /// What another process asked of this mailing; nil while nobody did.
    func requested() async -> RunRequest?

    /// Sums over the whole mailing, from the database.
    func totals() async throws(JournalFailure) -> MailingTotals

    /// Ends the run: everything durable, the mailing's state set, the ownership given back.
    func finish(_ state: MailingState, reason: String?, bounces: BounceEffect) async throws(JournalFailure)
}

extension EnvelopeJournal {
    /// The next page of the audience, as large as is convenient.
    package func cutNext() async throws(JournalFailure) -> [CutEnvelope] { try await cutNext(recipients: nil) }
}

/// What happens at the end of a run to the subscriptions whose addresses were refused for good.
package enum BounceEffect: Sendable {
    /// They end, where the list's policy says so.
    case apply
    /// They stay, now and later: a guard stopped the mailing.
    case hold
    /// The end of the next run decides.
    case wait
}

/// What became of an envelope, ready to be written.
package struct Settlement: Sendable {
    /// Octets of a reply's text that are kept: servers may say 60 KB, to each of a million recipients.
    package static let textLimit = 512

    package enum Verdict: Sendable {
        /// The members without a status of their own share this outcome: accepted, refused or unknown.
        case done(Outcome, Reply?)
        /// The members without a status of their own are cut again: at once when `notBefore` is nil.
        /// `charged` counts the attempt; a failure of the session, the destination or the message does not.
        case putBack(notBefore: Timestamp?, charged: Bool, Reply?)
    }

    package struct RecipientStatus: Sendable {
        package let index: Int
        /// accepted, refused or deferred.
        package let outcome: Outcome
        package let reply: Reply?
        /// When it is tried again; nil when it is not tried again in this run.
        package let nextAttempt: Timestamp?
        /// False when the attempt is not counted (too many recipients for one transaction).
        package let charged: Bool
        /// It is offered in an envelope of its own from now on.
        package let isIndividual: Bool

        package init(
            index: Int, outcome: Outcome, reply: Reply?, nextAttempt: Timestamp?, charged: Bool,
            isIndividual: Bool = false
        ) {
            self.isIndividual = isIndividual
            self.index = index
            self.outcome = outcome
            self.reply = reply?.cut(to: Settlement.textLimit)
            self.nextAttempt = nextAttempt
            self.charged = charged
        }
    }

    package let envelope: CutEnvelope
    package let verdict: Verdict
    package let statuses: [RecipientStatus]
    package let relay: String
    package let at: Timestamp

    package init(
        envelope: CutEnvelope, verdict: Verdict, statuses: [RecipientStatus], relay: String, at: Timestamp
    ) {
        self.envelope = envelope
        self.verdict =
            switch verdict {
            case .done(let outcome, let reply): .done(outcome, reply?.cut(to: Self.textLimit))
            case .putBack(let notBefore, let charged, let reply):
                .putBack(notBefore: notBefore, charged: charged, reply?.cut(to: Self.textLimit))
            }
        self.statuses = statuses
        self.relay = relay
        self.at = at
    }
}

/// The state of a mailing, as stored.
public enum MailingState: String, Sendable, CaseIterable {
    /// A process owns it, or died while it did.
    case sending
    /// It goes out at a time to come; stored as one that is paused, with that time.
    case scheduled
    /// Stopped on purpose (Ctrl-C, a guard, deferred recipients left): `mailing resume` goes on.
    case paused
    case finished
    case cancelled
}

/// Sums over a mailing. `recipients` = accepted + refused + deferred + unknown + skipped + under way + pending.
public struct MailingTotals: Sendable, Equatable {
    public var accepted = 0
    public var refused = 0
    public var deferred = 0
    public var unknown = 0
    public var skipped = 0
    /// Their content may be out, and a process that lives waits for the reply: unknown, should it die.
    public var underWay = 0
    /// Not offered yet: cut or still to be cut.
    public var pending = 0
    public var envelopes = 0

    public init() {}

    public var recipients: Int { accepted + refused + deferred + unknown + skipped + underWay + pending }
}

extension Timestamp {
    /// Not in this run: the next attempt is for `mailing resume` to make.
    package static let never = Timestamp(milliseconds: .max)
}
