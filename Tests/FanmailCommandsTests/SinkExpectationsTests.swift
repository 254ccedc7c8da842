import FanmailBasics
import Synchronization
import Testing

@testable import SMTPSink
@testable import ServerCommands

@Suite("What a sink expects")
struct SinkExpectationsTests {
    /// Takes all, and can keep nothing.
    private final class FullStorage: SinkStorage {
        let isFull = Mutex(true)

        func add(_ message: KeptMessage) -> Bool { true }
        func commit() -> Bool { !isFull.withLock { $0 } }
        var held: (count: Int, octets: Int) { (0, 0) }
        var lastID: Int { 0 }
        var firstID: Int { .max }
        func message(_ id: Int) -> SinkMessage? { nil }
        func known(_ ids: [Int]) -> [Int] { [] }
        func walk(from id: Int, isForward: Bool, _ body: (SinkMessage) -> Bool) {}
        func remove(_ ids: [Int]) -> Int { 0 }
        func removeAll() {}
        func close() {}
    }

    @Test("What could not be kept, and was refused, has not come") func refused() throws {
        let storage = FullStorage()
        let expectations = SinkExpectations([try SinkExpectation(.to, "ken@*")])
        var configuration = SinkConfiguration()
        SinkCommand.attach(SinkMessages(storage, room: SinkRoom()), expectations, to: &configuration)
        let message = KeptMessage(
            at: Timestamp(milliseconds: 0), connection: 1, transaction: 1, reversePath: "",
            forwardPaths: ["ken@x.example"], body: KeptContent(Array("Subject: x\r\n\r\n".utf8)))
        #expect(configuration.keeper?(message) == true && configuration.flusher?() == false)
        #expect(expectations.results(SinkCounts()).map(\.found) == [0])
        storage.isFull.withLock { $0 = false }
        #expect(configuration.keeper?(message) == true && configuration.flusher?() == true)
        #expect(expectations.results(SinkCounts()).map(\.found) == [1])
    }

    @Test(
        "It is over when nothing that may still come makes a difference",
        arguments: [
            // pattern, found, open connections, milliseconds since it was reached, over
            ("a@*", 0, 0, nil, false), ("a@*", 1, 0, 0, true), ("a@*", 1, 1, 10, false), ("a@*", 1, 1, 1_000, true),
            ("a@*=2", 1, 0, nil, false), ("a@*=2", 2, 0, 0, true), ("a@*=2", 2, 1, 60_000, false),
            // None: only at the end, or as soon as one came.
            ("a@*=0", 0, 0, nil, false), ("a@*=0", 1, 1, nil, true),
        ] as [(String, Int, Int, Int?, Bool)])
    func over(_ pattern: String, _ found: Int, _ open: Int, _ time: Int?, _ isOver: Bool) throws {
        let expectation = try SinkExpectation(.to, pattern)
        let expectations = SinkExpectations([expectation])
        let results = [(expectation: expectation, found: found)]
        #expect(expectations.isReached(results) == (time != nil))
        let reached = time.map { Duration.milliseconds($0) }
        #expect(expectations.isOver(results, open: open, reachedFor: reached) == isOver)
    }
}
