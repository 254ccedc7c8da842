import FanmailBasics
import SMTPCore
import Synchronization

/// One run of a mailing: takes cut envelopes from the journal, offers them over concurrent connections, and hands
/// back what became of each recipient.
///
/// It knows neither sockets nor SQL, only the two ports, and gets its time and its thread as arguments.
/// ```
/// journal.cutNext ─> ready ─> take (rate) ─> lane: arm + deliver ─> settle ─> journal.settle
///                      ^                                              │ put back, overflow
///                      └──────────────────────────────────────────────┘
/// ```
package actor MailingRun {
    let transport: any EnvelopeTransport
    let journal: any EnvelopeJournal
    let clock: any RunClock
    let settings: RunSettings
    private let executor: any SerialExecutor & TaskExecutor
    private let published: Mutex<RunProgress>
    /// Nothing of it is run any more: the executor may have gone.
    private let isOver = Mutex(false)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    // What is to be sent.

    /// Cut envelopes that nobody has taken, the next one last.
    var ready: [CutEnvelope] = []
    /// How many recipients those have.
    private var readyRecipients = 0
    /// How many of them, at the end, go ahead of the audience: what is tried again.
    private var ahead = 0
    /// Envelopes that a lane holds.
    var inFlight = 0
    /// The audience is cut to its end.
    var exhausted = false
    /// The earliest next attempt handed to the journal since it was last asked.
    var dueHint: Timestamp?
    /// How often an envelope came back unsent, for those that did.
    var unsentCounts: [Int64: Int] = [:]
    /// Envelopes whose message was refused, or put off.
    var objections: [Int64: Objection] = [:]

    // Who waits.

    private var takers: [Taker] = []
    /// A lane waits for tokens; the others wait for it.
    private var isPaying = false
    private var feeder: CheckedContinuation<Void, Never>?
    private var sleepers: [Int: Task<Void, Never>] = [:]
    private var nextSleeper = 0
    /// Lanes of an older generation end, so that their connections are closed while the run waits.
    private(set) var generation = 0

    // How it goes.

    var bucket: TokenBucket?
    var refusalGuard: RefusalGuard
    var recipientLimit = RecipientLimit()
    var window: Window
    /// Workers that have a connection or are about to.
    private var engaged = 0
    /// Those of them that are about to close theirs, to make room.
    private var leaving = 0
    /// Connections that are open and not over.
    var live = 0
    /// After a pause one envelope goes alone, to see.
    var isProbing = false
    var progress: RunProgress
    /// Set once; nobody takes an envelope after that.
    private(set) var ending: RunEnd?
    /// Failures in a row to get anything settled by the relay.
    var troubles = 0
    /// How many of those were replies that never came.
    var lostReplies = 0
    var coolUntil: Duration = .zero
    /// Pauses in a row because the relay puts everything off.
    var backOffs = 0
    /// Refusals of the message in a row, for now or for good.
    var objectionsInRow = 0
    /// Transactions that were accepted.
    var acceptedTransactions = 0
    /// Why the latest envelope that this run gave up came back.
    var givenUp: String?

    private struct Taker {
        let shared: SharedConnection?
        let continuation: CheckedContinuation<Void, Never>
    }

    /// - Parameters:
    ///   - executor: where the run lives; the event loop of its connections, so that nothing hops between threads.
    ///   - totals: what earlier runs of the mailing did.
    package init(
        transport: any EnvelopeTransport, journal: any EnvelopeJournal, settings: RunSettings, clock: any RunClock,
        executor: any SerialExecutor & TaskExecutor, startingFrom totals: MailingTotals = MailingTotals()
    ) {
        self.transport = transport
        self.journal = journal
        self.settings = settings
        self.clock = clock
        self.executor = executor
        progress = RunProgress(startingFrom: totals)
        published = Mutex(progress)
        refusalGuard = RefusalGuard(limits: settings.guardLimits)
        window = Window(limit: settings.connections)
    }

    /// Runs until every recipient reached an outcome, or something stops it. Call once.
    ///
    /// - Parameter first: a connection that is open already, if there is one.
    /// - Returns: how it ended. The journal has been finished accordingly, except when it failed.
    package func run(first: (any EnvelopeConnection)? = nil) async -> RunEnd {
        if let rate = settings.rate { bucket = TokenBucket(recipientsPerSecond: rate, now: clock.elapsed) }
        defer { isOver.withLock { $0 = true } }
        return await withTaskExecutorPreference(executor) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.feed() }
                group.addTask { await self.watchForCancellation() }
                for number in 0..<self.settings.connections {
                    group.addTask { await self.work(number == 0 ? first : nil) }
                }
            }
            return await self.close()
        }
    }

    /// Asks the run to stop: open transactions are finished, nothing new is offered. From any thread, any time.
    package nonisolated func stop() {
        isOver.withLock {
            if !$0 { Task(executorPreference: executor) { await self.end(.interrupted) } }
        }
    }

    /// Where the run stands, from any thread.
    package nonisolated var currentProgress: RunProgress { published.withLock { $0 } }

    func publish() {
        published.withLock { $0 = progress }
    }

    private func close() async -> RunEnd {
        do {
            try await journal.flush()
            var result = ending ?? .finished
            if case .journalFailed = result { return result }
            if case .finished = result { result = self.result(try await journal.totals()) }
            try await journal.finish(result.state, reason: result.reason, bounces: result.bounceEffect)
            // Asked for at the last moment, and heeded.
            if await journal.cancellationRequested() { return .cancelled }
            return result
        } catch {
            return .journalFailed(error)
        }
    }

    /// How a run ended that has nothing more to do.
    private func result(_ totals: MailingTotals) -> RunEnd {
        if totals.pending > 0 { return .putBack(givenUp ?? "the connection was lost each time") }
        if totals.deferred > 0 { return .deferred }
        return refusalGuard.objection(to: totals).map(RunEnd.manyRefused) ?? .finished
    }

    private func watchForCancellation() async {
        while ending == nil {
            await pause(for: .milliseconds(500))
            guard ending == nil else { return }
            if await journal.cancellationRequested() { end(.cancelled) }
        }
    }

    // MARK: - Taking envelopes

    /// The next envelope to offer. Tokens are paid for before it is taken: nobody holds one while they wait.
    ///
    /// - Parameter shared: nil for a worker that will open a connection for it, and calls ``disengage()`` afterwards.
    /// - Returns: nil when the run ends, the connection is over, or its connection should be closed for a while.
    func take(for shared: SharedConnection?) async -> CutEnvelope? {
        while ending == nil, shared?.mayTake(in: generation) ?? true {
            let rest = coolUntil - clock.elapsed
            if shared == nil, rest > .zero {
                await pause(for: rest)
                continue
            }
            if let shared, engaged - leaving > window.size {
                if shared.leave() { leaving += 1 }
                wakeTakers(of: shared)
                return nil
            }
            guard mayTake(shared), let next = ready.last else {
                // Another one may, where this one may not.
                if !ready.isEmpty { wakeTakers(1) }
                await withCheckedContinuation { takers.append(Taker(shared: shared, continuation: $0)) }
                continue
            }
            guard await pay(next.recipients.count, for: shared) else { continue }
            return pop(for: shared)
        }
        return nil
    }

    private func mayTake(_ shared: SharedConnection?) -> Bool {
        !isPaying && (!isProbing || inFlight == 0) && (shared != nil || engaged < window.size)
    }

    /// Waits for the tokens of the next envelope; false when meanwhile there was a reason not to take it.
    private func pay(_ recipients: Int, for shared: SharedConnection?) async -> Bool {
        guard let wait = bucket?.take(recipients, now: clock.elapsed), wait > .zero else { return true }
        isPaying = true
        await pause(for: wait)
        isPaying = false
        if ending == nil, shared?.mayTake(in: generation) ?? (coolUntil <= clock.elapsed), let next = ready.last {
            // It may be another one than before.
            bucket?.giveBack(recipients - next.recipients.count)
            return true
        }
        bucket?.giveBack(recipients)
        wakeTakers(1)
        return false
    }

    private func pop(for shared: SharedConnection?) -> CutEnvelope {
        let envelope = ready.removeLast()
        readyRecipients -= envelope.recipients.count
        ahead = max(0, ahead - 1)
        inFlight += 1
        if shared == nil { engaged += 1 }
        if isLow || isDue { wakeFeeder() }
        if !ready.isEmpty {
            if bucket != nil { wakeTakers(1) }
            if engaged < window.size { wakeWorker() }
        }
        return envelope
    }

    /// A worker has closed its connection, or got none.
    func disengage(_ shared: SharedConnection? = nil) {
        engaged -= 1
        if shared?.isLeaving == true { leaving -= 1 }
        wakeTakers(1)
    }

    /// Puts an envelope that a lane holds back to the front.
    func giveBack(_ envelope: CutEnvelope) {
        inFlight -= 1
        offer([envelope])
    }

    /// Makes envelopes ready, ahead of those that are.
    func offer(_ envelopes: [CutEnvelope]) {
        ready.append(contentsOf: envelopes.reversed())
        ahead += envelopes.count
        noteReady(envelopes)
    }

    /// Makes envelopes ready, behind those that are.
    func append(_ envelopes: [CutEnvelope]) {
        ready.insert(contentsOf: envelopes.reversed(), at: 0)
        noteReady(envelopes)
    }

    private func noteReady(_ envelopes: [CutEnvelope]) {
        for envelope in envelopes { readyRecipients += envelope.recipients.count }
        wakeTakers(envelopes.count)
    }

    /// Wakes so many of those that may take an envelope now.
    func wakeTakers(_ count: Int) {
        var left = count
        var place = 0
        while left > 0, place < takers.count {
            if mayTake(takers[place].shared) {
                takers.remove(at: place).continuation.resume()
                left -= 1
            } else {
                place += 1
            }
        }
    }

    /// Wakes one that will open a connection.
    func wakeWorker() {
        guard let place = takers.firstIndex(where: { $0.shared == nil }) else { return }
        takers.remove(at: place).continuation.resume()
    }

    func wakeAllTakers() {
        let woken = takers
        takers.removeAll()
        for taker in woken { taker.continuation.resume() }
    }

    /// Wakes the lanes that wait on a connection which is over, so that they end.
    func wakeTakers(of shared: SharedConnection) {
        let woken = takers.filter { $0.shared === shared }
        takers.removeAll { $0.shared === shared }
        for taker in woken { taker.continuation.resume() }
    }

    /// Ends the lanes that wait, so that their connections are closed.
    func closeIdleConnections() {
        generation += 1
        wakeAllTakers()
    }

    // MARK: - Feeding

    /// How far ahead of a rate the audience is cut: who leaves later than that is found without reading anew.
    private static let secondsAhead = 2.0

    /// How many recipients are cut at once and ahead; nil for a page as is convenient.
    var pageRecipients: Int? { settings.rate.map { max(1, Int($0 * Self.secondsAhead)) } }

    /// Few enough envelopes are ready for the next page to be fetched.
    var isLow: Bool { ready.count < settings.connections * 8 && readyRecipients < pageRecipients ?? .max }

    /// Something is to be tried again now, and what was before has been taken.
    var isDue: Bool {
        guard let dueHint, dueHint <= clock.now else { return false }
        return isLow || ahead == 0
    }

    /// Waits until there is something to feed, or to be tried again.
    func waitForFeed() async {
        async let _ = wakeFeeder(at: dueHint)
        await withCheckedContinuation { feeder = $0 }
    }

    private func wakeFeeder(at due: Timestamp?) async {
        guard let due, due > clock.now else { return }
        await pause(for: due - clock.now)
        wakeFeeder()
    }

    func wakeFeeder() {
        feeder?.resume()
        feeder = nil
    }

    // MARK: - Ending and pausing

    /// Ends the run for this reason, unless it is ending for another.
    func end(_ reason: RunEnd) {
        guard ending == nil else { return }
        ending = reason
        for sleeper in sleepers.values { sleeper.cancel() }
        wakeFeeder()
        wakeAllTakers()
    }

    /// Waits, or less when the run ends.
    func pause(for duration: Duration) async {
        guard ending == nil, duration > .zero else { return }
        let number = nextSleeper
        nextSleeper += 1
        let sleeper = Task(executorPreference: executor) { [clock] in await clock.sleep(for: duration) }
        sleepers[number] = sleeper
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        sleepers[number] = nil
    }
}
