import Dispatch
import Foundation
import Synchronization
import Testing

@testable import FanmailTerminal

@Suite("A file that is written on a thread of its own", .timeLimit(.minutes(10)))
struct WritingThreadTests {
    /// A writer that waits until it may write.
    private final class Disk: Sendable {
        private let mayWrite = DispatchSemaphore(value: 0)
        private let calls = Mutex<[String]>([])
        private let begun = AsyncStream.makeStream(of: Void.self)
        var written: [String] { calls.withLock { $0 } }

        func write(_ lines: [UInt8]) {
            begun.continuation.yield()
            _ = mayWrite.wait(timeout: .now() + .seconds(300))
            calls.withLock { $0.append(String(decoding: lines, as: UTF8.self)) }
        }

        func isBusy() async { for await _ in begun.stream { return } }

        func go(_ times: Int) { for _ in 0..<times { mayWrite.signal() } }
    }

    private func lines(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("keeps nobody waiting who adds to it, and writes at once what gathered meanwhile") func gathered() async {
        let disk = Disk()
        let thread = WritingThread("test", limit: 1000) { disk.write($0) }
        thread.offer(lines("a\n"))
        await disk.isBusy()
        for line in ["b\n", "c\n", "d\n"] { thread.offer(lines(line)) }
        #expect(disk.written.isEmpty)
        disk.go(2)
        thread.close()
        #expect(disk.written == ["a\n", "b\nc\nd\n"])
    }

    @Test("leaves out what there is no room for, and says how much") func leftOut() async {
        let disk = Disk()
        let thread = WritingThread("test", limit: 4, note: { "\($0) left out\n" }) { disk.write($0) }
        thread.offer(lines("a\n"))
        await disk.isBusy()
        for line in ["b\n", "c\n", "d\n", "e\n"] { thread.offer(lines(line)) }
        disk.go(2)
        thread.close()
        #expect(disk.written == ["a\n", "b\nc\n2 left out\n"])
    }

    @Test("has whoever may wait wait for room, and loses nothing") func room() async {
        let disk = Disk()
        let thread = WritingThread("test", limit: 4) { disk.write($0) }
        thread.offer(lines("a\n"))
        await disk.isBusy()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { await thread.add(Array("x\n".utf8)) } }
            disk.go(60)
            await group.waitForAll()
        }
        thread.close()
        #expect(disk.written.joined().count { $0 == "x" } == 50)
    }

    @Test("Nothing is written behind its end, which may be asked for twice") func closed() async {
        let disk = Disk()
        let thread = WritingThread("test", limit: 4) { disk.write($0) }
        disk.go(10)
        thread.close()
        thread.close()
        thread.offer(lines("late\n"))
        await thread.add(lines("late\n"))
        #expect(disk.written.isEmpty)
    }

    @Test("A pipe that nobody reads is not waited for longer than is said") func stuck() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let writer = ends[1]
        let thread = WritingThread("test", limit: 1 << 20) { _ = FileWriting.write($0, to: writer) }
        // More than a pipe holds.
        thread.offer([UInt8](repeating: 0x78, count: 1 << 19))
        thread.close(by: .now())
        var (read, piece) = (0, [UInt8](repeating: 0, count: 1 << 16))
        while read < 1 << 19 { read += Foundation.read(ends[0], &piece, piece.count) }
        thread.close()
        #expect(read == 1 << 19)
        for end in ends { close(end) }
    }
}
