import FanmailBasics
import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// The journal's rules in memory, asserted: nothing is armed twice, nothing settled that was not armed.
final class MemoryJournal: EnvelopeJournal {
    enum EnvelopeState { case cut, armed, done }

    struct Row {
        var envelope: CutEnvelope
        var state: EnvelopeState = .cut
        var notBefore: Timestamp?
    }

    struct Member {
        let address: String
        var outcome: Outcome?
        var attempts = 0
        var tries = 0
        var firstOffered: Timestamp?
        var isIndividual = false
        var nextAttempt: Timestamp?
        var reply: Reply?
    }

    struct State {
        var members: [Int64: Member] = [:]
        var waiting: [Int64] = []
        var rows: [Int64: Row] = [:]
        var limit: Int
        let most: Int
        var limits: [DeliveryRoute: Int] = [:]
        let routing: Routing
        var armFailure: (@Sendable (CutEnvelope) -> JournalFailure?)?
        var request: RunRequest?
        var finished: (MailingState, String?)?
        var departed: Set<Int64> = []
        /// By destination; what is learned there before the run begins.
        var learned: [String: LearnedDestination] = [:]
        var requests = DestinationRequests()
        /// The latest that was told, by destination.
        var told: [String: DestinationStatus] = [:]
        var budgets: [BudgetLimit: Budget] = [:]
        var quotas: [BudgetLimit: DayQuota] = [:]
        /// How often something was granted, or was to be.
        var grants = 0
    }

    typealias Routing = @Sendable (_ domain: Substring) -> DeliveryRoute

    let state: Mutex<State>
    /// By which budgets are kept.
    let clock: ManualClock
    private let pageEnvelopes: Int

    init(
        addresses: [String], clock: ManualClock, maxRecipients: Int = 10, pageEnvelopes: Int = 5,
        routing: @escaping Routing = { _ in .only }
    ) {
        self.clock = clock
        var state = State(limit: maxRecipients, most: maxRecipients, routing: routing)
        for (index, address) in addresses.enumerated() {
            state.members[Int64(index + 1)] = Member(address: address)
            state.waiting.append(Int64(index + 1))
        }
        self.state = Mutex(state)
        self.pageEnvelopes = pageEnvelopes
    }

    func cutNext(recipients: Int?) async throws(JournalFailure) -> [CutEnvelope] {
        state.withLock { state in
            let envelopes = recipients.map { max(1, $0 / state.limit) } ?? pageEnvelopes
            return (0..<min(envelopes, pageEnvelopes)).compactMap { _ in
                guard !state.waiting.isEmpty else { return nil }
                let route = state.route(of: state.waiting[0])
                let limit = min(state.limit, state.limits[route] ?? .max)
                let ids = Array(state.waiting.prefix(limit).prefix { state.route(of: $0) == route })
                state.waiting.removeFirst(ids.count)
                return state.cut(ids, attempt: 1, isRetry: false)
            }
        }
    }

    func cutDue(at now: Timestamp) async throws(JournalFailure) -> [CutEnvelope] {
        state.withLock { state in
            var page: [CutEnvelope] = []
            for (id, row) in state.rows where row.state == .cut && row.notBefore.map({ $0 <= now }) == true {
                state.rows[id]?.notBefore = nil
                page.append(row.envelope)
            }
            let due = state.members.filter { $0.value.outcome == .deferred && ($0.value.nextAttempt ?? .never) <= now }
            let groups = Dictionary(grouping: due) {
                [$0.value.attempts, $0.value.tries, $0.value.isIndividual ? 1 : 0]
            }
            let routed = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { key, group in
                Dictionary(grouping: group.map(\.key).sorted()) { state.route(of: $0).name }
                    .sorted { $0.key < $1.key }.map { (key, $0.value) }
            }
            for (key, ids) in routed {
                let limit = key[2] == 1 ? 1 : min(state.limit, state.limits[state.route(of: ids[0])] ?? .max)
                for start in stride(from: 0, to: ids.count, by: limit) {
                    let slice = Array(ids[start..<min(start + limit, ids.count)])
                    for id in slice { state.members[id]?.nextAttempt = nil }
                    page.append(state.cut(slice, attempt: key[0] + 1, isRetry: true, tries: key[1] + 1))
                }
            }
            return page
        }
    }

    func nextDue() async throws(JournalFailure) -> Timestamp? {
        state.withLock { state in
            let members = state.members.values.filter { $0.outcome == .deferred }.compactMap(\.nextAttempt)
            let rows = state.rows.values.filter { $0.state == .cut }.compactMap(\.notBefore)
            return (members + rows).min()
        }
    }

    func limitRecipients(to limit: Int) { state.withLock { $0.limit = max(1, min($0.most, limit)) } }

    func limitRecipients(to limit: Int, of route: DeliveryRoute) { state.withLock { $0.limits[route] = max(1, limit) } }

    func arm(_ envelope: CutEnvelope, gate: ContentGate) {
        let failure: JournalFailure? = state.withLock { state in
            if let failure = state.armFailure?(envelope) { return failure }
            if envelope.recipients.ids.contains(where: state.departed.contains) { return .membersChanged }
            #expect(state.rows[envelope.id]?.state == .cut, "envelope \(envelope.id) armed twice")
            state.rows[envelope.id]?.state = .armed
            return nil
        }
        gate.decide(failure.map { .closed($0) } ?? .open)
    }

    func readMembersAgain(_ envelope: CutEnvelope) async throws(JournalFailure) -> CutEnvelope? {
        state.withLock { state in
            let left = envelope.recipients.ids.indices.filter { state.departed.contains(envelope.recipients.ids[$0]) }
            for index in left { state.members[envelope.recipients.ids[index]]?.outcome = .skipped }
            let rest = envelope.without(left)
            state.rows[envelope.id]?.envelope = rest
            if rest.recipients.isEmpty { state.rows[envelope.id]?.state = .done }
            return rest.recipients.isEmpty ? nil : rest
        }
    }

    func settle(_ settlement: Settlement) {
        state.withLock { state in
            let envelope = settlement.envelope
            #expect(state.rows[envelope.id]?.state != .done, "envelope \(envelope.id) settled twice")
            let excepted = Set(settlement.statuses.map(\.index))
            for status in settlement.statuses {
                let id = envelope.recipients.ids[status.index]
                state.members[id]?.outcome = status.outcome
                state.members[id]?.attempts = status.charged ? envelope.attempt : envelope.attempt - 1
                state.members[id]?.tries = status.charged ? envelope.tries : envelope.tries - 1
                state.members[id]?.isIndividual = status.isIndividual
                state.members[id]?.reply = status.reply
                if status.charged, state.members[id]?.firstOffered == nil {
                    state.members[id]?.firstOffered = envelope.firstOffered ?? settlement.at
                }
                state.members[id]?.nextAttempt = status.nextAttempt
            }
            let rest = envelope.recipients.ids.indices.filter { !excepted.contains($0) }
                .map { envelope.recipients.ids[$0] }
            switch settlement.verdict {
            case .done(let outcome, _):
                state.rows[envelope.id]?.state = .done
                for id in rest {
                    let before = state.members[id]?.outcome
                    #expect(before == nil || before == .deferred, "a second outcome for \(id)")
                    state.members[id]?.outcome = outcome
                    state.members[id]?.attempts = envelope.attempt
                }
            case .putBack(let notBefore, let charged, let reply):
                let kept = envelope.without(settlement.statuses.map(\.index))
                let again = CutEnvelope(
                    id: kept.id, number: kept.number, list: kept.list, reversePath: kept.reversePath,
                    recipients: kept.recipients, attempt: kept.attempt + (charged ? 1 : 0), isRetry: kept.isRetry,
                    departureMark: 0, tries: kept.tries, firstOffered: kept.firstOffered,
                    wasRefused: notBefore != nil && reply?.severity == .permanent, route: kept.route)
                state.rows[envelope.id] = Row(envelope: again, notBefore: notBefore)
            }
        }
    }

    /// What taking a mailing over does: all that was deferred or put back is due, as if it were the first try.
    func takeOver() {
        state.withLock { state in
            for (id, row) in state.rows where row.state == .cut {
                // Behind the rest of the audience.
                if row.envelope.wasRefused, !row.envelope.isRetry {
                    state.rows[id]?.notBefore = Timestamp(milliseconds: 0)
                    continue
                }
                state.rows[id]?.state = .done
                for member in row.envelope.recipients.ids { state.members[member]?.nextAttempt = nil }
                if !row.envelope.isRetry { state.waiting.append(contentsOf: row.envelope.recipients.ids) }
            }
            for (id, member) in state.members where member.outcome == .deferred {
                state.members[id]?.nextAttempt = Timestamp(milliseconds: 0)
                state.members[id]?.tries = 0
            }
        }
    }

    func flush() async throws(JournalFailure) {}

    func grant(_ requests: [BudgetRequest]) async throws(JournalFailure) -> [BudgetGrant] {
        let now = clock.now.milliseconds * 1000
        return state.withLock { state in
            state.grants += 1
            return requests.map { request in
                let limit = request.limit
                guard limit.rate.period == .day else {
                    return state.budgets[limit, default: Budget(now: now)].grant(request, now: now)
                }
                return state.quotas[limit, default: DayQuota(seenAt: now)]
                    .grant(request, of: Int(limit.rate.count), now: now)
            }
        }
    }

    func giveBack(_ unused: [(limit: BudgetLimit, grant: BudgetGrant)]) async throws(JournalFailure) {
        state.withLock { state in
            for (limit, grant) in unused {
                switch grant {
                case .interval(let start, let count):
                    state.budgets[limit]?.takeBack(from: start, count: count, at: limit.rate)
                case .quota(let count): state.quotas[limit]?.takeBack(count)
                case .nothing: break
                }
            }
        }
    }

    func requested() async -> RunRequest? { state.withLock { $0.request } }

    func totals() async throws(JournalFailure) -> MailingTotals {
        state.withLock { state in
            var totals = MailingTotals()
            totals.envelopes = state.rows.count
            var outcomes = state.members.mapValues(\.outcome)
            for row in state.rows.values where row.state == .cut && row.envelope.attempt > 1 {
                for id in row.envelope.recipients.ids { outcomes[id] = .deferred }
            }
            for outcome in outcomes.values {
                switch outcome {
                case .accepted?: totals.accepted += 1
                case .refused?: totals.refused += 1
                case .deferred?: totals.deferred += 1
                case .unknown?: totals.unknown += 1
                case .skipped?: totals.skipped += 1
                case nil: totals.pending += 1
                }
            }
            return totals
        }
    }

    func finish(_ newState: MailingState, reason: String?, bounces: BounceEffect) async throws(JournalFailure) {
        state.withLock { $0.finished = (newState, reason) }
    }
}

extension MemoryJournal.State {
    func route(of member: Int64) -> DeliveryRoute {
        let address = members[member]?.address ?? ""
        return routing(address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...])
    }

    mutating func cut(_ ids: [Int64], attempt: Int, isRetry: Bool, tries: Int = 1) -> CutEnvelope {
        var batch = RecipientBatch()
        for id in ids { batch.append(id: id, address: members[id]?.address ?? "") }
        let number = Int64(rows.count + 1)
        let first = ids.first ?? 0
        let envelope = CutEnvelope(
            id: number, number: number, list: 1, reversePath: .null, recipients: batch, attempt: attempt,
            isRetry: isRetry, departureMark: 0,
            domainRuns: isRetry ? [] : [.init(start: 0, ordinal: Int(first) - 1)], tries: tries,
            firstOffered: ids.compactMap { members[$0]?.firstOffered }.max(), route: route(of: first))
        rows[number] = MemoryJournal.Row(envelope: envelope)
        return envelope
    }
}
