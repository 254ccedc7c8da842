import FanmailBasics
import SMTPCore
import Synchronization
import Testing

@testable import FanmailDelivery

/// When something is tried again.
@Suite(.timeLimit(.minutes(10)))
struct RetryTests {
    private let server: @Sendable (Set<String>, Int) -> MemoryTransport.Server = { late, tries in
        { envelope, _ in .except(envelope) { late.contains($0) && envelope.attempt <= tries ? .tryLater : nil } }
    }

    @Test("By age: the next pause is that of how long ago the first offer was, whoever counted; the last is repeated")
    func byAge() {
        let schedule = RetrySchedule(pauses: [.seconds(15), .seconds(60), .seconds(300)], goesByAge: true)
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        let expected: [(age: Int64, pause: Int64)] = [
            (-3600, 15), (0, 15), (14, 15), (15, 60), (74, 60), (75, 300), (374, 300), (375, 300), (86_400, 300),
        ]
        for (age, pause) in expected {
            for attempt in [1, 9] {
                #expect(
                    schedule.next(after: attempt, firstOffered: now + .seconds(-age), now: now) == now
                        + .seconds(pause),
                    "\(age) s")
            }
        }
        #expect(schedule.next(after: 3, firstOffered: nil, now: now) == now + .seconds(15))
        #expect(RetrySchedule(pauses: [], goesByAge: true).next(after: 1, firstOffered: now, now: now) == nil)
    }

    @Test("Four days of a mailbox that stays full: tried ever less often, then given up")
    func days() throws {
        var simulation = Simulation(recipients: 2, maxRecipients: 1) { envelope, _ in
            .except(envelope) { $0 == "user0@example.org" ? .tryLater : nil }
        }
        simulation.settings.retry = .ofDays
        let result = try simulation.run()
        #expect(result.totals.accepted == 1 && result.totals.refused == 1)
        let offers = simulation.transport.offers.filter { $0.addresses == ["user0@example.org"] }.map(\.at)
        let pauses = zip(offers.dropFirst(), offers).map { Int(($0 - $1) / .seconds(1)) }
        #expect(Array(pauses.prefix(9)) == [15, 60, 300, 900, 1800, 3600, 7200, 14_400, 14_400])
        let whole = (offers[offers.count - 1] - offers[0]) / .seconds(3600)
        #expect(whole >= 96 && whole < 100.1, "\(whole) h")
    }

    @Test func everyDueTimeCounts() throws {
        var simulation = Simulation(
            recipients: 2002, maxRecipients: 10, server: server(["user0@example.org", "user950@example.org"], 1))
        simulation.settings.connections = 1
        simulation.settings.rate = 200
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(5), .seconds(60)])
        let result = try simulation.run()
        #expect(result.totals.accepted == 2002)
        for address in ["user0@example.org", "user950@example.org"] {
            let offers = simulation.transport.offers.filter { $0.addresses.contains(address) }
            #expect(offers.count == 2)
            let pause = (offers[1].at - offers[0].at) / .seconds(1)
            #expect(pause < 5.6, "\(address) was tried again after \(pause) s")
        }
    }

    @Test func dueRetriesDoNotWaitForTheSlowestTransaction() throws {
        var simulation = Simulation(recipients: 3, maxRecipients: 1, lanes: 1) { envelope, _ in
            .except(envelope) { $0 == "user0@example.org" && envelope.attempt == 1 ? .tryLater : nil }
        }
        simulation.transport.latencyOf = { $0.addresses == ["user2@example.org"] ? .seconds(300) : .milliseconds(10) }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15)])
        let result = try simulation.run()
        #expect(result.totals.accepted == 3)
        let retry = try #require(simulation.transport.offers.last { $0.addresses == ["user0@example.org"] })
        #expect(retry.at < .seconds(16))
    }

    @Test(arguments: [1, 3])
    func recipientsBeyondALimitGoAtOnce(connections: Int) throws {
        var simulation = Simulation(recipients: 5000, maxRecipients: 120) { envelope, _ in
            var report = TransactionResult.accepted
            report.overflow = Array(envelope.recipients.ids.indices.dropFirst(8))
            return report
        }
        simulation.settings.connections = connections
        simulation.settings.rate = 500
        let result = try simulation.run()
        #expect(result.totals.accepted == 5000)
        var offered: [String: Duration] = [:]
        for offer in simulation.transport.offers {
            for address in offer.addresses {
                if let first = offered[address] {
                    #expect(offer.at - first < .seconds(3))
                } else {
                    offered[address] = offer.at
                }
            }
        }
    }

    @Test func theLearnedLimitGrowsAgain() throws {
        let isBusy = Mutex(true)
        let simulation = Simulation(recipients: 1000, maxRecipients: 20) { envelope, _ in
            var report = TransactionResult.accepted
            // Only at first it takes few.
            if isBusy.withLock({ $0 }), envelope.recipients.count > 4 {
                report.overflow = Array(envelope.recipients.ids.indices.dropFirst(4))
                isBusy.withLock { $0 = false }
            }
            return report
        }
        let result = try simulation.run()
        #expect(result.totals.accepted == 1000)
        #expect(simulation.transport.offers.dropFirst(20).map(\.addresses.count).max() ?? 0 > 8)
        #expect(simulation.journal.state.withLock { $0.limit } > 8)
    }

    @Test func threeUnsentChargeNoAttempt() throws {
        let drops = Mutex(0)
        var simulation = Simulation(recipients: 300) { envelope, _ in
            guard envelope.number == 5, drops.withLock({ $0 < 4 }) else { return .accepted }
            drops.withLock { $0 += 1 }
            return TransactionResult(ending: .unsent(.dropped), connectionIsOver: true)
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15), .seconds(60)])
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 300)
        #expect(simulation.transport.offers.allSatisfy { $0.attempt == 1 })
    }

    @Test func aResumeHasTheWholeScheduleAgain() throws {
        var simulation = Simulation(recipients: 10, server: server(["user3@example.org"], 5))
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15), .seconds(60)])
        guard case .deferred = try simulation.run().end else { return }
        #expect(simulation.transport.offers.count == 3)
        simulation.journal.takeOver()
        let result = try simulation.run()
        guard case .finished = result.end else { return record(result) }
        #expect(result.totals.accepted == 10)
        #expect(simulation.transport.offers.map(\.attempt) == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [(95, false), (97, true)])
    func deferredHasAnEnd(hours: Int, isOver: Bool) throws {
        var simulation = Simulation(recipients: 10, server: server(["user3@example.org"], 100))
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15)])
        _ = try simulation.run()
        simulation.clock.turn(by: .seconds(hours * 3600))
        simulation.journal.takeOver()
        let result = try simulation.run()
        #expect(result.totals.refused == (isOver ? 1 : 0))
        #expect(result.totals.deferred == (isOver ? 0 : 1))
        guard isOver else { return }
        let reply = try #require(simulation.journal.state.withLock { $0.members[4]?.reply })
        #expect(reply.summary == "450 4.4.7 expired after 4 days; the last reply: 450 4.2.0 try later")
        guard case .finished = result.end else { return record(result) }
    }

    /// Deferred, paused, resumed days later: what the relay puts off then is no recipient's fault.
    @Test func nobodyExpiresWhileTheRelayPutsEverybodyOff() throws {
        let hours = Mutex(0)
        let busy = Reply(code: 450, status: EnhancedStatusCode(4, 3, 2), text: "not accepting network messages")
        var simulation = Simulation(recipients: 200) { envelope, _ in
            .except(envelope) { _ in hours.withLock { $0 < 121 } ? busy : nil }
        }
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15), .seconds(60)])
        for _ in 0..<2 {
            let result = try simulation.run()
            #expect(result.totals.refused == 0)
            simulation.clock.turn(by: .seconds(120 * 3600))
            simulation.journal.takeOver()
        }
        hours.withLock { $0 = 240 }
        #expect(try simulation.run().totals.accepted == 200)
    }

    /// The one try of a run without pauses tells of a recipient only where the relay takes others'.
    @Test(arguments: [1, 10, 200])
    func withoutPausesNobodyExpiresWhileTheRelayPutsEverybodyOff(recipients: Int) throws {
        let simulation = Simulation(recipients: recipients) { envelope, _ in
            .except(envelope) { _ in Reply(code: 450, status: EnhancedStatusCode(4, 3, 2), text: "busy") }
        }
        for _ in 0..<3 {
            #expect(try simulation.run().totals.refused == 0)
            simulation.clock.turn(by: .seconds(120 * 3600))
            simulation.journal.takeOver()
        }
    }

    @Test(arguments: [
        (EnhancedStatusCode(4, 2, 2), 1), (EnhancedStatusCode(4, 2, 1), 1), (EnhancedStatusCode(4, 7, 1), 0),
    ])
    func withoutPausesAFullMailboxExpires(status: EnhancedStatusCode, refused: Int) throws {
        let simulation = Simulation(recipients: 1) { envelope, _ in
            .except(envelope) { _ in Reply(code: 450, status: status, text: "not now") }
        }
        #expect(try simulation.run().totals.refused == 0)
        simulation.clock.turn(by: .seconds(120 * 3600))
        simulation.journal.takeOver()
        #expect(try simulation.run().totals.refused == refused)
    }

    @Test func withoutPausesWhoIsPutOffBesideOthersExpires() throws {
        let isLater = Mutex(false)
        let simulation = Simulation(recipients: 10) { envelope, _ in
            .except(envelope) { $0 == "user3@example.org" || !isLater.withLock(\.self) ? .tryLater : nil }
        }
        _ = try simulation.run()
        isLater.withLock { $0 = true }
        simulation.clock.turn(by: .seconds(120 * 3600))
        simulation.journal.takeOver()
        let result = try simulation.run()
        #expect(result.totals.accepted == 9)
        #expect(result.totals.refused == 1)
    }

    /// The first attempt after a pause is not the last.
    @Test func whoIsDueAgainInThisRunDoesNotExpire() throws {
        var simulation = Simulation(recipients: 10, server: server(["user3@example.org"], 3))
        simulation.settings.retry = RetrySchedule(pauses: [.seconds(15)])
        _ = try simulation.run()
        simulation.clock.turn(by: .seconds(120 * 3600))
        simulation.journal.takeOver()
        #expect(try simulation.run().totals.accepted == 10)
    }

    /// A copy that no server at hand can take in its form is put off, and the relay is not left alone for that.
    @Test func whatTheMessageLacksIsNotTheRelaysBusyness() throws {
        let lack = Reply(code: 450, status: EnhancedStatusCode(4, 6, 9), text: "needs SMTPUTF8")
        let simulation = Simulation(recipients: 200, maxRecipients: 1) { envelope, _ in
            .except(envelope) { Int($0.dropFirst(4).prefix(while: \.isNumber)) ?? 0 < 60 ? lack : nil }
        }
        let result = try simulation.run()
        #expect(result.totals.accepted == 140)
        #expect(result.totals.deferred == 60)
    }

    @Test func atASlowRateTheAudienceIsCutSecondsAhead() throws {
        var simulation = Simulation(recipients: 400, maxRecipients: 20)
        simulation.settings.connections = 10
        simulation.settings.rate = 20
        let most = Mutex(0)
        _ = try simulation.run { _, _ in
            let cut = simulation.journal.state.withLock { state in
                state.rows.values.filter { $0.state == .cut }.reduce(0) { $0 + $1.envelope.recipients.count }
            }
            most.withLock { $0 = max($0, cut) }
        }
        #expect(most.withLock { $0 } <= 80)
    }
}
