package import CoreMetrics
import SMTPCore

/// What a dashboard is told of runs: events, counted once an envelope and not once a recipient.
///
/// - `fanmail_envelopes`, by `outcome`: `accepted`, `refused`, `unknown`, and `put_back` for one that is offered again
///   as a whole.
/// - `fanmail_recipients`, by `outcome`: `accepted`, `refused`, `unknown`, and `deferred` each time that one is put off.
/// - `fanmail_connections`, by `result`: `opened`, `failed`.
/// - `fanmail_transaction_seconds`: from handing an envelope over to knowing its fate, which includes the wait for the
///   transaction before it on a pipelined connection.
package struct RunMetrics: Sendable {
    private let acceptedEnvelopes: Counter
    private let refusedEnvelopes: Counter
    private let unknownEnvelopes: Counter
    private let putBackEnvelopes: Counter
    private let accepted: Counter
    private let refused: Counter
    private let unknown: Counter
    private let deferred: Counter
    private let opened: Counter
    private let failed: Counter
    private let transaction: Timer

    package init(_ factory: any MetricsFactory) {
        func counter(_ label: String, _ dimension: String, _ value: String) -> Counter {
            Counter(label: label, dimensions: [(dimension, value)], factory: factory)
        }
        acceptedEnvelopes = counter("fanmail_envelopes", "outcome", "accepted")
        refusedEnvelopes = counter("fanmail_envelopes", "outcome", "refused")
        unknownEnvelopes = counter("fanmail_envelopes", "outcome", "unknown")
        putBackEnvelopes = counter("fanmail_envelopes", "outcome", "put_back")
        accepted = counter("fanmail_recipients", "outcome", "accepted")
        refused = counter("fanmail_recipients", "outcome", "refused")
        unknown = counter("fanmail_recipients", "outcome", "unknown")
        deferred = counter("fanmail_recipients", "outcome", "deferred")
        opened = counter("fanmail_connections", "result", "opened")
        failed = counter("fanmail_connections", "result", "failed")
        transaction = Timer(
            label: "fanmail_transaction_seconds", dimensions: [], preferredDisplayUnit: .seconds, factory: factory)
    }

    package func connectionOpened() { opened.increment() }

    package func connectionFailed() { failed.increment() }

    func transactionTook(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        transaction.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// The usual case: everybody accepted.
    func count(accepted recipients: Int) {
        acceptedEnvelopes.increment()
        accepted.increment(by: recipients)
    }

    /// - Parameter remaining: members without a status of their own.
    func count(_ verdict: Settlement.Verdict, _ statuses: [Settlement.RecipientStatus], remaining: Int) {
        var sums: [Outcome: Int] = [:]
        for status in statuses { sums[status.outcome, default: 0] += 1 }
        switch verdict {
        case .done(let outcome, _):
            sums[outcome, default: 0] += remaining
            switch outcome {
            case .accepted: acceptedEnvelopes.increment()
            case .unknown: unknownEnvelopes.increment()
            case .refused, .deferred, .skipped: refusedEnvelopes.increment()
            }
        case .putBack(_, let charged, _):
            if charged { sums[.deferred, default: 0] += remaining }
            putBackEnvelopes.increment()
        }
        for (outcome, count) in sums where count > 0 {
            switch outcome {
            case .accepted: accepted.increment(by: count)
            case .refused: refused.increment(by: count)
            case .unknown: unknown.increment(by: count)
            case .deferred: deferred.increment(by: count)
            case .skipped: break
            }
        }
    }
}
