import FanmailBasics
import FanmailDelivery
import GRDB
import SMTPCore
import TestSupport
import Testing

@testable import ListStore

/// A mailing with everything that can happen to it, at random, and what ought to have become of each recipient.
///
/// The model knows nothing of tables: it follows what the journal hands out and what it is told.
final class History {
    let store: Store
    let mailing: Int64
    /// The naive answer to who is to get the message, by list.
    let audience: [Int64: Set<Int64>]
    private(set) var journal: SQLiteJournal
    /// nil while nothing was offered.
    private(set) var outcomes: [Int64: Outcome] = [:]
    private(set) var left: Set<Int64> = []
    private(set) var takeOvers = 0
    private var seen: Set<Int64> = []
    private var inHand: [CutEnvelope] = []
    private var armed: [CutEnvelope] = []
    private var roster: RandomRoster
    private var random: SeededGenerator
    private var now = Timestamp.now
    private let limit: Int

    init(_ store: Store, seed: UInt64) throws {
        self.store = store
        roster = try RandomRoster(store, seed: seed, people: 40)
        random = SeededGenerator(seed: seed &+ 1000)
        limit = Int.random(in: 1...6, using: &random)
        let naive = try roster.naive()
        audience = Dictionary(uniqueKeysWithValues: zip(roster.lists.map(\.id), naive.map(Set.init)))
        (mailing, journal) = try store.start(roster.lists, limit: limit)
    }

    var recipients: Set<Int64> { audience.values.reduce(into: []) { $0.formUnion($1) } }

    func run(steps: Int) async throws {
        for _ in 0..<steps { try await step() }
        // Whoever is in no envelope by now is in none.
        take(try await journal.everything())
        for recipient in recipients.subtracting(seen) { outcomes[recipient] = .skipped }
    }

    private func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1: take(try await journal.cutNext())
        case 2, 3: take(try await journal.cutDue(at: now))
        case 4..<9: try await armOne()
        case 9..<14: try await settleOne()
        case 14: try await refuseBeforeContent()
        case 15, 16: try leave()
        case 17, 18: now = now + .seconds(60)
        default: try await takeOver()
        }
    }

    /// Nobody is offered a copy who has one, may have one, or is about to get one.
    private func take(_ envelopes: [CutEnvelope]) {
        for envelope in envelopes {
            let others = Set((inHand + armed).flatMap(\.recipients.ids))
            for member in envelope.recipients.ids {
                #expect(audience[envelope.list]?.contains(member) == true)
                #expect(outcomes[member] == nil || outcomes[member] == .deferred)
                #expect(!others.contains(member))
                seen.insert(member)
            }
            inHand.append(envelope)
        }
    }

    private func pick(_ envelopes: inout [CutEnvelope]) -> CutEnvelope? {
        envelopes.indices.randomElement(using: &random).map { envelopes.remove(at: $0) }
    }

    private func armOne() async throws {
        guard let envelope = pick(&inHand) else { return }
        switch await journal.armed(envelope) {
        case .open:
            armed.append(envelope)
            set(envelope.recipients.ids, .unknown)
        case .membersChanged:
            let again = try await journal.readMembersAgain(envelope)
            let gone = Set(envelope.recipients.ids).subtracting(again?.recipients.ids ?? [])
            #expect(!gone.isEmpty && gone.isSubset(of: left))
            set(gone, .skipped)
            if let again { inHand.append(again) }
        case let verdict: Issue.record("an arm was answered with \(verdict)")
        }
    }

    private func settleOne() async throws {
        guard let envelope = pick(&armed) else { return }
        var statuses: [Settlement.RecipientStatus] = []
        for index in envelope.recipients.ids.indices {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: statuses.append(.refused(index))
            case 1:
                let next = [now, now + .seconds(60), Timestamp.never, nil].randomElement(using: &random) ?? nil
                statuses.append(.deferred(index, until: next, charged: Bool.random(using: &random)))
            default: break
            }
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where statuses.count < envelope.recipients.count: putBack(envelope, statuses)
        case 1: done(envelope, .refused, .noSuchUser, statuses)
        case 2: done(envelope, .unknown, nil, statuses)
        default: done(envelope, .accepted, .accepted, statuses)
        }
        if Bool.random(using: &random) { try await journal.flush() }
    }

    /// Every RCPT refused: an end without an arm.
    private func refuseBeforeContent() async throws {
        guard let envelope = pick(&inHand) else { return }
        done(envelope, .refused, .noSuchUser, envelope.recipients.ids.indices.map { .refused($0) })
    }

    private func done(
        _ envelope: CutEnvelope, _ outcome: Outcome, _ reply: Reply?, _ statuses: [Settlement.RecipientStatus]
    ) {
        set(envelope.recipients.ids, outcome)
        note(statuses, of: envelope)
        journal.settle(Settlement(envelope, .done(outcome, reply), except: statuses))
    }

    private func putBack(_ envelope: CutEnvelope, _ statuses: [Settlement.RecipientStatus]) {
        let charged = Bool.random(using: &random)
        let later = Bool.random(using: &random) ? now + .seconds(60) : nil
        set(envelope.recipients.ids, charged || envelope.attempt > 1 ? .deferred : nil)
        note(statuses, of: envelope)
        journal.settle(
            Settlement(envelope, .putBack(notBefore: later, charged: charged, .tryLater), except: statuses))
        // Without a time the run keeps it in hand; a charged retry waits in the database in any case.
        guard later == nil, !(charged && envelope.isRetry) else { return }
        let rest = envelope.without(statuses.map(\.index))
        inHand.append(
            CutEnvelope(
                id: rest.id, number: rest.number, list: rest.list, reversePath: rest.reversePath,
                recipients: rest.recipients, attempt: rest.attempt + (charged ? 1 : 0), isRetry: rest.isRetry,
                departureMark: rest.departureMark, suppressionMark: rest.suppressionMark))
    }

    private func note(_ statuses: [Settlement.RecipientStatus], of envelope: CutEnvelope) {
        for status in statuses {
            // Who was not really offered a copy is as before.
            let isPending = status.outcome == .deferred && !status.charged && envelope.attempt == 1
            outcomes[envelope.recipients.ids[status.index]] = isPending ? nil : status.outcome
        }
    }

    private func set(_ members: some Sequence<Int64>, _ outcome: Outcome?) {
        for member in members { outcomes[member] = outcome }
    }

    /// Leaves every list: who leaves one of several gets the copy through another.
    private func leave() throws {
        guard let (_, members) = audience.sorted(by: { $0.key < $1.key }).randomElement(using: &random),
            let member = members.sorted().randomElement(using: &random)
        else { return }
        let address = try store.texts("SELECT address FROM subscriber WHERE id = ?", [member])[0]
        for list in roster.lists { _ = try store.unsubscribe(Mailbox(parsing: address), list: list, source: "test") }
        left.insert(member)
    }

    /// The owner is as if killed: what was handed in and is not on disk by then does not count.
    private func takeOver() async throws {
        try await journal.flush()
        let old = journal
        store.abandon(mailing)
        let resendUnknown = Int.random(in: 0..<8, using: &random) == 0
        journal = try store.resume(mailing, resendUnknown: resendUnknown, limit: limit)
        takeOvers += 1
        let before = try store.dump()
        // Should it still live, it can do nothing but tell what became of those that it had armed.
        let tells = Bool.random(using: &random)
        if let envelope = inHand.randomElement(using: &random) { #expect(await old.armed(envelope) == .notOwner) }
        if tells { for envelope in armed { old.settle(.accepted(envelope)) } }
        #expect(await Verdict.of { try await old.flush() } == .notOwner)
        await old.stop()
        if !tells || resendUnknown { #expect(try store.dump() == before) }

        set(armed.flatMap(\.recipients.ids), tells && !resendUnknown ? .accepted : .unknown)
        (inHand, armed) = ([], [])
        if resendUnknown { set(outcomes.filter { $0.value == .unknown }.keys, .deferred) }
        now = now + .seconds(3600)
    }
}
