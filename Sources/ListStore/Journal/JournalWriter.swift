import Bounces
import FanmailBasics
import FanmailDelivery
import GRDB
import MailingLists
import SMTPCore

/// Writes the rounds of a journal.
///
/// Made by whoever opens the journal, then handed to its thread and touched by no other.
final class JournalWriter: @unchecked Sendable {
    let store: Store
    let mailing: Int64
    let epoch: Int64
    let lists: [OpenedList]
    /// Signs the tokens of reverse-paths; nil where no list has any.
    let key: TokenKey?
    /// How recipients are reached; nil where that is one way.
    let routing: DeliveryRouting?
    /// Of refusals, with the rules that somebody had taught when the run began.
    let judge: FailureJudge
    let statements: JournalStatements
    let leaving: LeavingStatements
    /// Valid during a round.
    var connection: Database?
    var nextNumber: Int64
    /// Of the page that is being written, those who have left and whose row is still to come.
    var leftOnPage: Set<Int64> = []

    init(
        store: Store, mailing: Int64, epoch: Int64, lists: [OpenedList], key: TokenKey?, routing: DeliveryRouting? = nil
    ) throws {
        self.key = key
        self.routing = routing
        self.store = store
        judge = store.judge()
        self.mailing = mailing
        self.epoch = epoch
        self.lists = lists
        (statements, leaving, nextNumber) = try store.pool.writeWithoutTransaction { db in
            let last = try Int64.fetchOne(
                db, sql: "SELECT max(number) FROM envelope WHERE mailing = ?", arguments: [mailing])
            let connection = try WritingConnection(db, of: store.pool)
            return try (
                JournalStatements(connection), LeavingStatements(connection, mailing: mailing, lists), (last ?? 0) + 1
            )
        }
    }

    /// What a round decided, to be told after its commit.
    struct Aftermath: Sendable {
        var opened: [ContentGate] = []
        var closed: [(gate: ContentGate, failure: JournalFailure)] = []
        var finished: [@Sendable () -> Void] = []

        func run() {
            for gate in opened { gate.decide(.open) }
            for (gate, failure) in closed { gate.decide(.closed(failure)) }
            for finish in finished { finish() }
        }
    }

    enum Round {
        case written(Aftermath)
        /// Nothing of this is on disk, for a reason that passes: the rest of the batch, to be tried again.
        case kept(SQLiteJournal.Pending, StoreFailure)
        /// The rest will never be; what happened is kept all the same.
        case failed([Settlement], Aftermath)
    }

    /// One commit.
    func round(_ batch: SQLiteJournal.Pending) -> Round {
        do {
            return .written(try commit(batch.settlements, batch))
        } catch {
            var rest = batch
            if !batch.settlements.isEmpty, !batch.works.isEmpty || !batch.arms.isEmpty {
                // Perhaps what happened fits although nothing new does.
                if (try? commit(batch.settlements, SQLiteJournal.Pending())) != nil { rest.settlements = [] }
            }
            let storage = StoreFailure(error, path: store.path)
            if StoreFailure.passes(error) { return .kept(rest, storage) }
            let failure = error as? JournalFailure ?? .storage(storage.message)
            return .failed(
                rest.settlements,
                Aftermath(
                    closed: batch.arms.map { ($0.gate, failure) },
                    finished: batch.works.map { work in { work.fail(failure) } }))
        }
    }

    private func commit(_ settlements: [Settlement], _ batch: SQLiteJournal.Pending) throws -> Aftermath {
        var after = Aftermath()
        var kinds: Set<String> = []
        let number = nextNumber
        try store.pool.writeWithoutTransaction { db in
            connection = db
            defer { connection = nil }
            try Patience.ofJournal { try statements.begin.run() }
            do {
                let owner = try ownership()
                // A former owner may have cut one for whom it knew to be deferred, and one cuts behind those of the new.
                nextNumber = owner.isOurs ? max(nextNumber, owner.last + 1) : owner.last + 1
                if owner.isOurs {
                    for settlement in settlements { try settle(settlement) }
                } else {
                    for settlement in settlements { try settleLate(settlement) }
                }
                if CrashPoint.isSet, !settlements.isEmpty { kinds.insert("settle") }
                for work in batch.works {
                    guard owner.isOurs else { throw JournalFailure.notOwner }
                    after.finished.append(try work.body(self))
                    if CrashPoint.isSet { kinds.insert(work.kind) }
                }
                let marks = batch.arms.isEmpty ? Marks() : try marks()
                let now = Timestamp.now.milliseconds
                for (envelope, gate) in batch.arms {
                    if let failure = try arm(envelope, owner, marks, now: now) {
                        after.closed.append((gate, failure))
                    } else {
                        after.opened.append(gate)
                        if CrashPoint.isSet { kinds.insert("arm") }
                    }
                }
                if CrashPoint.isSet { for kind in kinds { CrashPoint.pass("before-\(kind)") } }
                try statements.commit.run()
            } catch {
                try? statements.rollback.run()
                nextNumber = number
                throw error
            }
        }
        if CrashPoint.isSet { for kind in kinds { CrashPoint.pass("after-\(kind)") } }
        return after
    }

    // MARK: - Arming

    private struct Ownership {
        var isOurs = false
        var isCancelled = false
        /// The highest number of an envelope.
        var last: Int64 = 0
    }

    private func ownership() throws -> Ownership {
        statements.owner.bind(mailing, at: 1)
        defer { statements.owner.reset() }
        guard try statements.owner.step() else { return Ownership() }
        return Ownership(
            isOurs: statements.owner.int(0) == epoch, isCancelled: statements.owner.int(1) != 0,
            last: statements.owner.int(2))
    }

    /// How far the departures and the suppressions are.
    struct Marks {
        var departure: Int64 = 0
        var suppression: Int64 = 0
    }

    func marks() throws -> Marks {
        let marks = statements.marks
        defer { marks.reset() }
        return try marks.step() ? Marks(departure: marks.int(0), suppression: marks.int(1)) : Marks()
    }

    /// Why the envelope was not armed; nil when it was.
    private func arm(
        _ envelope: CutEnvelope, _ owner: Ownership, _ marks: Marks, now: Int64
    ) throws -> JournalFailure? {
        guard owner.isOurs else { return .notOwner }
        guard !owner.isCancelled else { return .cancelled }
        if try marks.departure > envelope.departureMark && hasLeft(envelope) { return .membersChanged }
        if try marks.suppression > envelope.suppressionMark && isSuppressed(envelope, now) { return .membersChanged }
        statements.arm.bind(envelope.id, at: 1)
        statements.arm.bind(now, at: 2)
        statements.arm.bind(epoch, at: 3)
        try statements.arm.run()
        return statements.arm.changes == 1 ? nil : .notOwner
    }

    /// Whether a member left since the envelope was cut.
    private func hasLeft(_ envelope: CutEnvelope) throws -> Bool {
        let leftSince = statements.leftSince
        leftSince.bind(envelope.departureMark, at: 1)
        leftSince.bind(envelope.list, at: 2)
        leftSince.bind(envelope.id, at: 3)
        defer { leftSince.reset() }
        return try leftSince.step() && leftSince.int(0) != 0
    }

    /// Whether a member is suppressed.
    private func isSuppressed(_ envelope: CutEnvelope, _ now: Int64) throws -> Bool {
        let suppressed = statements.suppressed
        suppressed.bind(envelope.id, at: 1)
        suppressed.bind(now, at: 2)
        defer { suppressed.reset() }
        return try suppressed.step() && suppressed.int(0) != 0
    }
}
