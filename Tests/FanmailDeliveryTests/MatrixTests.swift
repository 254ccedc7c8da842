import FanmailDelivery
import SMTPCore
import Synchronization
import Testing

/// A server that turns permanent, transient, silent or wrong after n recipients, at every command: played in memory
/// through the real session and the real run, in simulated time.
@Suite("A server that goes wrong", .timeLimit(.minutes(10)))
struct MatrixTests {
    private static let people = (0..<40).map {
        (10..<15).contains($0) ? "nobody\($0)@a.example" : "user\($0)@a.example"
    }

    private struct Cell {
        let end: RunEnd
        let totals: MailingTotals
        let members: [String: Outcome?]
        let server: MatrixServer
        let elapsed: Duration
    }

    private static func play(_ dialect: Dialect, _ misbehaviour: Misbehaviour) throws -> Cell {
        let (clock, executor) = (ManualClock(), ManualExecutor())
        let server = MatrixServer(dialect, misbehaviour)
        let journal = MemoryJournal(addresses: people, clock: clock, maxRecipients: 5)
        let transport = try MatrixTransport(server, clock: clock, executor: executor)
        let run = MailingRun(
            transport: transport, journal: journal,
            settings: RunSettings(connections: 2, retry: .usual, guardLimits: .off), clock: clock, executor: executor)
        let outcome = Mutex<(RunEnd, MailingTotals)?>(nil)
        Task(executorPreference: executor) {
            let end = await run.run()
            let totals = try await journal.totals()
            outcome.withLock { $0 = (end, totals) }
        }
        executor.drain()
        while outcome.withLock({ $0 == nil }), clock.elapsed < .seconds(86_400) {
            guard clock.advance() else { break }
            executor.drain()
        }
        let (end, totals) = try #require(
            outcome.withLock { $0 }, "\(dialect), \(misbehaviour): the run is stuck at \(clock.elapsed)")
        #expect(transport.open == 0, "\(dialect), \(misbehaviour): a connection was left open")
        let elapsed = clock.elapsed
        // Goodbyes that are still on their way.
        while clock.advance() { executor.drain() }
        let members = journal.state.withLock { state in
            Dictionary(uniqueKeysWithValues: state.members.values.map { ($0.address, $0.outcome) })
        }
        return Cell(end: end, totals: totals, members: members, server: server, elapsed: elapsed)
    }

    @Test(
        "Nobody is lost, doubled, or refused for what was not their own",
        arguments: Dialect.allCases, Misbehaviour.Step.allCases)
    func nothingLostNothingDoubled(dialect: Dialect, step: Misbehaviour.Step) throws {
        for kind in Misbehaviour.Kind.allCases {
            for recipients in [0, 7, 30] {
                for lasts in [true, false] {
                    let misbehaviour = Misbehaviour(step: step, kind: kind, recipients: recipients, lasts: lasts)
                    let name = "\(dialect), \(misbehaviour)"
                    let cell = try Self.play(dialect, misbehaviour)
                    Self.expectTruth(cell, name)
                    Self.expectEnd(cell, name)
                    if !lasts { Self.expectRecovery(cell, name) }
                }
            }
        }
    }

    /// The journal and the server agree on who has a copy, and the sums add up.
    private static func expectTruth(_ cell: Cell, _ name: String) {
        #expect(cell.totals.recipients == people.count, "\(name)")
        #expect(cell.server.copies.values.allSatisfy { $0 == 1 }, "\(name)")
        for (address, outcome) in cell.members {
            let copies = cell.server.copies[address] ?? 0
            switch outcome {
            case .accepted: #expect(copies == 1, "\(name): \(address) is accepted and has no copy")
            case .refused:
                #expect(cell.server.refused.contains(address), "\(name): \(address) was refused for another's fault")
                #expect(copies == 0, "\(name): \(address) is refused and has a copy")
            case .deferred, .skipped, nil: #expect(copies == 0, "\(name): \(address) would get a second copy")
            case .unknown: break
            }
        }
    }

    /// It comes to an end in time, with a reason where that is not the end of the mailing.
    private static func expectEnd(_ cell: Cell, _ name: String) {
        #expect(cell.elapsed < .seconds(4 * 3600), "\(name)")
        // What is sent into the dark is little.
        #expect(cell.totals.unknown <= 30, "\(name)")
        if case .finished = cell.end {
            #expect(cell.totals.pending == 0 && cell.totals.deferred == 0, "\(name)")
        } else {
            #expect(cell.end.state == .paused, "\(name)")
            #expect((cell.end.reason ?? "").contains(" "), "\(name)")
        }
    }

    /// What happened once costs nobody their copy, apart from those whose reply was lost.
    private static func expectRecovery(_ cell: Cell, _ name: String) {
        if case .finished = cell.end {} else { Issue.record("\(name): ended otherwise: \(cell.end)") }
        #expect(cell.totals.unknown <= 10, "\(name)")
        #expect(cell.totals.accepted + cell.totals.unknown == people.count - cell.server.refused.count, "\(name)")
    }
}
