import TestSupport
import Testing

@testable import SMTPClient

@Suite("Which request gets which connection")
struct PoolMachineTests {
    private let start = ContinuousClock.now

    private func machine(_ limit: Int) -> PoolMachine {
        PoolMachine(limit: limit, idleTime: .seconds(5), lifetime: .seconds(300))
    }

    private func actions(_ machine: inout PoolMachine) -> [PoolMachine.Action] {
        var actions: [PoolMachine.Action] = []
        while let action = machine.nextAction() { actions.append(action) }
        return actions
    }

    @Test("A connection is opened for the first request, and kept for the next") func reuse() {
        var pool = machine(2)
        pool.requested(1, at: start)
        #expect(actions(&pool) == [.open(connection: 0)])
        pool.opened(0, lanes: 2, at: start)
        #expect(actions(&pool) == [.grant(request: 1, connection: 0)])
        pool.released(0, isOver: false, at: start)
        pool.requested(2, at: start + .seconds(4))
        #expect(actions(&pool) == [.grant(request: 2, connection: 0)])
        #expect(pool.connections == 1)
    }

    @Test("More connections come before second lanes, and second lanes before waiting") func order() {
        var pool = machine(2)
        for request in 1...5 { pool.requested(request, at: start) }
        #expect(actions(&pool) == [.open(connection: 0), .open(connection: 1)])
        pool.opened(0, lanes: 2, at: start)
        #expect(actions(&pool) == [.grant(request: 1, connection: 0)])
        pool.opened(1, lanes: 2, at: start)
        #expect(
            actions(&pool) == [
                .grant(request: 2, connection: 1), .grant(request: 3, connection: 0),
                .grant(request: 4, connection: 1),
            ])
        pool.released(1, isOver: false, at: start)
        #expect(actions(&pool) == [.grant(request: 5, connection: 1)])
    }

    @Test("An idle connection is closed in time, and not a moment before") func idle() {
        var pool = machine(1)
        pool.requested(1, at: start)
        pool.opened(0, lanes: 1, at: start)
        #expect(pool.nextDeadline == nil)
        pool.released(0, isOver: false, at: start + .seconds(1))
        _ = actions(&pool)
        #expect(pool.nextDeadline == start + .seconds(6))
        pool.tick(at: start + .seconds(5))
        #expect(actions(&pool).isEmpty)
        pool.tick(at: start + .seconds(6))
        #expect(actions(&pool) == [.close(connection: 0)])
        #expect(pool.connections == 0)
    }

    @Test("An old connection takes nothing new, however busy it was") func lifetime() {
        var pool = machine(1)
        pool.requested(1, at: start)
        pool.opened(0, lanes: 1, at: start)
        _ = actions(&pool)
        pool.requested(2, at: start + .seconds(10))
        pool.released(0, isOver: false, at: start + .seconds(300))
        #expect(actions(&pool) == [.close(connection: 0), .open(connection: 1)])
    }

    @Test("What the server ended is never granted again", arguments: [true, false]) func over(byReply: Bool) {
        var pool = machine(1)
        pool.requested(1, at: start)
        pool.opened(0, lanes: 2, at: start)
        _ = actions(&pool)
        if byReply {
            pool.released(0, isOver: true, at: start)
        } else {
            pool.released(0, isOver: false, at: start)
            pool.lost(0, at: start)
        }
        _ = actions(&pool)
        pool.requested(2, at: start)
        #expect(actions(&pool) == [.open(connection: 1)])
    }

    @Test("Requests fail when nothing can be opened, and wait while one connection stands") func failing() {
        var pool = machine(2)
        pool.requested(1, at: start)
        pool.requested(2, at: start)
        _ = actions(&pool)
        pool.opened(0, lanes: 1, at: start)
        #expect(actions(&pool) == [.grant(request: 1, connection: 0)])
        pool.openingFailed(1, at: start)
        #expect(actions(&pool).isEmpty)
        pool.released(0, isOver: false, at: start)
        #expect(actions(&pool) == [.grant(request: 2, connection: 0)])

        var lonely = machine(2)
        lonely.requested(1, at: start)
        lonely.requested(2, at: start)
        _ = actions(&lonely)
        lonely.openingFailed(0, at: start)
        #expect(actions(&lonely).isEmpty)
        lonely.openingFailed(1, at: start)
        #expect(actions(&lonely) == [.fail(request: 1), .fail(request: 2)])
    }

    @Test("Shutting down serves who waits, refuses who comes, and ends when all is closed") func shutDown() {
        var pool = machine(1)
        pool.requested(1, at: start)
        pool.requested(2, at: start)
        pool.opened(0, lanes: 1, at: start)
        _ = actions(&pool)
        pool.shutDown(at: start)
        pool.requested(3, at: start)
        #expect(actions(&pool) == [.refuse(request: 3)])
        pool.released(0, isOver: false, at: start)
        #expect(actions(&pool) == [.grant(request: 2, connection: 0)])
        pool.released(0, isOver: false, at: start)
        #expect(actions(&pool) == [.close(connection: 0), .finished])
    }

    /// What must hold after any history: no lane given twice, nobody forgotten, never too many connections.
    @Test("Whatever happens in whatever order, the books agree", arguments: 0..<200) func random(seed: Int) {
        var draw = SeededGenerator(seed: UInt64(seed) &+ 1)
        let limit = draw.next(below: 4) + 1
        var pool = PoolMachine(
            limit: limit, idleTime: .seconds(5), lifetime: .seconds(300),
            breaker: CircuitBreaker(tripAfter: .seconds(draw.next(below: 60))))
        var now = start
        var opening: Set<Int> = []
        var lanes: [Int: Int] = [:]
        var busy: [Int: Int] = [:]
        var waiting: Set<Int> = []
        var nextRequest = 0
        var isFinished = false
        func check() {
            for action in actions(&pool) {
                switch action {
                case .open(let connection): #expect(opening.insert(connection).inserted)
                case .grant(let request, let connection):
                    #expect(waiting.remove(request) != nil)
                    busy[connection, default: 0] += 1
                    #expect(busy[connection] ?? 0 <= lanes[connection] ?? 0)
                case .close(let connection):
                    #expect(busy[connection] ?? 0 == 0 && lanes[connection] != nil)
                    lanes[connection] = nil
                case .fail(let request), .failFast(let request, _), .refuse(let request):
                    #expect(waiting.remove(request) != nil)
                case .finished: isFinished = true
                }
            }
            #expect(opening.count + lanes.count <= limit)
            #expect(pool.waitingCount == waiting.count)
            // Whoever waits has somebody to wait for.
            #expect(waiting.isEmpty || !opening.isEmpty || !lanes.isEmpty)
        }
        for _ in 0..<120 {
            switch draw.next(below: 8) {
            case 0, 1, 2:
                nextRequest += 1
                waiting.insert(nextRequest)
                pool.requested(nextRequest, at: now)
            case 3:
                guard let connection = opening.sorted().first else { continue }
                opening.remove(connection)
                lanes[connection] = draw.next(below: 2) + 1
                pool.opened(connection, lanes: lanes[connection] ?? 1, at: now)
            case 4:
                guard let connection = opening.sorted().last else { continue }
                opening.remove(connection)
                pool.openingFailed(connection, at: now)
            case 5, 6:
                guard let connection = busy.filter({ $0.value > 0 }).keys.sorted().first else { continue }
                busy[connection, default: 0] -= 1
                pool.released(connection, isOver: draw.next(below: 4) == 0, at: now)
            default:
                now += .seconds(draw.next(below: 100))
                if draw.next(below: 3) == 0, let connection = lanes.keys.sorted().first {
                    if busy[connection] ?? 0 == 0 { lanes[connection] = nil }
                    pool.lost(connection, at: now)
                } else {
                    pool.tick(at: now)
                }
            }
            check()
        }
        pool.shutDown(at: now)
        check()
        for _ in 0..<2000 where !isFinished {
            if let connection = opening.sorted().first {
                opening.remove(connection)
                lanes[connection] = 1
                pool.opened(connection, lanes: 1, at: now)
            } else if let connection = busy.filter({ $0.value > 0 }).keys.sorted().first {
                busy[connection, default: 0] -= 1
                pool.released(connection, isOver: false, at: now)
            }
            check()
        }
        #expect(isFinished && waiting.isEmpty)
    }
}

extension SeededGenerator {
    fileprivate mutating func next(below limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
