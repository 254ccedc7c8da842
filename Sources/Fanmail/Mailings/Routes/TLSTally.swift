import NIOConcurrencyHelpers
import SMTPCore

/// Counts the outcomes of TLS.
final class TLSTally: Sendable {
    private struct Key: Hashable {
        let policy: TLSOutcome.Policy
        let failure: TLSOutcome.Failure?
    }

    private let counts = NIOLockedValueBox<[Key: Int]>([:])

    func add(_ policy: TLSOutcome.Policy, _ failure: TLSOutcome.Failure? = nil) {
        counts.withLockedValue { $0[Key(policy: policy, failure: failure), default: 0] += 1 }
    }

    /// Those that there were, in the order of the policies, what was met first.
    var outcomes: [TLSOutcome] {
        let counts = counts.withLockedValue { $0 }
        let failures = [nil] + TLSOutcome.Failure.allCases.map(Optional.some)
        return TLSOutcome.Policy.allCases.flatMap { policy in
            failures.compactMap { failure in
                counts[Key(policy: policy, failure: failure)].map {
                    TLSOutcome(policy: policy, failure: failure, sessions: $0)
                }
            }
        }
    }
}

extension TLSOutcome.Failure {
    /// By the words of a connection that failed over TLS, or of one that is not encrypted.
    init(_ words: String) {
        if words.contains("STARTTLS") {
            self = .noSTARTTLS
        } else if words.contains("certificate is for") || words.contains("for another name") {
            self = .otherName
        } else if words.contains("certificate cannot be verified") {
            self = .notTrusted
        } else {
            self = .validation
        }
    }
}
