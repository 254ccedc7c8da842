import SMTPCore
import Testing

@testable import SMTPLoad

@Suite("What workers have measured becomes one")
struct LoadStatisticsTests {
    private func worker(isAway: Bool, connections: Int, failures: Int) -> LoadStatistics {
        var statistics = LoadStatistics()
        (statistics.isAway, statistics.connections, statistics.connectionFailures) = (isAway, connections, failures)
        return statistics
    }

    @Test("A server is away where nobody reaches it any more, not where one event loop does not")
    func away() {
        let (here, away) = (
            worker(isAway: false, connections: 3, failures: 0), worker(isAway: true, connections: 0, failures: 1)
        )
        let idle = worker(isAway: false, connections: 0, failures: 0)
        for (workers, isAway) in [
            ([here], false), ([away], true), ([here, away], false), ([away, here], false), ([away, away], true),
            ([idle, away, idle], true), ([away, idle, here], false), ([here, away, away], false), ([idle], false),
        ] {
            var sum = LoadStatistics()
            for worker in workers { sum.add(worker) }
            #expect(sum.isAway == isAway, "\(workers.map(\.isAway))")
        }
    }

    @Test("However many codes a server makes up, each reply is counted")
    func codes() {
        var statistics = LoadStatistics()
        for number in 0..<1500 {
            let status = EnhancedStatusCode(5, UInt16(number / 1000), UInt16(number % 1000))
            let reply = Reply(code: 550, status: status, text: "no")
            statistics.note(
                TransactionResult(ending: .refused(reply)), recipients: 2, time: 1, begun: 0, ended: 0)
        }
        #expect(statistics.codes.values.reduce(0, +) == 3000 && statistics.codes.count <= 101)
    }
}
