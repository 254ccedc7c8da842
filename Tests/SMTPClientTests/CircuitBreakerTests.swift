import Testing

@testable import SMTPClient

@Suite("A relay that is down is found out once, and asked now and then")
struct CircuitBreakerTests {
    private let start = ContinuousClock.now

    private func machine(_ limit: Int = 1) -> PoolMachine {
        PoolMachine(limit: limit, idleTime: .seconds(5), lifetime: .seconds(300))
    }

    private func actions(_ machine: inout PoolMachine) -> [PoolMachine.Action] {
        var actions: [PoolMachine.Action] = []
        while let action = machine.nextAction() { actions.append(action) }
        return actions
    }

    /// Its first attempt began at the start and failed by time after 30 seconds.
    private func downMachine(_ limit: Int = 1) -> PoolMachine {
        var pool = machine(limit)
        pool.requested(1, at: start)
        pool.openingFailed(0, at: start + .seconds(30))
        _ = actions(&pool)
        return pool
    }

    @Test("Who comes while it is down is not kept waiting") func failsFast() {
        var pool = downMachine()
        pool.requested(2, at: start + .milliseconds(30_500))
        #expect(actions(&pool) == [.failFast(request: 2, until: start + .seconds(31))])
        #expect(pool.connections == 0 && pool.waitingCount == 0)
    }

    @Test("The first who comes after the pause tries, and who comes meanwhile does not wait for it") func probe() {
        var pool = downMachine(4)
        pool.requested(2, at: start + .seconds(31))
        pool.requested(3, at: start + .seconds(32))
        #expect(actions(&pool) == [.open(connection: 1), .failFast(request: 3, until: nil)])
        pool.opened(1, lanes: 1, at: start + .seconds(33))
        pool.requested(4, at: start + .seconds(33))
        #expect(actions(&pool) == [.grant(request: 2, connection: 1), .open(connection: 2)])
        #expect(pool.circuit == .closed)
    }

    @Test("Pauses double up to the longest") func pauses() {
        var pool = downMachine()
        var now = start + .seconds(31)
        var pauses: [Int64] = []
        for connection in 1...9 {
            pool.requested(connection + 1, at: now)
            #expect(actions(&pool) == [.open(connection: connection)])
            pool.openingFailed(connection, at: now)
            #expect(actions(&pool) == [.fail(request: connection + 1)])
            guard case .open(let outage) = pool.circuit, case .until(let end) = outage.wait else {
                Issue.record("\(pool.circuit)")
                return
            }
            pauses.append(now.duration(to: end).components.seconds)
            now = end
        }
        #expect(pauses == [2, 4, 8, 16, 32, 60, 60, 60, 60])
    }

    @Test("Refusals in a moment are no outage; refusals for a while are") func refusals() {
        var pool = machine()
        for request in 1...20 {
            pool.requested(request, at: start)
            #expect(actions(&pool) == [.open(connection: request - 1)])
            pool.openingFailed(request - 1, at: start)
            #expect(actions(&pool) == [.fail(request: request)])
        }
        #expect(pool.circuit == .failing(since: start))
        pool.requested(21, at: start + .seconds(15))
        pool.openingFailed(20, at: start + .seconds(15))
        #expect(pool.circuit.isOpen)
    }

    @Test("A success in between begins anew") func success() {
        var pool = machine(2)
        pool.requested(1, at: start)
        pool.openingFailed(0, at: start)
        pool.requested(2, at: start + .seconds(10))
        pool.opened(1, lanes: 1, at: start + .seconds(10))
        pool.requested(3, at: start + .seconds(15))
        _ = actions(&pool)
        pool.openingFailed(2, at: start + .seconds(16))
        #expect(pool.circuit == .failing(since: start + .seconds(15)))
    }

    @Test("Open connections go on, and nobody waits for one that is over") func openConnections() {
        var pool = machine(2)
        pool.requested(1, at: start)
        pool.opened(0, lanes: 1, at: start)
        pool.requested(2, at: start)
        _ = actions(&pool)
        pool.openingFailed(1, at: start + .seconds(20))
        #expect(actions(&pool).isEmpty && pool.circuit.isOpen && pool.waitingCount == 1)
        pool.released(0, isOver: false, at: start + .milliseconds(20_100))
        #expect(actions(&pool) == [.grant(request: 2, connection: 0)])
        pool.requested(3, at: start + .milliseconds(20_200))
        #expect(actions(&pool).isEmpty && pool.waitingCount == 1)
        pool.lost(0, at: start + .milliseconds(20_300))
        #expect(actions(&pool) == [.failFast(request: 3, until: start + .seconds(21))])
    }

    @Test("Where no other connection is to come, those there are take more") func secondLanes() {
        var pool = machine(3)
        pool.requested(1, at: start)
        pool.opened(0, lanes: 2, at: start)
        pool.requested(2, at: start)
        _ = actions(&pool)
        pool.openingFailed(1, at: start + .seconds(20))
        #expect(actions(&pool) == [.grant(request: 2, connection: 0)])
    }

    @Test("Other attempts that were under way neither lengthen nor shorten the pause") func stragglers() {
        var pool = machine(3)
        for request in 1...3 { pool.requested(request, at: start) }
        pool.openingFailed(0, at: start + .seconds(30))
        let circuit = pool.circuit
        pool.openingFailed(1, at: start + .milliseconds(30_500))
        #expect(pool.circuit == circuit && circuit.isOpen)
        pool.opened(2, lanes: 1, at: start + .seconds(32))
        #expect(pool.circuit == .closed)
    }

    @Test("A pool says why it does not try, and in how many seconds it does") func words() async throws {
        // Nobody listens there, also while other tests begin to listen elsewhere.
        let pool = SMTPPool(
            relay: try Relay("smtp://127.0.0.1:1"),
            circuitBreaker: CircuitBreaker(tripAfter: .zero, firstPause: .seconds(3_600), longestPause: .seconds(3_600))
        )
        let first = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
        #expect(first.word == "unsent, refused" && first.message?.contains("not tried") == false)
        #expect(pool.isDown)
        let second = await pool.send(try Letter.transaction(to: ["ada@example.org"]))
        #expect(second.word == "unsent, refused")
        let message = try #require(second.message)
        #expect(message.hasPrefix("127.0.0.1:1: Connection refused; not tried again for another 3"), "\(message)")
        await pool.shutDown()
    }
}
