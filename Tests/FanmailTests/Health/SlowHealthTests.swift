import FanmailDNS
import Foundation
import ListStore
import Synchronization
import Testing

@testable import Fanmail

/// Whoever looks at the health of many databases waits for each name server, and holds no task of others up.
@Suite("A name server that keeps everybody waiting", .timeLimit(.minutes(20)))
struct SlowHealthTests {
    /// Takes questions, and answers none of them before it may; then it says of each that it cannot find out.
    private final class HeldServer: Sendable {
        let port: UInt16
        private let descriptor: Int32
        private let asked = DispatchSemaphore(value: 0)
        private let mayAnswer = DispatchSemaphore(value: 0)

        /// - Parameter holding: so many questions, whose askers wait.
        init(holding count: Int) throws {
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
            Thread.detachNewThread { [self] in serve(count) }
        }

        private func serve(_ count: Int) {
            var held: [() -> Void] = []
            for _ in 0..<count {
                guard let answer = question() else { return }
                held.append(answer)
            }
            asked.signal()
            mayAnswer.wait()
            for answer in held { answer() }
            while let answer = question() { answer() }
            close(descriptor)
        }

        /// Takes the next question, and returns what answers it with SERVFAIL; nil for the last one, an empty datagram.
        private func question() -> (() -> Void)? {
            var octets = [UInt8](repeating: 0, count: 512)
            var client = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = withUnsafeMutablePointer(to: &client) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, &octets, octets.count, 0, $0, &size)
                }
            }
            guard count > 3 else { return nil }
            (octets[2], octets[3]) = (octets[2] | 0x80, 2)
            let answer = Array(octets[..<count])
            return { [descriptor, client, size] in
                var client = client
                withUnsafeMutablePointer(to: &client) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        _ = sendto(descriptor, answer, answer.count, 0, $0, size)
                    }
                }
            }
        }

        /// Until so many have asked.
        func isAsked() async {
            await withCheckedContinuation { waiter in
                Thread.detachNewThread { [self] in
                    asked.wait()
                    waiter.resume()
                }
            }
        }

        func answer() { mayAnswer.signal() }

        /// Ends it.
        func stop() {
            let client = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            address.sin_port = port.bigEndian
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = sendto(client, [UInt8](), 0, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            close(client)
        }
    }

    private final class Ended: Sendable { let count = Atomic(0) }

    @Test("No task of others waits for it") func tasks() async throws {
        let folder = try StoreFolder()
        let server = try HeldServer(holding: 4)
        defer { server.stop() }
        var resolver = try #require(Resolver(server: "127.0.0.1:\(server.port)"))
        resolver.timeout = .seconds(600)
        var check = HealthCheck(database: folder.store.path, resolver: resolver)
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
            await server.isAsked()
            for _ in 0..<64 { await Task.detached { await Task.yield() }.value }
            #expect(ended.count.load(ordering: .relaxed) == 0, "they had ended before")
            server.answer()
        }
    }
}
