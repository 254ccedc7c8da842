import FanmailBasics
import Foundation
import Synchronization
import Testing

@testable import SMTPSink
@testable import SMTPSinkWeb

/// What many ask for at once takes no more than one of them may.
@Suite("What is looked at and waited for at once has bounds", .timeLimit(.minutes(10)))
struct SinkLimitsTests {
    private final class Counts: Sendable {
        let running = Atomic(0)
        let most = Atomic(0)
        let ended = Atomic(0)
    }

    @Test("So many pieces of work at once have a thread, the others their turn") func slots() async throws {
        let slots = WorkSlots("test", 2)
        let (counts, gate) = (Counts(), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await slots.run {
                        let now = counts.running.add(1, ordering: .relaxed).newValue
                        counts.most.max(now, ordering: .relaxed)
                        gate.wait()
                        counts.running.subtract(1, ordering: .relaxed)
                    }
                }
            }
            // A thread that has been begun may not run yet.
            while slots.waiting < 10 || counts.running.load(ordering: .relaxed) < 2 { await Task.yield() }
            for _ in 0..<12 { gate.signal() }
            try await group.waitForAll()
        }
        let found = counts.most.load(ordering: .relaxed)
        #expect(found == 2 && slots.waiting == 0)
    }

    @Test("Who goes away while it waits for its turn has nothing done") func cancelled() async throws {
        let slots = WorkSlots("test", 1)
        let isDone = Atomic(false)
        let gate = DispatchSemaphore(value: 0)
        async let first: Void = slots.run { gate.wait() }
        let second = Task { try await slots.run { isDone.store(true, ordering: .relaxed) } }
        while slots.waiting == 0 { await Task.yield() }
        second.cancel()
        gate.signal()
        try await first
        await #expect(throws: CancellationError.self) { try await second.value }
        let wasDone = isDone.load(ordering: .relaxed)
        #expect(!wasDone)
    }

    @Test("A page of MailHog's ends with octets, too, and the next one goes on there") func mailHog() async throws {
        try await SinkDesk.run { desk async throws in
            let body = String(repeating: String(repeating: "x", count: 900) + "\r\n", count: 5_000)
            for number in 1...3 { try desk.send(to: "user\(number)@x.example", body: body + "end") }
            var ids: [String?] = []
            for page in 1...3 {
                let answer = try await desk.web.get("/api/v2/messages?limit=250&start=\(ids.count)").json
                #expect(answer["total"]?.whole == 3 && answer["count"]?.whole == 1, "\(page)")
                ids += answer["items"]?.all.map { $0["ID"]?.string } ?? []
            }
            #expect(ids == ["3", "2", "1"])
        }
    }

    private func message(_ number: Int, _ body: Int) -> KeptMessage {
        KeptMessage(
            at: Timestamp(milliseconds: 0), connection: 1, transaction: number, reversePath: "",
            forwardPaths: ["a@x.example"], body: KeptContent([0x0A] + Array(repeating: 0x78, count: body)))
    }

    @Test("All who wait have room together, and whoever finds none is told") func waiters() async throws {
        let messages = SinkMessages(room: SinkRoom(messages: 100, octets: 2_000))
        var configuration = SinkConfiguration()
        messages.take(from: &configuration)
        let (keep, flush) = (try #require(configuration.keeper), try #require(configuration.flusher))
        let counts = Counts()
        try await withThrowingTaskGroup(of: (octets: Int, hasRoom: Bool).self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let (found, hasRoom) = await messages.wait(
                        for: SinkQuery(to: "a@*"), count: 100_000, orUntilGone: [], timeout: .seconds(300))
                    counts.ended.add(1, ordering: .relaxed)
                    return (found.reduce(0) { $0 + $1.heldOctets }, hasRoom)
                }
            }
            while messages.waiting < 8 { await Task.yield() }
            var number = 0
            while counts.ended.load(ordering: .relaxed) < 8 {
                number += 1
                #expect(keep(message(number, 300)) && flush())
                await Task.yield()
            }
            for try await one in group { #expect(!one.hasRoom && one.octets <= 2_400) }
        }
        // What they held is free again.
        let (found, hasRoom) = await messages.wait(
            for: SinkQuery(to: "a@*"), orUntilGone: [], timeout: .seconds(300))
        #expect(found.count == 1 && hasRoom)
    }

    @Test("A header that is held once it was decoded takes room, and one that is too long is not held") func headers() {
        func held(_ octets: [UInt8]) -> Int {
            let message = SinkMessage(id: 1, at: .now, reversePath: "", recipients: [], octets: octets)
            let kept = KeptMessage(
                at: .now, connection: 1, transaction: 1, reversePath: "", forwardPaths: [], body: KeptContent(octets))
            #expect(message.heldOctets == kept.heldOctets)
            return message.heldOctets - octets.count
        }
        let (header, body) = (Array("Subject: one\r\nX: two\r\n".utf8), Array("\r\ntext\r\n\r\nmore\r\n".utf8))
        let plain = held(Array("\r\ntext".utf8))
        #expect(held(header + body) - plain == 3 * header.count)
        let long = Array("Subject: \(String(repeating: "x", count: 70_000))\r\n".utf8)
        #expect(held(long + body) == held(Array("\ntext".utf8)))
        let message = SinkMessage(id: 1, at: .now, reversePath: "", recipients: [], octets: long + body)
        #expect(message.subject.count == 70_000)
    }
}
