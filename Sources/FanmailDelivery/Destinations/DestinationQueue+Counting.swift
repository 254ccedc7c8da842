import SMTPCore

extension DestinationQueue {
    /// What became of an envelope.
    ///
    /// - Parameter remaining: members without a status of their own.
    func count(_ verdict: Settlement.Verdict, _ statuses: [Settlement.RecipientStatus], remaining: Int) {
        for status in statuses {
            switch status.outcome {
            case .accepted: accepted += 1
            case .refused: refused += 1
            case .deferred: if status.charged { deferred += 1 }
            case .unknown, .skipped: break
            }
            note(status.reply)
        }
        switch verdict {
        case .done(.accepted, _): accepted += remaining
        case .done(.refused, let reply):
            refused += remaining
            note(reply)
        case .putBack(_, let charged, let reply):
            if charged { deferred += remaining }
            note(reply)
        case .done: break
        }
    }

    private func note(_ reply: Reply?) {
        if let reply, reply.severity != .completed { lastReply = reply.summary }
    }
}
