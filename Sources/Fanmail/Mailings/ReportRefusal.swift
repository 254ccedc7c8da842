import SMTPCore
import Synchronization

/// Whether a server that offers DSN was found to refuse its parameters.
final class ReportRefusal: Sendable {
    private let refused = Atomic<Bool>(false)

    var isKnown: Bool { refused.load(ordering: .relaxed) }

    func note() { refused.store(true, ordering: .relaxed) }
}

extension TransactionResult {
    /// The server refused MAIL, or some RCPT, for its parameters.
    var refusesQuestions: Bool {
        if case .refused(let reply) = ending, reply.refusesParameters { return true }
        return !exceptions.isEmpty && exceptions.contains { $0.reply.refusesParameters }
    }

    /// Nobody got a copy, so that the whole of it can be sent again.
    var isNobodys: Bool {
        switch ending {
        case .refused, .noRecipients: true
        case .answered, .unsent, .unknown, .withheld: false
        }
    }

    /// Whoever was refused for the parameters is for another transaction, since others have their copy.
    mutating func offerRefusedAgain() {
        let refused = exceptions.filter(\.reply.refusesParameters).map(\.index)
        exceptions.removeAll { $0.reply.refusesParameters }
        overflow = (overflow + refused).sorted()
        overflowTellsLimit = false
    }
}

extension Reply {
    /// A parameter is not known, or not as it should be (RFC 5321, 4.2.4; RFC 3463, X.5): what is said of an address has
    /// another status.
    fileprivate var refusesParameters: Bool {
        [500, 501, 504, 555].contains(code) && (status.map { $0.subject == 5 } ?? true)
    }
}
