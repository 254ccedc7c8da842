import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// A whole run in memory, in simulated time, on one thread.
struct Simulation {
    let clock: ManualClock
    let journal: MemoryJournal
    let transport: MemoryTransport
    let executor = ManualExecutor()
    var settings = RunSettings(connections: 3, guardLimits: .off)

    init(
        recipients: Int = 100, maxRecipients: Int = 10, lanes: Int = 2, domain: String = "example.org",
        server: @escaping MemoryTransport.Server = { _, _ in .accepted },
        mayConnect: @escaping @Sendable (Int, Int) -> SMTPFailure? = { _, _ in nil }
    ) {
        clock = ManualClock()
        journal = MemoryJournal(
            addresses: (0..<recipients).map { "user\($0)@\(domain)" }, clock: clock, maxRecipients: maxRecipients)
        transport = MemoryTransport(clock: clock, lanes: lanes, mayConnect: mayConnect, server: server)
    }

    /// To several domains, in order; `leads` says where the route of each, which has its name, leads.
    init(
        domains: [(name: String, recipients: Int)], maxRecipients: Int = 10,
        routing: @escaping MemoryJournal.Routing = { DeliveryRoute(name: String($0), isDirect: true) },
        leads: @escaping @Sendable (DeliveryRoute) -> RouteEnd = {
            .destinations([(Destination(name: "mx.\($0.name)"), 1)])
        },
        server: @escaping MemoryTransport.Server = { _, _ in .accepted }
    ) {
        clock = ManualClock()
        journal = MemoryJournal(
            addresses: domains.flatMap { name, count in (0..<count).map { "user\($0)@\(name)" } },
            clock: clock, maxRecipients: maxRecipients, routing: routing)
        transport = MemoryTransport(clock: clock, server: server)
        transport.leads = leads
    }

    struct Result {
        let end: RunEnd
        let totals: MailingTotals
        let seconds: Double
    }

    /// Runs to the end; `during` is called before each step in time, with the time elapsed, and may meddle.
    func run(during: ((Duration, MailingRun) -> Void)? = nil) throws -> Result {
        let run = MailingRun(
            transport: transport, journal: journal, settings: settings, clock: clock, executor: executor)
        let outcome = Mutex<(RunEnd, MailingTotals)?>(nil)
        Task(executorPreference: executor) {
            let end = await run.run()
            let totals = try await journal.totals()
            outcome.withLock { $0 = (end, totals) }
        }
        executor.drain()
        while outcome.withLock({ $0 == nil }) {
            during?(clock.elapsed, run)
            executor.drain()
            if outcome.withLock({ $0 != nil }) { break }
            guard clock.elapsed < .seconds(30 * 86_400), clock.advance() else {
                Issue.record("the run waits for nothing at \(clock.elapsed)")
                throw Stuck()
            }
            executor.drain()
        }
        let (end, totals) = try #require(outcome.withLock { $0 })
        #expect(transport.open == 0, "a connection was left open")
        return Result(end: end, totals: totals, seconds: clock.elapsed / .seconds(1))
    }

    struct Stuck: Error {}
}

/// A run that was to end in another way.
func record(_ result: Simulation.Result) {
    Issue.record("ended otherwise: \(result.end)")
}
