package import FanmailBasics
package import SMTPCore

/// How a mailing went: what became of its recipients over time, by reply and by domain, and how long the server took.
///
/// Its memory does not grow with the mailing: time is summed in steps, and of a great many domains or replies the rarest
/// become ``others``.
package struct MailingCourse: Sendable {
    /// Recipients who were told the same.
    package struct Reply: Sendable, Hashable {
        package let outcome: Outcome
        /// nil where nothing was said, as for those who were skipped.
        package let code: Int?
        /// As in `5.1.1`.
        package let status: String?
    }

    package struct Replied: Sendable {
        package fileprivate(set) var recipients = 0
        /// What one of them was told; nil where nothing was.
        package fileprivate(set) var example: String?
    }

    package struct Domain: Sendable {
        package let name: String
        package let count: OutcomeCount
    }

    private static let (mostSteps, mostDomains, keptDomains) = (2000, 50_000, 5000)
    /// Milliseconds.
    private static let firstLength: Int64 = 100

    /// Recipients by the time that their outcome came.
    package private(set) var overTime = TimeSteps<OutcomeCount>(length: firstLength, limit: mostSteps) { $0 += $1 }
    package private(set) var replies: [Reply: Replied] = [:]
    private var domainCounts: [String: OutcomeCount] = [:]
    /// Of the domains that are not named.
    package private(set) var others = OutcomeCount()
    /// How many accepted transactions took so many milliseconds, from MAIL to the reply to the content.
    package private(set) var latency: [Int: Int] = [:]

    package init() {}

    /// The largest first.
    package var domains: [Domain] {
        domainCounts.map { Domain(name: $0, count: $1) }.sorted {
            ($1.count.sum, $0.name) < ($0.count.sum, $1.name)
        }
    }

    /// - Parameter text: what one of them was told.
    mutating func add(_ recipients: Int, _ reply: Reply, _ text: String?, at time: Timestamp, in domain: String) {
        var count = OutcomeCount()
        count.add(recipients, reply.outcome)
        overTime.add(count, at: time)
        var replied = replies[reply] ?? Replied()
        replied.recipients += recipients
        if replied.example == nil { replied.example = text }
        replies[reply] = replied
        domainCounts[domain, default: OutcomeCount()] += count
        if domainCounts.count > Self.mostDomains { forgetRareDomains() }
    }

    mutating func add(transactions: Int, of milliseconds: Int) { latency[milliseconds, default: 0] += transactions }

    /// The audience is walked domain by domain, so that hardly one of them comes again.
    private mutating func forgetRareDomains() {
        let all = domains
        domainCounts = [:]
        for domain in all.prefix(Self.keptDomains) { domainCounts[domain.name] = domain.count }
        for domain in all.dropFirst(Self.keptDomains) { others += domain.count }
    }
}
