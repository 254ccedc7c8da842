import FanmailDNS
import Foundation
import ListStore
import Synchronization
import Testing

@testable import Fanmail

/// Whoever looks at the health of many databases waits for each name server, and holds no task of others up.
@Suite("A name server that keeps everybody waiting", .timeLimit(.minutes(20)))
struct SlowHealthTests {
    /// Takes questions, and answers none.
    private final class SilentServer: Sendable {
        let port: UInt16
        private let descriptor: Int32

        init() throws {
            descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = descriptor
            let isBound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
                }
            }
            try #require(isBound)
            port = address.sin_port.bigEndian
        }

        /// Until somebody asks.
        func isAsked() {
            var octet: UInt8 = 0
            recv(descriptor, &octet, 1, 0)
        }

        deinit { close(descriptor) }
    }

    private final class Ended: Sendable { let count = Atomic(0) }

    @Test("No task of others waits for it") func tasks() async throws {
        let folder = try StoreFolder()
        let server = try SilentServer()
        var check = HealthCheck(
            database: folder.store.path, resolver: try #require(Resolver(server: "127.0.0.1:\(server.port)")))
        check.sendingAddresses = [try #require(IPAddress("192.0.2.25"))]
        let (ended, health) = (Ended(), check)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let findings = await health.findings()
                    ended.count.add(1, ordering: .relaxed)
                    #expect(findings.last?.level == .unknown)
                }
            }
            // All of them, or fewer where they stand in each other's way.
            for _ in 0..<4 {
                await withCheckedContinuation { waiter in
                    Thread.detachNewThread {
                        server.isAsked()
                        waiter.resume()
                    }
                }
            }
            for _ in 0..<64 { await Task.detached { await Task.yield() }.value }
            #expect(ended.count.load(ordering: .relaxed) == 0, "they had ended before")
        }
    }
}
