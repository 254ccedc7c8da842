import FanmailDelivery
import SMTPCore

/// Where an envelope stands, as stored.
enum EnvelopeState: String, Sendable, CaseIterable {
    /// Its members are on disk; commands may go.
    case cut
    /// Its content may be out.
    case armed
    /// Its outcome is on disk.
    case done

    /// What that says of the recipients who have no row of their own: ``OutcomeSQL/ofEnvelope`` in Swift.
    ///
    /// - Parameters:
    ///   - recorded: the envelope's own outcome, which it has when it is done.
    ///   - attempt: from 1.
    /// - Returns: nil while nothing was offered.
    func outcome(recorded: Outcome?, attempt: Int, in mailing: MailingState) -> Outcome? {
        switch self {
        case .done: recorded
        case .armed: .unknown
        case .cut where mailing == .cancelled: .skipped
        case .cut: attempt > 1 ? .deferred : nil
        }
    }
}
