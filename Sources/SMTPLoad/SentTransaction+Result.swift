import SMTPCore
import SMTPProtocol

extension SentTransaction {
    /// What a transaction came to: one, and with LMTP another one for those who were accepted before the connection was
    /// lost.
    ///
    /// - Parameter id: what stands before the `@` in its Message-ID.
    static func all(_ result: TransactionResult, _ transaction: MailTransaction, id: String) -> [SentTransaction] {
        let outcome: Outcome =
            switch result.ending {
            case .answered(let reply): reply.severity == .completed ? .accepted : .refused
            case .refused, .noRecipients, .withheld: .refused
            case .unsent: .unsent
            case .unknown: .unknown
            }
        let batch = transaction.recipients
        let taken = outcome == .accepted ? [] : result.exceptions.filter { $0.reply.severity == .completed }
        let isTaken = Set(taken.map(\.index))
        let own = (0..<batch.count).filter { !isTaken.contains($0) }
        let refused = Set(
            result.exceptions.filter { $0.reply.severity != .completed }.map(\.index) + result.overflow)
        let digest = LoadMessages.digest(transaction.content)
        func part(_ places: [Int], _ outcome: Outcome) -> SentTransaction {
            SentTransaction(
                id: id, digest: digest, recipients: places.map { batch.address(at: $0) }, outcome: outcome,
                exceptions: places.indices.filter { refused.contains(places[$0]) })
        }
        return [part(own, outcome)] + (taken.isEmpty ? [] : [part(taken.map(\.index), .accepted)])
    }
}
