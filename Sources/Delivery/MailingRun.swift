import MailCore
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
    private let shared: Mutex<RunProgress>

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    // What is to be sent.

    /// Cut envelopes that nobody has taken, the next one last.
    var ready: [CutEnvelope] = []
    /// Envelopes that a lane holds.
    var inFlight = 0
    /// The audience is cut to its end.
    var exhausted = false
    /// The earliest next attempt handed to the journal since it was last asked.
    var dueHint: Timestamp?
    /// How often an envelope came back unsent, for those that did.
    var unsentCounts: [Int64: Int] = [:]

    // Who waits.

    private var takers: [Taker] = []
    private var feeder: CheckedContinuation<Void, Never>?
    private var sleepers: [Int: Task<Void, Never>] = [:]
    private var nextSleeper = 0
    /// Lanes of an older generation end, so that their connections are closed while the run waits.
    private(set) var generation = 0

    // How it goes.

    var bucket: TokenBucket?
    var refusalGuard: RefusalGuard
    var progress: RunProgress
    /// Set once; nobody takes an envelope after that.
    private(set) var ending: RunEnd?
    /// Failures in a row to get anything settled by the relay.
    var troubles = 0
    var coolUntil: Duration = .zero
    /// Transient refusals of the message in a row.
    var messageDeferrals = 0

    private struct Taker {
        let session: Session?
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
        shared = Mutex(progress)
        refusalGuard = RefusalGuard(limits: settings.guardLimits)
    }

    /// Runs until every recipient reached an outcome, or something stops it. Call once.
    ///
    /// - Parameter first: a connection that is open already, if there is one.
    /// - Returns: how it ended. The journal has been finished accordingly, except when it failed.
    package func run(first: (any EnvelopeConnection)? = nil) async -> RunEnd {
        if let rate = settings.rate { bucket = TokenBucket(recipientsPerSecond: rate, now: clock.elapsed) }
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
        Task(executorPreference: executor) { await self.end(.interrupted) }
    }

    /// Where the run stands, from any thread.
    package nonisolated var currentProgress: RunProgress { shared.withLock { $0 } }

    func publish() {
        shared.withLock { $0 = progress }
    }

    private func close() async -> RunEnd {
        do {
            try await journal.flush()
            var result = ending ?? .finished
            if case .journalFailed = result { return result }
            if case .finished = result, try await journal.totals().deferred > 0 { result = .deferred }
            try await journal.finish(result.state, reason: result.reason, bounces: result.bounceEffect)
            // Asked for at the last moment, and heeded.
            if await journal.cancellationRequested() { return .cancelled }
            return result
        } catch {
            return .journalFailed(error)
        }
    }

    private func watchForCancellation() async {
        while ending == nil {
            await pause(for: .milliseconds(500))
            guard ending == nil else { return }
            if await journal.cancellationRequested() { end(.cancelled) }
        }
    }

    // MARK: - Taking envelopes

    /// The next envelope to offer, after its tokens are paid for.
    ///
    /// - Returns: nil when the run ends, the session is over, or its connection should be closed for a while.
    func take(for session: Session?) async -> CutEnvelope? {
        while ending == nil, session?.mayTake(in: generation) ?? true {
            guard let envelope = ready.popLast() else {
                await withCheckedContinuation { takers.append(Taker(session: session, continuation: $0)) }
                continue
            }
            inFlight += 1
            if isLow { wakeFeeder() }
            guard let wait = bucket?.take(envelope.recipients.count, now: clock.elapsed), wait > .zero else {
                return envelope
            }
            await pause(for: wait)
            if ending == nil, session?.isOver != true { return envelope }
            bucket?.giveBack(envelope.recipients.count)
            giveBack(envelope)
        }
        return nil
    }

    /// Puts an envelope that a lane holds back to the front.
    func giveBack(_ envelope: CutEnvelope) {
        inFlight -= 1
        offer([envelope])
    }

    /// Makes envelopes ready, ahead of those that are.
    func offer(_ envelopes: [CutEnvelope]) {
        ready.append(contentsOf: envelopes.reversed())
        wakeTakers(envelopes.count)
    }

    /// Makes envelopes ready, behind those that are.
    func append(_ envelopes: [CutEnvelope]) {
        ready.insert(contentsOf: envelopes.reversed(), at: 0)
        wakeTakers(envelopes.count)
    }

    private func wakeTakers(_ count: Int) {
        let woken = takers.prefix(count)
        takers.removeFirst(woken.count)
        for taker in woken { taker.continuation.resume() }
    }

    /// Wakes the lanes that wait on a session which is over, so that they end.
    func wakeTakers(of session: Session) {
        let woken = takers.filter { $0.session === session }
        takers.removeAll { $0.session === session }
        for taker in woken { taker.continuation.resume() }
    }

    /// Ends the lanes that wait, so that their connections are closed.
    func closeIdleSessions() {
        generation += 1
        wakeTakers(takers.count)
    }

    // MARK: - Feeding

    /// Few enough envelopes are ready for the next page to be fetched.
    var isLow: Bool { ready.count < settings.connections * 8 }

    func waitForFeed() async {
        await withCheckedContinuation { feeder = $0 }
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
        wakeTakers(takers.count)
    }

    /// Waits, or less when the run ends.
    func pause(for duration: Duration) async {
        guard ending == nil, duration > .zero else { return }
        let number = nextSleeper
        nextSleeper += 1
        let sleeper = Task(executorPreference: executor) { [clock] in await clock.sleep(for: duration) }
        sleepers[number] = sleeper
        await sleeper.value
        sleepers[number] = nil
    }
}
