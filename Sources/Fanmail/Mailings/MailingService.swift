package import FanmailBasics
package import FanmailDelivery
package import ListStore
package import Logging
import Synchronization

/// Sends what is scheduled, queued, due or was left in its midst, several mailings at once, each in a run of its own.
///
/// It asks the database twice a second what there is to do, owns no mailing that it does not send, and leaves alone what
/// another process sends and what waits for a person. So any number of them may be at one database, and whoever is killed
/// loses nothing: another one goes on.
package actor MailingService {
    /// What sends a mailing; asked anew each time, so that changed settings are heeded.
    package typealias Office = @Sendable (MailingRecord) throws -> PostOffice
    /// Sends the notices that are due.
    package typealias Notices = @Sendable () async throws -> Void

    /// What became of all that was worked once.
    package struct Tally: Sendable {
        /// Mailings that are over.
        package var finished = 0
        /// Those of which something is left to be done.
        package var left = 0
    }

    /// What a mailing waits for that could not be sent, in addition to its own time.
    private struct BackOff {
        var failures = 0
        var until = Timestamp(milliseconds: 0)
    }

    private static let interval: Duration = .milliseconds(500)
    private static let pauses: [Duration] = [15, 60, 300, 900, 1800, 3600].map { .seconds($0) }
    /// Between two rounds of notices, which may have nowhere to go.
    private static let noticePause: Duration = .seconds(5)

    private let store: Store
    private let office: Office
    private let notices: Notices
    private let most: Int
    private let clock: any RunClock
    private let logger: Logger

    private var underWay: [Int64: Task<Void, Never>] = [:]
    private let handles = Mutex<[Int64: MailingRunHandle]>([:])
    private var backOffs: [Int64: BackOff] = [:]
    private var tally = Tally()
    private var isStopping = false
    private var sleeper: Task<Void, Never>?
    private var noticesDue: Duration = .zero
    private var noticeRound: Task<Void, Never>?
    /// A mailing has ended, of which somebody may have to be told.
    private var wantsNotices = true
    private var storeTrouble: String?

    /// - Parameters:
    ///   - most: so many mailings at once.
    package init(
        store: Store, most: Int = 8, clock: any RunClock = SystemRunClock(), logger: Logger = Store.silence,
        office: @escaping Office, notices: @escaping Notices = {}
    ) {
        self.store = store
        self.most = most
        self.clock = clock
        self.logger = logger
        self.office = office
        self.notices = notices
    }

    /// Works until it is stopped; then open transactions are finished, and what is known is written.
    ///
    /// - Parameter beat: called after each look at the database, of which there are two a second.
    package func run(beat: @Sendable (_ mailings: Int) -> Void = { _ in }) async {
        while !isStopping {
            await begin(await due())
            await sendNotices()
            beat(underWay.count)
            await rest()
        }
        await end()
    }

    /// Works what is due now to its end, and nothing that becomes due meanwhile.
    ///
    /// - Throws: where the database cannot be read.
    package func runOnce() async throws -> Tally {
        let now = clock.now
        var open = try await store.apart { [store] in try store.openMailings() }.filter { $0.due <= now }
        while !open.isEmpty, !isStopping {
            await begin(Array(open.prefix(max(0, most - underWay.count))))
            open.removeAll { underWay[$0.id] != nil || backOffs[$0.id] != nil || tallied.contains($0.id) }
            await rest()
        }
        while !underWay.isEmpty, !isStopping { await rest() }
        await end()
        try await notices()
        return tally
    }

    /// What ``runOnce()`` has begun.
    private var tallied: Set<Int64> = []

    /// From any thread, any time.
    package nonisolated func stop() { Task { await self.heedStop() } }

    private func heedStop() {
        isStopping = true
        for handle in handles.withLock({ Array($0.values) }) { handle.stop() }
        sleeper?.cancel()
    }

    /// The last chance before the process ends.
    package nonisolated func leave(within limit: Duration) {
        let end = ContinuousClock.now + limit
        for handle in handles.withLock({ Array($0.values) }) {
            _ = handle.leave(within: max(.milliseconds(10), end - ContinuousClock.now))
        }
    }

    private func end() async {
        for task in underWay.values { await task.value }
        await noticeRound?.value
    }

    /// Until it is time to look again, or something happens.
    private func rest() async {
        guard !isStopping else { return }
        let sleeper = Task { [clock] in await clock.sleep(for: Self.interval) }
        self.sleeper = sleeper
        await sleeper.value
    }

    private func due() async -> [OpenMailing] {
        do throws(StoreFailure) {
            let open = try await store.apart { [store] () throws(StoreFailure) in try store.openMailings() }
            storeTrouble = nil
            let now = clock.now
            return open.filter { $0.due <= now && now >= backOffs[$0.id]?.until ?? now }
        } catch {
            if storeTrouble != error.message {
                logger.warning("the database cannot be read", metadata: ["reason": "\(error.message)"])
            }
            storeTrouble = error.message
            return []
        }
    }

    private func begin(_ mailings: [OpenMailing]) {
        for mailing in mailings where underWay[mailing.id] == nil && underWay.count < most {
            tallied.insert(mailing.id)
            underWay[mailing.id] = Task { await self.work(mailing) }
        }
    }

    private func work(_ mailing: OpenMailing) async {
        let id = mailing.id
        defer {
            underWay[id] = nil
            handles.withLock { $0[id] = nil }
            sleeper?.cancel()
        }
        do {
            if let end = mailing.notAfter, end <= clock.now {
                if try await store.apart({ [store] in try store.expire(id) }) {
                    logger.notice("a mailing's time is over", metadata: ["mailing": "\(id)"])
                    tally.finished += 1
                }
                return
            }
            let handle = try await store.apart { [store, office] in try office(store.mailing(id)) }
                .resume(id, isPatient: true)
            handles.withLock { $0[id] = handle }
            if isStopping { handle.stop() }
            judge(await handle.report(), mailing)
        } catch {
            let failure = FanmailFailure(error)
            // Another process was faster.
            if failure.kind == .tryLater { return }
            tally.left += 1
            wait(id, because: failure.message)
        }
    }

    private func judge(_ report: MailingReport, _ mailing: OpenMailing) {
        let id = report.mailing
        wantsNotices = true
        switch report.end {
        case .finished, .manyRefused, .cancelled, .expired: tally.finished += 1
        default: tally.left += 1
        }
        switch report.end {
        case .finished, .manyRefused, .cancelled, .expired, .pausedByHand, .guarded, .messageRefused, .interrupted:
            backOffs[id] = nil
        case .deferred where !mailing.isLeft || report.transactions > 0: backOffs[id] = nil
        case .deferred, .relayLost, .relayDefers, .putBack, .journalFailed:
            wait(id, because: report.end.reason ?? "")
        }
    }

    private func wait(_ mailing: Int64, because reason: String) {
        var backOff = backOffs[mailing] ?? BackOff()
        let pause = Self.pauses[min(backOff.failures, Self.pauses.count - 1)]
        backOff.failures += 1
        backOff.until = clock.now + pause
        backOffs[mailing] = backOff
        logger.warning(
            "a mailing waits",
            metadata: [
                "mailing": "\(mailing)", "until": "\(backOff.until.rfc3339)",
                "reason": "\(reason.escapedForTerminal)",
            ])
    }

    /// Beside the mailings: a slow relay of one list's keeps nobody else waiting.
    private func sendNotices() async {
        guard noticeRound == nil, clock.elapsed >= noticesDue else { return }
        let isDue = await store.apart { [store] in (try? store.hasDueNotice()) ?? false }
        guard wantsNotices || isDue else { return }
        wantsNotices = false
        noticeRound = Task { await self.postNotices() }
    }

    private func postNotices() async {
        do { try await notices() } catch {
            logger.warning("notices wait", metadata: ["reason": "\("\(error)".escapedForTerminal)"])
        }
        noticesDue = clock.elapsed + Self.noticePause
        noticeRound = nil
    }
}
