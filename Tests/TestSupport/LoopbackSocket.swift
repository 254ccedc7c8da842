import Foundation

/// A port of 127.0.0.1 that is taken, whether or not somebody listens on it; nobody else gets it while this is there.
package final class LoopbackSocket: Sendable {
    package struct CannotBind: Error {}

    package let number: Int
    package let descriptor: Int32

    /// - Parameter backlog: of connections that wait to be accepted; nil where nobody listens.
    package init(listening backlog: Int32? = nil) throws {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        number = Int(in_port_t(bigEndian: address.sin_port))
        self.descriptor = descriptor
        let listens = backlog.map { listen(descriptor, $0) == 0 } ?? true
        guard isBound, listens else { throw CannotBind() }
    }

    deinit { close(descriptor) }
}
