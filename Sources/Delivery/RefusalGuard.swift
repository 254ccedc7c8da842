import MailCore

/// Stops a mailing that is going wrong before it costs a list its subscribers.
///
/// It watches the first recipients of the run, and the first of every domain, and trips when too many are refused.
public struct RefusalGuard: Sendable {
    public struct Limits: Sendable, Equatable {
        /// The share of refusals among the first `window` recipients that is still borne, 0 to 1.
        public var share: Double
        /// How many recipients are watched; 0 switches this guard off.
        public var window: Int
        /// A domain's first recipients that must not all be refused; 0 switches this guard off.
        public var domain: Int

        public init(share: Double = 0.10, window: Int = 500, domain: Int = 20) {
            self.share = share
            self.window = window
            self.domain = domain
        }

        public static let off = Limits(share: 1, window: 0, domain: 0)
    }

    private let limits: Limits
    private var answered = 0
    private var refused = 0
    /// Refusals among the first recipients of each domain that had any.
    private var refusedFirst: [String: Int] = [:]
    /// Domains end with the walk; this many may be open at once.
    private static let openDomains = 10_000

    package init(limits: Limits) {
        self.limits = limits
    }

    /// Counts one envelope's answers; returns the reason when the mailing must pause.
    ///
    /// - Parameters:
    ///   - refusedIndices: places in the batch of the recipients refused for good, ascending.
    ///   - answered: how many recipients of the envelope got an answer of any kind.
    package mutating func count(
        _ envelope: CutEnvelope, answered newlyAnswered: Int, refusedIndices: some Collection<Int>
    ) -> String? {
        if !refusedIndices.isEmpty, let reason = countDomains(envelope, refusedIndices) { return reason }
        guard limits.window > 0, answered < limits.window else { return nil }
        let counted = min(newlyAnswered, limits.window - answered)
        answered += counted
        refused += min(refusedIndices.count, counted)
        guard Double(refused) > limits.share * Double(limits.window) else { return nil }
        return "\(refused) of the first \(answered) recipients were refused, more than \(percent(limits.share)) of "
            + "the first \(limits.window)"
    }

    private mutating func countDomains(_ envelope: CutEnvelope, _ refusedIndices: some Collection<Int>) -> String? {
        guard limits.domain > 0 else { return nil }
        for index in refusedIndices {
            guard let run = envelope.domainRuns.last(where: { $0.start <= index }),
                run.ordinal + index - run.start < limits.domain
            else { continue }
            let domain = envelope.recipients.domain(at: index)
            if refusedFirst.count >= Self.openDomains { refusedFirst.removeAll(keepingCapacity: true) }
            let count = refusedFirst[domain, default: 0] + 1
            refusedFirst[domain] = count
            if count >= limits.domain {
                return "all of the first \(limits.domain) recipients at \(domain.escapedForTerminal) were refused"
            }
        }
        return nil
    }

    private func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
