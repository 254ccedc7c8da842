import NIOCore
import SMTPClient
import SMTPCore
import Testing

@testable import SMTPLoad

@Suite("Runs against a played server, by a clock that is moved by hand", .timeLimit(.minutes(10)))
struct PlayedRunTests {
    private func open(_ rate: Double, _ seconds: Int) -> LoadPlan.Pace {
        .open([.init(from: rate, to: rate, duration: .seconds(seconds))], isPoisson: false)
    }

    @Test("Ten minutes: every transaction is counted, in its second, and what is kept of it is bounded")
    func soak() async throws {
        let server = PlayedServer(.init(service: { .milliseconds(5 + Int64($0 % 10)) }))
        let (report, statistics) = try await server.play {
            $0.pace = open(50, 600)
            $0.connections = 4
        }
        #expect(report.transactions == 30_000 && server.transactions == 30_000 && report.accepted == 30_000)
        #expect(report.planned == 30_000 && report.notSent == 0 && report.connections == 4)
        #expect(abs(report.seconds - 600) < 0.02 && abs(report.transactionsPerSecond - 50) < 0.01)
        #expect(report.targetRate == 50 && report.limit?.kind == LoadLimit.Kind.none)
        // The first second begins without one, and the last ends with one.
        #expect((600...601).contains(report.series.count) && report.series.reduce(0) { $0 + $1.transactions } == 30_000)
        #expect(report.series.dropFirst().prefix(598).allSatisfy { (49...51).contains($0.transactions) })
        #expect(abs(report.transaction.p50 - 9) < 0.01 && report.transaction.max == 14)
        #expect(report.generator.sendError.max == 0 && statistics.codes.count == 1)
    }

    @Test(
        "A closed loop ends with its time, and has one transaction in flight unless it is told two", arguments: [1, 2])
    func closed(inFlight: Int) async throws {
        let server = PlayedServer(.init())
        let (report, _) = try await server.play {
            $0.connections = 3
            $0.inFlight = inFlight
            $0.duration = .seconds(2)
        }
        #expect(report.transactions == 600 * inFlight && report.inFlight == inFlight)
        #expect(report.transaction.p50 == 10 && report.seconds == 2 && report.notSent == nil)
        #expect(report.limit?.kind == .server)
    }

    @Test("A greeting that is long in coming is waited for once, and not by one connection behind the other")
    func opening() async throws {
        let server = PlayedServer(.init(opening: .milliseconds(200)))
        let (report, _) = try await server.play { ($0.connections, $0.duration) = (10, .seconds(1)) }
        #expect(server.attempts == Array(repeating: .uptimeNanoseconds(0), count: 10))
        #expect(report.connections == 10 && report.transactions == 1000 && report.seconds == 1)
        // Many are opened by and by.
        let many = PlayedServer(.init(opening: .milliseconds(200)))
        _ = try await many.play { ($0.connections, $0.transactions) = (250, 250) }
        let times = many.attempts.map { $0.uptimeNanoseconds / 1_000_000 }
        #expect(times == [0, 200, 400].flatMap { Array(repeating: $0, count: $0 < 400 ? 100 : 50) })
    }

    @Test("A server that is not there yet is looked for by one connection at a time, and then gets all of them")
    func awayAtFirst() async throws {
        let server = PlayedServer(.init(away: [0..<2]))
        let (report, _) = try await server.play {
            ($0.connections, $0.transactions, $0.startWait) = (10, 20, .seconds(30))
        }
        let attempts = server.attempts
        let alone = attempts.dropLast(9)
        #expect(alone.count > 4 && Set(alone).count == alone.count)
        #expect(attempts.suffix(10).allSatisfy { $0 == alone.last })
        #expect(report.connections == 10 && report.accepted == 20)
        let never = PlayedServer(.init(away: [0..<1e6]))
        await #expect(throws: SMTPFailure.self) { _ = try await never.play { $0.connections = 10 } }
        #expect(never.attempts.count == 10)
    }

    @Test("Whom a server lets in sends, and the others are failures") func letIn() async throws {
        let (report, _) = try await PlayedServer(.init(limit: 3, opening: .milliseconds(20))).play {
            ($0.connections, $0.transactions) = (8, 30)
        }
        #expect(report.accepted == 30 && report.connections == 3 && report.connectionFailures >= 5)
    }

    @Test("What is told to be in flight is what was", arguments: [(1, true), (2, true), (2, false)])
    func lanes(lanes: Int, reuses: Bool) async throws {
        let (report, _) = try await PlayedServer(.init(lanes: lanes)).play {
            ($0.connections, $0.inFlight, $0.transactions, $0.reusesConnections) = (1, 2, 10, reuses)
        }
        #expect(report.inFlight == (reuses ? lanes : 1) && report.accepted == 10)
        #expect(abs((report.limit?.capacity ?? 0) - 100 * Double(reuses ? lanes : 1)) < 1)
    }

    @Test(
        "Who thinks between transactions sends fewer of them, on a connection each or one for all",
        arguments: [true, false])
    func think(reuses: Bool) async throws {
        let server = PlayedServer(.init())
        let (report, _) = try await server.play {
            $0.connections = 3
            $0.duration = .seconds(2)
            $0.reusesConnections = reuses
            $0.think = .fixed(.milliseconds(90))
        }
        #expect(report.transactions == 60 && report.transaction.p50 == 10)
    }

    @Test("A server that stalls for a second shows in the open loop's p99, and not in the closed loop's")
    func stall() async throws {
        let stalls = PlayedServer.Behaviour(service: { _ in .milliseconds(5) }, stalls: [0.5..<1.5])
        let closed = try await PlayedServer(stalls).play {
            ($0.connections, $0.transactions) = (2, 799)
        }.report
        let open = try await PlayedServer(stalls).play {
            $0.connections = 2
            $0.pace = self.open(300, 2)
        }.report
        // Both met the stall once.
        #expect(closed.transaction.max >= 990 && open.transaction.max >= 990)
        #expect(closed.transactions == 799 && open.transactions == 600)
        #expect(closed.transaction.p99 < 6 && open.transaction.p99 > 900)
    }

    @Test("A server that is away for a second costs that second, and nothing that was planned")
    func away() async throws {
        let server = PlayedServer(.init(away: [1.005..<2.005]))
        let (report, _) = try await server.play {
            $0.pace = open(100, 4)
            $0.connections = 5
        }
        #expect(report.planned == 400 && report.notSent == 0 && report.transactions == 400)
        // Those that were under way.
        #expect(report.unsent + report.unknown <= 5 && report.accepted >= 395)
        #expect(report.transaction.max > 900 && report.transaction.max < 1600)
        #expect(report.seconds < 4.02 && report.connectionFailures > 0)
        // Backing off: of five connections in a second that is some tens of attempts, not thousands.
        #expect(server.attempts.count < 60)
    }

    @Test("A server that goes for good: the schedule is kept, what was not sent is counted, and the run ends")
    func gone() async throws {
        let server = PlayedServer(.init(away: [0.2005..<1e6]))
        let (report, _) = try await server.play {
            $0.pace = open(1000, 2)
            $0.connections = 10
        }
        #expect(report.planned == 2000)
        #expect(report.notSent == 2000 - report.transactions && (report.notSent ?? 0) >= 1780)
        #expect(report.accepted + report.unsent + report.unknown == report.transactions)
        #expect(abs(report.seconds - 2) < 0.01 && report.limit?.kind == .unreachable)
        // It was looked for a little longer, not for ever.
        let last = try #require(server.attempts.last)
        #expect(last > .uptimeNanoseconds(1_500_000_000) && last < .uptimeNanoseconds(4_000_000_000))
    }

    @Test("With a connection for each message too", arguments: [true, false])
    func single(comesBack: Bool) async throws {
        let server = PlayedServer(.init(away: [comesBack ? 1.0..<2.0 : 1.0..<1e6]))
        let (report, _) = try await server.play {
            $0.pace = open(100, 4)
            $0.connections = 5
            $0.reusesConnections = false
        }
        #expect(report.planned == 400)
        #expect(comesBack ? report.notSent == 0 : (report.notSent ?? 0) >= 295)
        #expect(report.accepted >= (comesBack ? 395 : 95) && server.attempts.count < 500)
        #expect((report.limit?.kind == .unreachable) == !comesBack)
    }

    @Test("A closed loop whose server goes lasts as long as it was told, and says so")
    func closedGone() async throws {
        let (report, _) = try await PlayedServer(.init(away: [1..<1e6])).play {
            $0.connections = 2
            $0.duration = .seconds(10)
        }
        #expect(report.seconds == 10 && report.limit?.kind == .unreachable)
        #expect((196...202).contains(report.transactions))
    }

    @Test("A server that is away at the start is waited for as long as was said, and no longer")
    func startWait() async throws {
        let late = PlayedServer(.init(away: [0..<3]))
        let (report, _) = try await late.play {
            $0.startWait = .seconds(10)
            $0.transactions = 10
        }
        #expect(report.accepted == 10 && late.attempts.count < 30)
        for reuses in [true, false] {
            let never = PlayedServer(.init(away: [0..<1e6]))
            await #expect(throws: SMTPFailure.self) {
                _ = try await never.play {
                    $0.startWait = .seconds(1)
                    $0.connections = 1
                    $0.reusesConnections = reuses
                }
            }
            let last = try #require(never.attempts.last)
            #expect(last >= .uptimeNanoseconds(1_000_000_000) && last < .uptimeNanoseconds(1_600_000_000))
        }
    }

    @Test("QUIT is no part of what is measured, nor is the warm-up of what was asked for")
    func measured() async throws {
        let (report, _) = try await PlayedServer(.init()).play {
            $0.pace = .open(
                [
                    .init(from: 100, to: 100, duration: .seconds(1)), .init(from: 500, to: 500, duration: .seconds(2)),
                ], isPoisson: false)
            $0.warmUp = .seconds(1)
        }
        #expect(report.targetRate == 500 && abs(report.transactionsPerSecond - 500) < 5)
        #expect((report.planned ?? 0) == report.transactions && abs(report.transactions - 1000) <= 1)
        #expect(abs(report.seconds - 2) < 0.02)
    }

    @Test("All connections busy: they are named, with what they can do")
    func busy() async throws {
        let (report, _) = try await PlayedServer(.init(service: { _ in .milliseconds(400) })).play {
            $0.pace = open(40, 10)
        }
        #expect(report.limit?.kind == .connections && report.limit?.busy == 400)
        #expect(report.limit.flatMap(\.capacity).map { abs($0 - 25) < 0.1 } == true)
        #expect(report.notSent == 0 && abs(report.transactionsPerSecond - 25) < 1)
    }

    @Test("A server that slows down under load, and one that lets few connections in")
    func limits() async throws {
        // Slow from the 100th on.
        let slow = try await PlayedServer(.init(service: { $0 < 100 ? .milliseconds(5) : .milliseconds(500) })).play {
            $0.pace = open(100, 5)
        }
        #expect(slow.report.limit?.kind == .server)
        let few = try await PlayedServer(.init(service: { _ in .milliseconds(100) }, limit: 3)).play {
            $0.pace = open(60, 5)
        }
        #expect(few.report.limit?.kind == .connectionLimit && few.report.limit?.connections == 3)
    }

    @Test("A server that lets few in at once is no server that is away, for those who connect for each message too")
    func crowd() async throws {
        // Who is refused hears that before anybody has been let in.
        let server = PlayedServer(.init(limit: 5, opening: .milliseconds(20)))
        let (report, statistics) = try await server.play {
            $0.duration = .seconds(2)
            $0.reusesConnections = false
        }
        #expect(report.accepted > 250 && statistics.connectionsRefused > 10)
        #expect(report.limit?.kind == .connectionLimit && report.limit?.connections == 5)
        let none = PlayedServer(.init(limit: 0))
        await #expect(throws: SMTPFailure.self) { _ = try await none.play { $0.reusesConnections = false } }
        #expect(none.attempts.count == 10)
    }

    @Test(
        "A server that goes before a closed loop has sent all: it is waited for half a minute, without haste",
        arguments: [(1000, 0.5, true), (1000, 0.5, false), (20, 0.005, false)])
    func countedGone(transactions: Int, until: Double, reuses: Bool) async throws {
        let server = PlayedServer(.init(away: [until..<1e9]))
        let (report, _) = try await server.play {
            $0.transactions = transactions
            $0.duration = .seconds(86_400)
            $0.reusesConnections = reuses
        }
        #expect(report.transactions < transactions && report.limit?.kind == .unreachable)
        #expect(report.seconds > 30 && report.seconds < 32 && server.attempts.count < 2000)
    }

    @Test("In the time of grace nobody is in haste either")
    func graceGone() async throws {
        let server = PlayedServer(.init(away: [3.9..<1e9]))
        let (report, _) = try await server.play {
            $0.pace = open(100, 4)
            $0.reusesConnections = false
        }
        #expect((report.notSent ?? 0) > 0 && report.limit?.kind == .unreachable)
        #expect(server.attempts.count < 600)
    }

    @Test(
        "Connections that the server closed while nothing was to be sent cost no transaction", arguments: [true, false])
    func idle(isOpen: Bool) async throws {
        let server = PlayedServer(.init(patience: .seconds(1)))
        let (report, _) = try await server.play {
            $0.connections = 3
            if isOpen { $0.pace = open(0.5, 20) } else { $0.think = .fixed(.seconds(2)) }
        }
        #expect(report.unsent == 0 && report.accepted == report.transactions && report.transaction.max == 10)
        #expect(report.transactions == (isOpen ? 10 : 15) && report.connections > 5)
        #expect(report.planned == (isOpen ? 10 : nil) && report.notSent == (isOpen ? 0 : nil))
    }

    @Test("What a connection gives back is done by another that is free, and not by the next one that is opened")
    func givenBack() async throws {
        let server = PlayedServer(.init(opening: .seconds(2), most: 3))
        let (report, _) = try await server.play {
            $0.connections = 3
            $0.pace = open(1, 30)
        }
        #expect(report.accepted == 30 && report.connections > 5 && report.transaction.max < 100)
    }

    @Test("How late the generator was is told of what is measured") func lateness() async throws {
        let (report, _) = try await PlayedServer(.init()).play {
            $0.pace = open(10, 4)
            $0.warmUp = .seconds(2)
        }
        #expect(report.transactions > 0 && report.generator.sendError.count <= report.transactions)
    }

    @Test("A transaction of two hours is counted, as one of one hour")
    func long() async throws {
        let (report, _) = try await PlayedServer(.init(service: { _ in .hours(2) })).play {
            $0.connections = 1
            $0.duration = .seconds(3600)
        }
        #expect(report.transaction.count == 1 && abs(report.transaction.max - 3_600_000) < 3600)
    }

    @Test("What waits when the grace is over is not sent")
    func grace() async throws {
        let (report, _) = try await PlayedServer(.init(service: { _ in .seconds(1) })).play {
            $0.pace = open(100, 1)
            $0.grace = .seconds(3)
        }
        #expect(report.planned == 100 && (40...60).contains(report.notSent ?? 0))
        #expect(report.seconds > 3.9 && report.seconds < 5.1)
    }

    // MARK: - By hand

    @Test("A pause within the warm-up makes none of it count, and what was planned is what was measured")
    func pauseInWarmUp() async throws {
        for isOpen in [true, false] {
            let (report, _) = try await PlayedServer(.init()).play([.pause(true, at: 1), .pause(false, at: 20)]) {
                if isOpen { $0.pace = open(100, 4) }
                ($0.connections, $0.duration, $0.warmUp) = (2, .seconds(4), .seconds(2))
            }
            #expect(abs(report.transactions - (isOpen ? 200 : 400)) <= 4, "\(report.transactions)")
            #expect(abs(report.seconds - 2) < 0.03 && report.transaction.max == 10)
            if isOpen { #expect(report.planned == report.transactions) }
        }
    }

    @Test("Whoever ends it in a pause has measured up to the pause", arguments: [true, false])
    func stopInPause(isOpen: Bool) async throws {
        let (report, _) = try await PlayedServer(.init()).play([.pause(true, at: 1), .stop(at: 500)]) {
            if isOpen { $0.pace = open(100, 10) }
            $0.connections = 1
        }
        #expect((99...101).contains(report.transactions) && report.seconds < 1.05, "\(report.seconds)")
        #expect(abs(report.transactionsPerSecond - 100) < 6)
    }

    @Test("What is due in a pause comes when it is over, one after the other, and is not late")
    func pause() async throws {
        let (report, _) = try await PlayedServer(.init()).play([.pause(true, at: 0.503), .pause(false, at: 90)]) {
            $0.pace = open(200, 1)
            $0.connections = 4
        }
        #expect(report.transactions == 200 && report.transaction.max == 10 && report.notSent == 0)
        #expect(abs(report.seconds - 1) < 0.02 && report.generator.sendError.max == 0)
    }

    @Test("A closed loop that is paused goes on for the time that it had left") func closedPause() async throws {
        let (report, _) = try await PlayedServer(.init()).play([.pause(true, at: 0.5), .pause(false, at: 90)]) {
            ($0.connections, $0.duration) = (1, .seconds(1))
        }
        #expect((99...101).contains(report.transactions) && abs(report.seconds - 1) < 0.02)
    }

    @Test("Twice the rate is twice as many") func faster() async throws {
        let (report, _) = try await PlayedServer(.init()).play([.step(10, at: 0)]) { $0.pace = open(100, 2) }
        #expect((399...400).contains(report.transactions))
    }
}
