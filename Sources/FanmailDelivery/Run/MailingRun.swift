import FanmailBasics
import SMTPCore
import Synchronization

/// One run of a mailing: takes cut envelopes from the journal, offers them over concurrent connections, and hands
/// back what became of each recipient.
///
/// It knows neither sockets nor SQL, only the two ports, and gets its time and its thread as arguments.
/// ```
/// journal.cutNext ─> place ─> take (rate) ─> lane: arm + deliver ─> settle ─> journal.settle
///                      ^                                              │ put back, overflow
///                      └──────────────────────────────────────────────┘
/// ```
package actor MailingRun {
    let transport: any EnvelopeTransport
    let journal: any EnvelopeJournal
    let clock: any RunClock
    let settings: RunSettings
    /// How many recipients are cut at once and ahead; nil for a page as is convenient.
    let pageRecipients: Int?
    let executor: any SerialExecutor & TaskExecutor
    private let published: Mutex<RunProgress>
    /// Nothing of it is run any more: the executor may have gone.
    private let isOver = Mutex(false)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    // What is to be sent.

    /// Where each route leads, as far as something was cut for it.
    var routes: [DeliveryRoute: RouteTargets] = [:]
    /// Routes that are to be looked up,
    var unasked = WaitingLine<RouteTargets>()
    /// and how many are being.
    var asking = 0
    /// The destinations, by name.
    var queues: [String: DestinationQueue] = [:]
    /// Cut envelopes that nobody has taken, of all destinations.
    var ready = ReadyEnvelopes.Sums()
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

    /// What is to be done beside the loops of the run.
    var starts = WaitingLine<Start>()
    var starter: CheckedContinuation<Void, Never>?
    /// Destinations that wait for a connection, or tokens.
    var line = WaitingLine<DestinationQueue>()
    /// Those that may have a connection for which there is nothing to do.
    var idlers = WaitingLine<DestinationQueue>()
    /// When a destination is to be looked after.
    var alarms = Alarms<DestinationQueue>()
    var timekeeper: CheckedContinuation<Void, Never>?
    /// The number of the sleeper that waits for the next alarm.
    var alarmSleeper: Int?
    /// Which destination waits for tokens that are everybody's; the others wait for it.
    weak var payer: DestinationQueue?
    /// Those for which more tokens are asked for.
    var shortQueues: [DestinationQueue] = []
    var treasurer: CheckedContinuation<Void, Never>?
    /// The number of the sleeper that waits for what is deferred.
    var dueSleeper: Int?
    /// What people ask of destinations.
    var asked = DestinationRequests()
    var feeder: CheckedContinuation<Void, Never>?
    var sleepers: [Int: Task<Void, Never>] = [:]
    var nextSleeper = 0

    // How it goes.

    var wallet = Wallet()
    var refusalGuard: RefusalGuard
    /// Workers that have a connection or are about to, of all destinations.
    var engaged = 0
    /// A connection that is open already.
    var spare: (destination: Destination, connection: any EnvelopeConnection)?
    var progress: RunProgress
    /// Set once; nobody takes an envelope after that.
    var ending: RunEnd?
    /// Why the latest envelope that this run gave up came back.
    var givenUp: String?

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
        pageRecipients = settings.rate.map { max(1, Int($0 * Self.secondsAhead)) }
        self.clock = clock
        self.executor = executor
        progress = RunProgress(startingFrom: totals)
        published = Mutex(progress)
        refusalGuard = RefusalGuard(limits: settings.guardLimits)
    }

    /// Runs until every recipient reached an outcome, or something stops it. Call once.
    ///
    /// - Parameters:
    ///   - first: a connection that is open already, if there is one.
    ///   - destination: where that leads.
    /// - Returns: how it ended. The journal has been finished accordingly, except when it failed.
    package func run(
        first: (any EnvelopeConnection)? = nil, to destination: Destination = .only
    ) async -> RunEnd {
        if let first {
            spare = (destination, first)
            noteOpened()
        }
        defer { isOver.withLock { $0 = true } }
        asked = await journal.destinationRequests()
        return await withTaskExecutorPreference(executor) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.feed() }
                group.addTask { await self.watchForRequests() }
                group.addTask { await self.keepTelling() }
                group.addTask { await self.keepTime() }
                group.addTask { await self.fund() }
                group.addTask { await self.startWhatIsAsked() }
            }
            await self.closeSpares()
            return await self.close()
        }
    }

    /// Connections that were open already and were not needed.
    private func closeSpares() async {
        for queue in queues.values {
            if let spare = queue.spare { await close(spare) }
            queue.spare = nil
        }
        if let spare { await close(spare.connection) }
        spare = nil
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
