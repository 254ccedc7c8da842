import FanmailBasics
import SMTPCore
import Synchronization
import Testing

@testable import FanmailDelivery

/// The pace of whole runs, by the hand-moved clock.
struct RunPacingTests {
    private func all(_ rates: MailRate...) -> [BudgetLimit] { rates.map { BudgetLimit(.all, $0) } }

    @Test func aThousandASecondAreThatInEveryTenthOfASecond() throws {
        var simulation = Simulation(recipients: 10_000, maxRecipients: 1)
        simulation.settings.connections = 10
        simulation.settings.rate = 1000
        let result = try simulation.run()
        #expect(result.totals.accepted == 10_000)
        let times = simulation.transport.offers.map { $0.at / .milliseconds(1) }
        let last = try #require(times.last)
        #expect(abs(last - 10_000) < 50)
        let windows = Dictionary(grouping: times) { Int($0 / 100) }.mapValues(\.count)
        // The connections are opened in the first one.
        #expect(windows.filter { (2..<99).contains($0.key) }.values.allSatisfy { (90...110).contains($0) })
        #expect(simulation.journal.state.withLock { $0.grants } <= 25)
    }

    /// A relay that closes what was idle for three seconds is never met closed: one connection is at work all the time.
    @Test func sixtyAMinuteComeOneASecondOverOneConnection() throws {
        var simulation = Simulation(recipients: 180, maxRecipients: 1)
        simulation.settings.budgets = all(MailRate(.recipients, 60, per: .minute))
        let result = try simulation.run()
        #expect(result.totals.accepted == 180)
        let times = simulation.transport.offers.map { $0.at / .seconds(1) }
        #expect(times.enumerated().allSatisfy { place, time in abs(time - Double(place + 1)) < 0.05 })
        #expect(simulation.transport.opened == 1)
    }

    @Test func aSlowPaceHoldsNoConnectionOpen() throws {
        var simulation = Simulation(recipients: 5, maxRecipients: 1)
        simulation.settings.budgets = all(MailRate(.messages, 1, per: .minute))
        let transport = simulation.transport
        let result = try simulation.run { elapsed, _ in
            // Ten seconds behind one, fifty before the next.
            if let last = transport.offers.last, elapsed - last.at > .seconds(10), elapsed - last.at < .seconds(59) {
                #expect(transport.open == 0)
            }
        }
        #expect(result.totals.accepted == 5 && result.seconds > 295 && result.seconds < 305)
    }

    @Test func aDaysWorthIsFollowedByTheNextAfterADay() throws {
        var simulation = Simulation(recipients: 250, maxRecipients: 10)
        simulation.settings.budgets = all(
            MailRate(.recipients, 100, per: .day), MailRate(.messages, 2, per: .second))
        let result = try simulation.run()
        #expect(result.totals.accepted == 250)
        let day = 86_400.0
        let offers = simulation.transport.offers
        for offer in offers {
            let window = offers.filter { $0.at <= offer.at && offer.at - $0.at < .seconds(day) }
            #expect(window.reduce(0) { $0 + $1.addresses.count } <= 100)
        }
        #expect(result.seconds > 2 * day && result.seconds < 2 * day + 900)
    }

    @Test func connectionsHaveARateOfTheirOwn() throws {
        var simulation = Simulation(recipients: 12, maxRecipients: 1, lanes: 1) { _, _ in
            TransactionResult(ending: .answered(Reply(code: 250, text: "ok")), connectionIsOver: true)
        }
        simulation.settings.connections = 3
        simulation.settings.budgets = all(MailRate(.connections, 6, per: .minute))
        let result = try simulation.run()
        #expect(result.totals.accepted == 12 && simulation.transport.opened == 12)
        #expect(result.seconds > 115 && result.seconds < 125)
    }

    @Test func aListHasARateOfItsOwn() throws {
        var simulation = Simulation(recipients: 100, maxRecipients: 1)
        simulation.settings.listBudgets = [1: [BudgetLimit(.list(1), MailRate(.recipients, 10, per: .second))]]
        let result = try simulation.run()
        #expect(result.totals.accepted == 100 && abs(result.seconds - 10) < 0.3)
    }

    @Test func whatWasNotUsedIsThereForTheNextRun() throws {
        var simulation = Simulation(recipients: 30, maxRecipients: 1)
        simulation.settings.budgets = all(
            MailRate(.recipients, 100, per: .day), MailRate(.recipients, 10, per: .second))
        let result = try simulation.run()
        #expect(result.totals.accepted == 30)
        let (used, paid) = simulation.journal.state.withLock {
            ($0.quotas.values.map(\.used), $0.budgets.values.map(\.paidUntil.microseconds))
        }
        #expect(used == [30])
        let end = simulation.clock.now.milliseconds * 1000
        #expect(paid.allSatisfy { $0 <= end + 1000 })
    }

    @Test func aClockThatIsSetBackAnHourStopsNothing() throws {
        var simulation = Simulation(recipients: 300, maxRecipients: 1)
        simulation.settings.rate = 10
        let clock = simulation.clock
        let result = try simulation.run { elapsed, _ in if elapsed > .seconds(12) { clock.set(by: .seconds(-3600)) } }
        #expect(result.totals.accepted == 300)
        #expect(abs(result.seconds - 30) < 1.5)
        let times = simulation.transport.offers.map { $0.at / .seconds(1) }
        let windows = Dictionary(grouping: times) { Int($0) }.mapValues(\.count)
        #expect(windows.values.allSatisfy { $0 <= 11 })
    }
}
