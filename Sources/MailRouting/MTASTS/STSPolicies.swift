package import FanmailDNS

/// Policies of domains, each fetched when its record changes, and kept for as long as it says (RFC 8461, 3.3 and 5.1): who
/// hides the record or the policy from us does not make us forget it.
package actor STSPolicies {
    private struct Kept {
        let policy: STSPolicy
        let id: String
        let end: ContinuousClock.Instant
    }

    private struct Miss {
        let why: String
        let id: String
        let end: ContinuousClock.Instant
    }

    private let resolver: StubResolver
    private let source: any STSPolicySource
    private let now: @Sendable () -> ContinuousClock.Instant
    private var kept: [String: Kept] = [:]
    private var misses: [String: Miss] = [:]
    private var underWay: [String: Task<STSFinding, Never>] = [:]

    /// RFC 8461, 3.3: who has no policy to show is not asked again at once.
    static let pause = Duration.seconds(300)
    static let capacity = 50_000

    package init(
        _ resolver: StubResolver, _ source: any STSPolicySource,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.resolver, self.source, self.now) = (resolver, source, now)
    }

    package func finding(of domain: String) async -> STSFinding {
        if let task = underWay[domain] { return await task.value }
        let task = Task { await find(domain) }
        underWay[domain] = task
        return await task.value
    }

    private func find(_ domain: String) async -> STSFinding {
        defer { underWay[domain] = nil }
        let answer = await resolver.answer(to: DNSQuestion("_mta-sts.\(domain)", .text))
        let time = now()
        let known = kept[domain].flatMap { $0.end > time ? $0 : nil }
        let earlier = known.map { STSFinding.policy($0.policy, id: $0.id) }
        let texts = answer.records.compactMap { record in
            if case .text(let text) = record { String(decoding: text, as: UTF8.self) } else { nil }
        }
        guard let record = STSRecord(texts) else {
            if case .failed(let why) = answer.result { return earlier ?? .unknown(why) }
            return earlier ?? .none
        }
        if let known, known.id == record.id { return .policy(known.policy, id: known.id) }
        if let miss = misses[domain], miss.id == record.id, miss.end > time {
            return earlier ?? .unusable(miss.why)
        }
        do throws(STSPolicy.Fault) {
            let policy = try STSPolicy(try await source.policy(of: domain))
            let fetched = now()
            if kept.count >= Self.capacity { kept = kept.filter { $0.value.end > fetched } }
            if kept.count < Self.capacity {
                kept[domain] = Kept(policy: policy, id: record.id, end: fetched + policy.maxAge)
            }
            misses[domain] = nil
            return .policy(policy, id: record.id)
        } catch {
            let fetched = now()
            if misses.count >= Self.capacity { misses = misses.filter { $0.value.end > fetched } }
            if misses.count < Self.capacity {
                misses[domain] = Miss(why: error.what, id: record.id, end: fetched + Self.pause)
            }
            return earlier ?? .unusable(error.what)
        }
    }
}
