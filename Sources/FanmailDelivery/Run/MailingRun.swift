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
    let executor: any SerialExecutor & TaskExecutor
    private let published: Mutex<RunProgress>
    /// Nothing of it is run any more: the executor may have gone.
    private let isOver = Mutex(false)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    // What is to be sent.

    /// Cut envelopes that nobody has taken.
    var ready = ReadyEnvelopes()
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

    var takers: [Taker] = []
    /// A lane waits for tokens; the others wait for it.
    var isPaying = false
    var feeder: CheckedContinuation<Void, Never>?
    var sleepers: [Int: Task<Void, Never>] = [:]
    var nextSleeper = 0
    /// Lanes of an older generation end, so that their connections are closed while the run waits.
    var generation = 0

    // How it goes.

    var bucket: TokenBucket?
    var refusalGuard: RefusalGuard
    var recipientLimit = RecipientLimit()
    var window: Window
    /// Workers that have a connection or are about to.
    var engaged = 0
    /// Those of them that are about to close theirs, to make room.
    var leaving = 0
    /// Connections that are open and not over.
    var live = 0
    /// After a pause one envelope goes alone, to see.
    var isProbing = false
    var progress: RunProgress
    /// Set once; nobody takes an envelope after that.
    var ending: RunEnd?
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

    struct Taker {
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
                group.addTask { await self.watchForRequests() }
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
}
