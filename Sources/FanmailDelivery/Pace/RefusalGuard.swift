import FanmailBasics
import SMTPCore

/// Stops a mailing that is going wrong before it costs a list its subscribers.
///
/// It watches the latest recipients all through the run, and the first of every domain, and trips when too many are
/// refused. Only a recipient's own 2xx or 5xx counts: what is put off, or sent again, says nothing of an address.
public struct RefusalGuard: Sendable {
    public struct Limits: Sendable, Equatable {
        /// The share of refusals among the latest `window` recipients that is still borne, 0 to 1.
        public var share: Double
        /// How many recipients are looked back at; 0 switches this guard off.
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
    private var latest: SlidingShare
    /// Refusals among the first recipients of each domain that had any.
    private var refusedFirst: [String: Int] = [:]
    /// Domains end with the walk; this many may be open at once.
    private static let openDomains = 10_000

    package init(limits: Limits) {
        self.limits = limits
        latest = SlidingShare(window: limits.window)
    }

    /// Counts one envelope's answers; returns the reason when the mailing must pause.
    ///
    /// - Parameters:
    ///   - answered: how many recipients of the envelope were accepted, or refused for good by a reply of their own.
    ///   - refusedIndices: places in the batch of the latter, ascending.
    package mutating func count(
        _ envelope: CutEnvelope, answered: Int, refusedIndices: some Collection<Int>
    ) -> String? {
        if !refusedIndices.isEmpty, let reason = countDomains(envelope, refusedIndices) { return reason }
        latest.add(answered, hits: refusedIndices.count)
        guard limits.window > 0, Double(latest.hits) > limits.share * Double(limits.window) else { return nil }
        let borne = Int(limits.share * Double(limits.window))
        return "\(latest.hits) of the latest \(latest.count) recipients were refused, more than the \(borne) in "
            + "\(limits.window) (\(percent(limits.share))) that are borne"
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
                let all = limits.domain == 1 ? "the first recipient" : "all of the first \(limits.domain) recipients"
                return "\(all) at \(domain.escapedForTerminal) \(limits.domain == 1 ? "was" : "were") refused"
            }
        }
        return nil
    }

    /// Whether this is one of its reasons, as it stands in a paused mailing.
    package static func isReason(_ text: String) -> Bool {
        let isOfDomain = ["the first recipient at ", "all of the first "].contains(where: text.hasPrefix)
        return text.hasSuffix(" that are borne") || (isOfDomain && text.hasSuffix(" refused"))
    }

    /// Looks at a whole mailing that has come to its end; returns the reason when too many were refused, though never so
    /// many at once that it was stopped.
    package func objection(to totals: MailingTotals) -> String? {
        let answered = totals.accepted + totals.refused
        guard limits.window > 0, Double(totals.refused) > limits.share * Double(answered) else { return nil }
        return "\(totals.refused) of \(answered) recipients were refused, more than \(percent(limits.share))"
    }

    private func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
