import Dispatch
package import FanmailBasics
package import FanmailDelivery
import Foundation
import GRDB
import Logging
import MailingLists
package import SMTPCore
import Synchronization

/// Runs what follows from a commit where its waiters live, so that one hop serves them all.
package typealias Announcer = @Sendable (@escaping @Sendable () -> Void) -> Void

/// The journal of one mailing in SQLite: one writer thread, where each commit takes all that gathered during the one before.
///
/// A round is one transaction: what was settled, then what is cut, then what is armed; gates are opened after the
/// commit. Arms wait a moment until at least as many are asked for as are out: fewer and fuller commits, and nobody
/// idles, since a connection asks for its next arm while the transaction before is still under way. Settlements
/// alone wait longer.
package final class SQLiteJournal: EnvelopeJournal {
    /// How long arms wait for company, and settlements.
    static let moment: DispatchTimeInterval = .milliseconds(1)
    static let idle: DispatchTimeInterval = .milliseconds(20)
    /// So many of them wait no longer.
    static let fullBatch = 256

    /// What is asked of the writer within a round.
    struct Work {
        let kind: String
        /// Runs in the transaction; the result is handed over after the commit.
        let body: @Sendable (JournalWriter) throws -> (@Sendable () -> Void)
        let fail: @Sendable (JournalFailure) -> Void
    }

    struct Pending {
        var settlements: [Settlement] = []
        var arms: [(envelope: CutEnvelope, gate: ContentGate)] = []
        var works: [Work] = []
        /// Envelopes that are armed and not settled.
        var armedCount = 0
        /// Recipients of the settlements that were handed in and are not on disk.
        var unwritten = 0
        var isSleeping = false
        /// Nothing is armed any more.
        var isLeaving = false
        /// Nothing is awaited any more, and what cannot be written by then is lost; nil while the journal is open.
        var end: DispatchTime?
        /// The thread writes no more,
        var isEnded = false
        /// and has given the mailing back; who waits for that.
        var isReleased = false
        var awaitingRelease: [CheckedContinuation<Void, Never>] = []

        var isStopped: Bool { end != nil }
        var isEmpty: Bool { settlements.isEmpty && arms.isEmpty && works.isEmpty }
        var isUrgent: Bool {
            !works.isEmpty || settlements.count >= fullBatch || isStopped
                || (!arms.isEmpty && arms.count >= armedCount)
        }
    }

    /// How far the audience was taken.
    struct Place {
        var position = 0
        var cursors: [AudienceCursor]
        var ordinal = 0
    }

    struct Walk {
        var place: Place
        /// The most recipients in an envelope, now and ever.
        var limit: Int
        let most: Int
        /// About how many recipients a page is to have; nil for as many as are convenient.
        var wanted: Int?
        var lastNumber: Int64 = 0
        /// How recipients are reached.
        var ways: RouteLimits
        /// Rows of an earlier owner are handed out first.
        var hasCutRows: Bool
        var prefetched: Task<AudiencePage, any Error>?
    }

    let store: Store
    let mailing: Int64
    private let lock: MailingLock
    /// Envelopes below this number were cut by an earlier owner.
    let firstNumber: Int64
    let epoch: Int64
    let lists: [(audience: Audience, position: Int)]
    let pending = Mutex(Pending())
    private let waitsFor = Mutex<String?>(nil)
    let walk: Mutex<Walk>
    let wake = DispatchSemaphore(value: 0)
    let announce: Announcer
    /// The mailing's relay: what the one destination is called of a run that has no other.
    let relay: String
    let destinations = Mutex(DestinationBuffer())

    init(
        store: Store, mailing: Int64, lock: MailingLock, writer: JournalWriter, lists: [OpenedList], limit: Int,
        relay: String, hasCutRows: Bool, announce: @escaping Announcer
    ) {
        self.announce = announce
        self.relay = relay
        self.store = store
        self.mailing = mailing
        self.lock = lock
        (firstNumber, epoch) = (writer.nextNumber, writer.epoch)
        self.lists = lists.filter { !$0.isDone }.map { ($0.audience, $0.position) }
        walk = Mutex(
            Walk(
                place: Place(cursors: lists.filter { !$0.isDone }.map(\.cursor)), limit: limit,
                most: limit, ways: RouteLimits(writer.routing), hasCutRows: hasCutRows))
        // The thread's own from now on.
        nonisolated(unsafe) var writer: JournalWriter? = writer
        let thread = Thread { [self] in
            if let writer { serve(writer) }
            // With its statements: whoever has waited may close the database.
            writer = nil
            // The last thing: whoever takes the mailing over finds what was handed in.
            lock.release()
            noteReleased()
        }
        thread.name = "journal"
        thread.start()
    }

    // MARK: - The port

    package func cutNext(recipients: Int?) async throws(JournalFailure) -> [CutEnvelope] {
        walk.withLock { $0.wanted = recipients }
        if walk.withLock({ $0.hasCutRows }) {
            let (after, limit) = walk.withLock { ($0.lastNumber, Self.envelopes(readAgain: $0.limit, recipients)) }
            // Nobody else changes them, so they are looked for without keeping anybody from writing.
            let numbers = try await cutNumbers(after: after, limit: limit)
            let rows = try await perform("cut") { try $0.cutRows(numbers) }
            walk.withLock {
                $0.lastNumber = numbers.last ?? after
                $0.hasCutRows = numbers.count == limit
            }
            let envelopes = rows.compactMap(\.envelope)
            if !envelopes.isEmpty { return envelopes }
            return try await cutNext(recipients: recipients)
        }
        while true {
            let before = walk.withLock { $0.place }
            guard let (page, position) = try await nextPage() else { return [] }
            do throws(JournalFailure) {
                let envelopes = try await perform("cut") { try $0.cut(page, position: position) }
                if !envelopes.isEmpty { return envelopes }
            } catch {
                // Nothing of the page is on disk, so it is the next one still.
                walk.withLock { ($0.place, $0.prefetched) = (before, nil) }
                throw error
            }
        }
    }

    package func cutDue(at now: Timestamp) async throws(JournalFailure) -> [CutEnvelope] {
        let (limit, ways) = walk.withLock { ($0.limit, $0.ways) }
        return try await perform("retry") { try $0.cutDue(at: now, limit: limit, ways: ways) }
    }

    package func nextDue() async throws(JournalFailure) -> Timestamp? {
        try await perform("read") { try $0.nextDue() }
    }

    package func limitRecipients(to limit: Int) {
        walk.withLock { $0.limit = max(1, min($0.most, limit)) }
    }

    package func limitRecipients(to limit: Int, of route: DeliveryRoute) {
        walk.withLock { $0.ways.set(limit, of: route) }
    }

    package func arm(_ envelope: CutEnvelope, gate: ContentGate) {
        enqueue { $0.arms.append((envelope, gate)) }
    }

    package func readMembersAgain(_ envelope: CutEnvelope) async throws(JournalFailure) -> CutEnvelope? {
        try await perform("cut") { try $0.readMembersAgain(envelope) }
    }

    package func settle(_ settlement: Settlement) {
        enqueue {
            $0.settlements.append(settlement)
            $0.unwritten += settlement.envelope.recipients.count
            $0.armedCount = max(0, $0.armedCount - 1)
        }
    }

    package func flush() async throws(JournalFailure) {
        try await perform("read") { _ in }
    }

    package func requested() async -> RunRequest? {
        await store.apart { [store, mailing] in try? Patience.ofJournal { try store.request(to: mailing) } }
    }

    package func totals() async throws(JournalFailure) -> MailingTotals {
        try await flush()
        return try await waiting { [mailing] in try Store.totals($0, mailing) }
    }

    /// What the journal waits for at this moment, in one line for a person; nil when it does not.
    package var trouble: String? { waitsFor.withLock { $0 } }

    func note(_ failure: StoreFailure?) {
        let text = failure.map { StoreFailure.wait(for: $0, path: store.path) }
        let isNew = waitsFor.withLock { waitsFor in
            defer { waitsFor = text }
            return waitsFor != text
        }
        guard isNew else { return }
        if let text {
            store.logger.warning("the journal waits", metadata: ["mailing": "\(mailing)", "reason": "\(text)"])
        } else {
            store.logger.notice("the journal is written again", metadata: ["mailing": "\(mailing)"])
        }
    }

    // MARK: - The writer's thread

    func enqueue(_ change: (inout Pending) -> Void) {
        var isLate = false
        let mustWake = pending.withLock {
            let wasEmpty = $0.isEmpty
            change(&$0)
            isLate = $0.isEnded
            // What comes first starts the writer's clock, unless it looks by itself in a moment.
            guard $0.isSleeping, $0.isUrgent || (wasEmpty && $0.armedCount == 0) else { return false }
            $0.isSleeping = false
            return true
        }
        if isLate { refuse(Pending()) }
        if mustWake { wake.signal() }
    }

    func perform<T: Sendable>(
        _ kind: String, _ body: @escaping @Sendable (JournalWriter) throws -> T
    ) async throws(JournalFailure) -> T {
        let result: Result<T, JournalFailure> = await withCheckedContinuation { continuation in
            let work = Work(kind: kind) { writer in
                let value = try body(writer)
                return { continuation.resume(returning: .success(value)) }
            } fail: {
                continuation.resume(returning: .failure($0))
            }
            enqueue { $0.works.append(work) }
        }
        return try result.get()
    }
}
