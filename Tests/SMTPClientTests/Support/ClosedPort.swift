import Foundation

/// A port of 127.0.0.1 on which nobody listens, nor can anybody else while this is there: it is taken, and no more.
final class ClosedPort: Sendable {
    struct CannotBind: Error {}

    let number: Int
    private let holder: Int32

    init() throws {
        #if canImport(Glibc)
            holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            holder = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let holder = holder
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(holder, $0, size) == 0 && getsockname(holder, $0, &size) == 0
            }
        }
        number = Int(in_port_t(bigEndian: address.sin_port))
        guard isBound else {
            close(holder)
            throw CannotBind()
        }
    }

    deinit { close(holder) }
}
