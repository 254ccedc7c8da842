import SMTPCore
import SMTPProtocol

/// Recipients, by what became of them.
struct OutcomeCounts: Sendable, Equatable {
    var accepted = 0
    var refused = 0
    var deferred = 0
    var unsent = 0
    var unknown = 0

    /// - Parameter recipients: how many the transaction has.
    mutating func note(_ result: TransactionResult, recipients: Int) {
        deferred += result.overflow.count
        result.eachReply(for: recipients) { reply, count in
            switch reply.severity {
            case .completed, .intermediate: accepted += count
            case .transient: deferred += count
            case .permanent: refused += count
            }
        }
        switch result.ending {
        case .unsent: unsent += result.others(of: recipients)
        case .unknown: unknown += result.others(of: recipients)
        case .answered, .refused, .noRecipients, .withheld: break
        }
    }

    mutating func add(_ other: OutcomeCounts) {
        accepted += other.accepted
        refused += other.refused
        deferred += other.deferred
        unsent += other.unsent
        unknown += other.unknown
    }

    /// Whose outcome is told, and is another one.
    var notAccepted: Int { refused + deferred + unsent + unknown }
}

extension TransactionResult {
    /// Recipients without a reply of their own, as far as the server heard of them.
    func others(of recipients: Int) -> Int { max(0, recipients - exceptions.count - overflow.count) }

    /// Calls for each reply that decided, with the number of recipients that it was the answer for.
    func eachReply(for recipients: Int, _ call: (Reply, Int) -> Void) {
        for exception in exceptions { call(exception.reply, 1) }
        switch ending {
        case .answered(let reply), .refused(let reply):
            let others = others(of: recipients)
            if others > 0 { call(reply, others) }
        case .noRecipients, .unsent, .unknown, .withheld: break
        }
    }
}
