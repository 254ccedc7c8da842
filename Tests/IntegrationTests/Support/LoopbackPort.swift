import Foundation
import Synchronization

/// Ports on the loopback interface.
enum LoopbackPort {
    struct Closed: Error {}

    /// Below those that the kernel itself hands out: one of those may be taken by another test's client between the
    /// moment it is found free and the moment a server wants it, or even connect to itself while that server starts.
    private static let range = 20_000..<32_000
    private static let next = Mutex(Int.random(in: range))

    /// One that nobody listens on; each is given once.
    static func free() throws -> Int {
        for _ in range {
            let port = next.withLock { next in
                next = next + 1 < range.upperBound ? next + 1 : range.lowerBound
                return next
            }
            let listener = stream()
            defer { close(listener) }
            var address = loopback(port)
            let isFree = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isFree { return port }
        }
        throw Closed()
    }

    /// One that no process inherits that another test starts at this moment: it would hold the port for its whole life.
    private static func stream() -> Int32 {
        #if os(Linux)
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
            socket(AF_INET, SOCK_STREAM, 0)
        #endif
    }

    /// Waits, at most ten seconds, until somebody answers.
    static func waitUntilOpen(_ port: Int) throws {
        for _ in 0..<500 {
            if isOpen(port) { return }
            usleep(20_000)
        }
        throw Closed()
    }

    static func isOpen(_ port: Int) -> Bool {
        let client = stream()
        defer { close(client) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// What is answered to a request, to the end of the connection.
    static func answer(_ request: String, port: Int) throws -> String {
        let client = stream()
        defer { close(client) }
        var address = loopback(port)
        let isOpen = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isOpen, send(client, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count else {
            throw Closed()
        }
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(client, &piece, piece.count, 0)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += piece[..<count]
        }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
