import FanmailBasics
import SMTPClient
import SMTPCore
import SMTPProtocol
import Testing

@testable import SMTPLoad

@Suite("The transactions of a scenario, before any of them is sent")
struct ScenarioDrawsTests {
    private func scenario(seed: UInt64 = 1) throws -> Scenario {
        var news = ScenarioSender(name: "news", weight: 70)
        news.recipients = .uniform(1...10)
        news.size = .exponential(mean: 4000)
        news.encryptedShare = 0.25
        var bad = ScenarioSender(name: "bad", weight: 5)
        bad.faults = ClientFault.allCases
        var bound = ScenarioSender(name: "bound", weight: 25)
        bound.target = 1
        var phase = ScenarioPhase(name: "steady", kind: .steady, duration: .seconds(10))
        phase.steps = [.init(from: 100, to: 100, duration: .seconds(10))]
        var closed = ScenarioPhase(name: "closed", kind: .closed, duration: .seconds(10))
        closed.transactions = 300
        let relay = try Relay("smtp://127.0.0.1:1")
        var scenario = Scenario(
            targets: [.init(name: "a", relay: relay, weight: 3), .init(name: "b", relay: relay)],
            senders: [news, bad, bound], phases: [phase, closed])
        scenario.seed = seed
        return scenario
    }

    private func jobs(_ scenario: Scenario, phase: Int, _ count: Int) -> [ScenarioJob] {
        var draws = ScenarioDraws(scenario, phase: phase)
        return (0..<count).map { _ in draws.next() }
    }

    @Test("The same seed draws the same, another one another; phases differ") func seeds() throws {
        let (one, two) = (jobs(try scenario(), phase: 0, 500), jobs(try scenario(), phase: 0, 500))
        let other = jobs(try scenario(seed: 2), phase: 0, 500)
        let later = jobs(try scenario(), phase: 1, 500)
        #expect(one == two && one != other && one.map(\.size) != later.map(\.size))
    }

    @Test("Shares of senders, targets and encryption are kept, and recipients are numbered without gaps")
    func shares() throws {
        let all = jobs(try scenario(), phase: 0, 10_000)
        #expect(abs(all.count { $0.sender == 0 } - 7000) <= 3 && abs(all.count { $0.sender == 2 } - 2500) <= 3)
        #expect(all.filter { $0.sender == 2 }.allSatisfy { $0.target == 1 })
        #expect(abs(all.count { $0.sender != 2 && $0.target == 0 } - 5625) <= 3)
        let news = all.filter { $0.sender == 0 }
        #expect(news.count { $0.isEncrypted } == news.count / 4)
        var next = 0
        for job in news {
            #expect(job.firstRecipient == next && (1...10).contains(job.recipients))
            next += job.recipients
        }
        let faults = Dictionary(grouping: all.compactMap(\.fault)) { $0 }.mapValues(\.count)
        #expect(faults.count == ClientFault.allCases.count && faults.values.allSatisfy { (60...140).contains($0) })
    }

    @Test("In a phase that names its senders only these send, in their shares") func named() throws {
        var scenario = try scenario()
        scenario.phases[1].senders = [0, 2]
        let all = jobs(scenario, phase: 1, 9500)
        #expect(!all.contains { $0.sender == 1 } && abs(all.count { $0.sender == 0 } - 7000) <= 2)
        #expect(jobs(scenario, phase: 0, 1000).contains { $0.sender == 1 })
    }

    @Test("A forecast is the sum of what is drawn") func forecast() throws {
        let scenario = try scenario()
        let forecast = ScenarioForecast(scenario)
        let all = jobs(scenario, phase: 0, 1000) + jobs(scenario, phase: 1, 300)
        let good = all.filter { $0.sender != 1 }
        #expect(forecast.transactions == 1300 && !forecast.isOpenEnded)
        #expect(forecast.recipients == good.reduce(0) { $0 + $1.recipients })
        #expect(forecast.octets == good.reduce(0) { $0 + $1.size })
        #expect(forecast.senders.map(\.transactions) == (0..<3).map { place in all.count { $0.sender == place } })
        #expect(forecast.targets.map(\.transactions) == (0..<2).map { place in all.count { $0.target == place } })
        #expect(forecast.phases.map(\.transactions) == [1000, 300])
    }

    @Test("What is too much to be gone through one by one is told all the same") func large() throws {
        var scenario = try scenario()
        scenario.phases[0].steps = [.init(from: 1000, to: 1000, duration: .seconds(100_000))]
        scenario.phases[1].transactions = nil
        let forecast = ScenarioForecast(scenario)
        #expect(forecast.isOpenEnded && abs(forecast.transactions - 100_000_000) < 10)
        scenario.phases.append(scenario.phases[0])
        #expect(abs(ScenarioForecast(scenario).phases[2].transactions - 100_000_000) < 10)
        #expect(abs(forecast.senders[0].transactions - 70_000_000) < 1000)
    }

    @Test("What nobody could ever send is told all the same") func beyond() throws {
        var scenario = try scenario()
        for place in scenario.senders.indices { scenario.senders[place].size = .fixed(1_000_000) }
        scenario.phases[0].duration = .seconds(30 * 86400)
        scenario.phases[0].steps = [.init(from: 1e7, to: 1e7, duration: .seconds(30 * 86400))]
        scenario.phases += [scenario.phases[0]]
        #expect(ScenarioForecast(scenario).octets == .max)
    }

    @Test(
        "Messages have the sizes that were drawn, and ids of their own", arguments: [1, 300, 301, 378, 2048, 200_000])
    func sizes(size: Int) throws {
        var scenario = try scenario()
        scenario.senders[2].size = .fixed(size)
        scenario.senders[2].to = "a{n}@b.example"
        let contents = ScenarioContents(scenario, run: "r", date: Timestamp(milliseconds: 0))
        let own = jobs(scenario, phase: 0, 100).filter { $0.sender == 2 }
        let made = try own.map { try contents.transaction($0) }
        #expect(Set(made.map { String(decoding: $0.content.bytes, as: UTF8.self) }).count == own.count)
        for (job, transaction) in zip(own, made) {
            #expect(size < 300 || (size - 1...size).contains(transaction.content.size))
            #expect(transaction.recipients.address(at: 0) == "a\(job.firstRecipient)@b.example")
            let again = try contents.transaction(job)
            #expect(transaction.content.bytes == again.content.bytes)
        }
    }
}
