import Foundation
import NIOCore
import SMTPSink
import Synchronization
import Testing

/// What a sink takes from a client that means no good.
@Suite("The sink's bounds", .timeLimit(.minutes(10)))
struct SinkBoundsTests {
    @Test("Whoever does not read the answers is not read either") func backpressure() async throws {
        let sink = try await SinkServer.start(SinkConfiguration())
        let descriptor = try Self.connect(sink.port)
        defer { close(descriptor) }
        let line = Array("HELP\r\n".utf8)
        let block = Array(repeating: line, count: 10_000).flatMap { $0 }
        // Each answer is four times as long as the question: without an end the server would take all of it.
        var written = 0
        var refusals = 0
        while written < 256 << 20, refusals < 200 {
            // Where the last one ended, so that no question is cut.
            let count = block[(written % block.count)...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                (written, refusals) = (written + count, 0)
            } else {
                refusals += 1
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        #expect(refusals == 200, "it took \(written) octets of questions and none of its answers was read")
        // Nothing is lost by that: once they are read, all are there.
        async let said = Self.all(of: descriptor)
        while send(descriptor, "\r\nQUIT\r\n", 8, Int32(MSG_DONTWAIT)) != 8 {
            try await Task.sleep(for: .milliseconds(10))
        }
        let answers = await said.utf8.count { $0 == 0x0A }
        let wanted = written / line.count
        #expect(answers >= wanted)
        await sink.stop()
    }

    @Test("Whoever says nothing is sent away, and whoever says something is not") func idle() async throws {
        var configuration = SinkConfiguration()
        configuration.idleLimit = .seconds(3)
        let sink = try await SinkServer.start(configuration)
        let silent = try Self.connect(sink.port)
        let busy = try Self.connect(sink.port)
        defer { for descriptor in [silent, busy] { close(descriptor) } }
        // On a thread of its own: among a thousand tests a task may be kept waiting for longer than the limit.
        let spoke = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var end: [UInt8] = [0]
                var spoke = true
                // What the sink says to the silent one is read octet by octet, to its end.
                while recv(silent, &end, 1, Int32(MSG_DONTWAIT)) != 0 {
                    spoke = spoke && send(busy, "NOOP\r\n", 6, Int32(MSG_NOSIGNAL)) == 6
                    usleep(20_000)
                }
                continuation.resume(returning: spoke && send(busy, "QUIT\r\n", 6, Int32(MSG_NOSIGNAL)) == 6)
            }
        }
        #expect(spoke)
        let said = await Self.all(of: busy)
        #expect(said.contains("\r\n221 2.0.0 Bye") && !said.contains("421"), "\(said)")
        let late = try Self.connect(sink.port)
        defer { close(late) }
        #expect(await Self.all(of: late).hasSuffix("\r\n421 4.4.2 sink.example nothing was said for too long\r\n"))
        await sink.stop()
    }

    @Test("Long messages lie in files that leave nothing behind, and come out as they were") func spooled() async throws
    {
        let folder = NSTemporaryDirectory() + "fanmail-spool-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = SinkConfiguration()
        configuration.spoolDirectory = folder
        let kept = Mutex<[[UInt8]]>([])
        configuration.keeper = { message in
            kept.withLock { $0.append(message.content) }
            return true
        }
        let sink = try await SinkServer.start(configuration)
        let text = (0..<40_000).map { "line \($0) of a long message\r\n" }.joined()
        for body in [text, "short\r\n"] {
            let descriptor = try Self.connect(sink.port)
            defer { close(descriptor) }
            let dialogue = Array(
                ("EHLO x.example\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n" + body
                    + ".\r\nQUIT\r\n").utf8)
            var sent = 0
            while sent < dialogue.count {
                let count = dialogue[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
                guard count > 0 else { break }
                sent += count
            }
            #expect(await Self.all(of: descriptor).contains("Ok: taken"))
        }
        #expect(kept.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } == [text, "short\r\n"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        // Where no file can be made the sender is told to come again.
        try FileManager.default.removeItem(atPath: folder)
        let descriptor = try Self.connect(sink.port)
        defer { close(descriptor) }
        let dialogue = Array(
            ("EHLO x.example\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n" + text + ".\r\nQUIT\r\n")
                .utf8)
        var sent = 0
        while sent < dialogue.count {
            let count = dialogue[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { break }
            sent += count
        }
        #expect(await Self.all(of: descriptor).contains("451 4.3.0 the message cannot be kept"))
        await sink.stop()
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw CocoaError(.fileReadUnknown) }
        return descriptor
    }

    /// To the end of the connection; a thread of its own waits for that, not one that other tests need.
    private static func all(of descriptor: Int32) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var bytes: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 4096)
                while true {
                    let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
                    guard count > 0 else { break }
                    bytes += chunk[..<count]
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
