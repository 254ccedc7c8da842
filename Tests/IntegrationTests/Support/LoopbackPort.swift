import Foundation
import Testing

/// Ports on the loopback interface.
enum LoopbackPort {
    struct Closed: Error {}

    /// One that nobody listens on at this moment.
    static func free() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int in
                guard bind(listener, address, size) == 0, getsockname(listener, address, &size) == 0 else { return 0 }
                return Int(
                    UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr_in.self).pointee.sin_port.bigEndian)
            }
        }
        return try #require(port > 0 ? port : nil)
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
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
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
