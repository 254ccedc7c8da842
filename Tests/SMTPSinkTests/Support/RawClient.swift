import Foundation

/// A plain blocking socket that speaks whatever it is told.
final class RawClient {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// - Parameter patience: seconds that a reply may take, far beyond what it should: one that does not come is a failure,
    ///   not a hang.
    init(port: Int, patience: Int = 30) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var now: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failed(description: "no connection to port \(port): \(errno)") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failed(description: "write: \(errno)") }
            sent += count
        }
    }

    /// The next line without its CRLF; nil when the server has closed.
    func line() throws -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = buffer[..<end]
                buffer.removeFirst(end + 1)
                guard line.last == 0x0D else { throw Failed(description: "a line without CR") }
                return String(decoding: line.dropLast(), as: UTF8.self)
            }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &piece, piece.count, 0)
            if count > 0 {
                buffer += piece[..<count]
            } else if count == 0 || errno == ECONNRESET {
                guard buffer.isEmpty else { throw Failed(description: "half a line") }
                return nil
            } else {
                throw Failed(description: "read: \(errno)")
            }
        }
    }

    /// All that comes until the server closes, or falls silent.
    func readToEnd() -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 { buffer += piece[..<count] }
        defer { buffer = [] }
        return buffer
    }

    /// The codes of the next replies, each checked to be whole.
    func codes(_ count: Int) throws -> [Int] {
        var codes: [Int] = []
        while codes.count < count {
            guard let line = try line() else { throw Failed(description: "closed after \(codes)") }
            guard let code = Int(line.prefix(3)) else { throw Failed(description: "no reply: \(line)") }
            if line.dropFirst(3).first != "-" { codes.append(code) }
        }
        return codes
    }

    /// All that comes until the server closes.
    func codesToEnd() throws -> [Int] {
        var codes: [Int] = []
        while let line = try line() {
            if line.dropFirst(3).first != "-" { codes.append(Int(line.prefix(3)) ?? -1) }
        }
        return codes
    }
}
