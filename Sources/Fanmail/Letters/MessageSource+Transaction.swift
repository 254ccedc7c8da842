import Composition
import FanmailDelivery
import SMTPCore
import SMTPProtocol

extension MessageSource {
    /// An envelope whose message cannot be made, and what that comes to.
    struct Unmade: Error {
        let result: TransactionResult
    }

    /// An envelope with its content, as it goes over a connection.
    ///
    /// - Parameter asksForReports: the connection may take such a question.
    func transaction(
        of envelope: CutEnvelope, gate: ContentGate, asksForReports: Bool = true
    ) async throws(Unmade) -> MailTransaction {
        do {
            let content = try await content(of: envelope)
            return MailTransaction(
                reversePath: envelope.reversePath, recipients: envelope.recipients, content: content, gate: gate,
                dsn: asksForReports ? reports.request(for: envelope) : nil)
        } catch {
            // It is nobody's fault but the message's (RFC 3463, X.6.0).
            let reason = (error as? CompositionFailure)?.reason ?? "\(error)"
            let reply = Reply(
                code: 554, status: EnhancedStatusCode(5, 6, 0), text: "not sent, its message cannot be made: \(reason)")
            throw Unmade(
                result: TransactionResult(
                    ending: .noRecipients,
                    exceptions: envelope.recipients.ids.indices.map { .init(index: $0, reply: reply) }))
        }
    }
}
