import Bounces
package import ListStore
import MailingLists

/// Takes the failure reports that come back to reverse-paths with a token, and logs the bounces of whom they mean. That is
/// told by the signed token alone, never by the report.
package struct BounceIntake: Sendable {
    /// What a message was, and what was done.
    package enum Outcome: IncomingOutcome, Sendable {
        case logged(BounceRecord)
        /// The same report came before.
        case known
        /// It is about nobody here, or no failure.
        case ignored(InboxReason)
        /// Somebody is to look at it.
        case notUnderstood(InboxReason)
        /// It lies in a Maildir, and cannot be read.
        case unreadable(String)

        package var isUnderstood: Bool {
            switch self {
            case .logged, .known, .ignored: true
            case .notUnderstood, .unreadable: false
            }
        }
    }

    private let store: Store

    package init(store: Store) { self.store = store }

    /// Takes one message.
    ///
    /// - Parameter recipients: those of its envelope, where they are known; else its header tells.
    /// - Throws: where the database fails.
    package func take(_ message: [UInt8], recipients: [String] = []) throws -> Outcome {
        guard let incoming = IncomingMessage(message) else { return .notUnderstood(.noMessage) }
        let texts = incoming.destinations(recipients, "Delivered-To", "X-Original-To", "Envelope-To", "To")
        let tokens = texts.flatMap { TokenAddress.bounceTokens(in: $0) }.prefix(IncomingMessage.mostTokens)
        let report = DeliveryReport(message)
        guard !tokens.isEmpty else {
            return report?.action == .failed ? .notUnderstood(.noReversePath) : .ignored(.noReversePath)
        }
        guard let report else {
            switch ReportKind(incoming.header) {
            case .complaint?: return .ignored(.report(.complaint))
            case .disposition?: return .ignored(.report(.disposition))
            case .delivery?, nil:
                // The answer of somebody who is away, above all.
                if case .machine(let mark) = incoming.origin { return .ignored(.machine(mark)) }
                return .notUnderstood(.noReport)
            }
        }
        guard report.action == .failed else { return .ignored(.otherAction(report.action)) }
        var reason = InboxReason.noReversePath
        for token in tokens {
            do {
                return try store.recordBounce(token: token, report.reply).map { .logged($0) } ?? .known
            } catch let failure as TokenFailure {
                reason = .token(failure)
            } catch let failure as StoreFailure where failure.isAboutInput {
                reason = .impossible(failure)
            }
        }
        return .ignored(reason)
    }

    /// Takes all that came in, and tells of each.
    ///
    /// - Throws: ``IncomingMail/Failure``, and as ``take(_:recipients:)``.
    package func take(
        _ mail: IncomingMail, recipients: [String] = [], telling: (_ name: String, _ outcome: Outcome) throws -> Void
    ) async throws -> IncomingMail.Counts {
        try await mail.forEach(
            take: { octets in try await store.apart { try take(octets, recipients: recipients) } }, telling: telling)
    }
}
