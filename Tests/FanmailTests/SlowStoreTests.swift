import Dispatch
import FanmailDelivery
import Foundation
import GRDB
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol
import Synchronization
import Testing

@testable import Fanmail
@testable import ListStore

/// What reads the database waits elsewhere: a timer of a connection is a timer of the event loop that a run has.
@Suite("A database that keeps everybody waiting", .timeLimit(.minutes(20)))
struct SlowStoreTests {
    @Test("No timer of a connection waits for it") func timers() async throws {
        let transport = PausedTransport()
        try await Office.with(transport) { office, loop in
            let run = try await office.send(try Office.news(for: office))
            await transport.begun()
            let slow = await HeldReaders(office.store)
            // Twice a second the run asks whether it was cancelled, and at its end for the sums.
            try await loop.scheduleTask(in: .milliseconds(1500)) {}.futureResult.get()
            transport.goOn()
            try await loop.scheduleTask(in: .milliseconds(500)) {}.futureResult.get()
            #expect(slow.letGo(), "it had not ended before")
            #expect(await run.report().totals.accepted == 3)
        }
    }

    @Test("What comes in waits for it, and holds no task of others up") func incoming() async throws {
        let folder = try StoreFolder()
        let store = folder.store
        let address = try #require(try store.leaveAddress(of: folder.list))
        let message = Array("From: who@x.example\nTo: \(address)\n\nbye\n".utf8)
        let slow = await HeldReaders(store)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    let notices = NoticePost(
                        writer: NoticeWriter(store: store, letters: LetterReader()), relay: { _ in nil },
                        office: { _ in throw CancellationError() })
                    guard case .stranger? = try? await Inbox(store: store, notices: notices).take(message) else {
                        Issue.record("who is not subscribed is a stranger")
                        return
                    }
                }
            }
            for _ in 0..<64 { await Task.detached { await Task.yield() }.value }
            #expect(slow.letGo(), "it had not ended before")
        }
    }

    @Test("No task of others waits for it") func tasks() async throws {
        try await Office.with(RecordingTransport()) { office, _ in
            let slow = await HeldReaders(office.store)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask { await #expect(throws: FanmailFailure.self) { try await office.resume(1) } }
                }
                for _ in 0..<64 { await Task.detached { await Task.yield() }.value }
                #expect(slow.letGo(), "it had not ended before")
            }
        }
    }
}

/// Keeps every connection that reads busy.
private final class HeldReaders: Sendable {
    private let end = DispatchSemaphore(value: 0)
    private let isHeld = Mutex(true)

    init(_ store: Store) async {
        for _ in 0..<Store.readers {
            await withCheckedContinuation { taken in
                Thread.detachNewThread { [self] in
                    try? store.pool.read { _ in
                        taken.resume()
                        // Where they do wait for it, the test fails and does not hang.
                        if end.wait(timeout: .now() + .seconds(600)) == .timedOut { isHeld.withLock { $0 = false } }
                    }
                }
            }
        }
    }

    /// - Returns: whether all were busy until now.
    func letGo() -> Bool {
        for _ in 0..<Store.readers { end.signal() }
        return isHeld.withLock { $0 }
    }
}

/// Takes a transaction, and answers once it may.
private final class PausedTransport: Transport {
    let peer = "memory"
    private let hasBegun = AsyncStream.makeStream(of: Void.self)
    private let mayGoOn = AsyncStream.makeStream(of: Void.self)

    func begun() async { for await _ in hasBegun.stream { return } }

    func goOn() { mayGoOn.continuation.finish() }

    func send(_ transaction: MailTransaction) async -> TransactionResult {
        _ = await transaction.gate?.decided()
        hasBegun.continuation.finish()
        for await _ in mayGoOn.stream {}
        return .accepted("kept")
    }
}
