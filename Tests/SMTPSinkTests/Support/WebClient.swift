import FanmailBasics
import Foundation

/// Asks a web server over a plain blocking socket, with whatever header it is told.
struct WebClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let fields: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: body, depthLimit: 16)) ?? .null }
    }

    let port: Int
    var fields: [(String, String)] = []

    func get(_ path: String) async throws -> Answer { try await ask("GET", path) }

    /// On a thread of its own: whoever answers may need those of Swift's pool.
    func ask(_ method: String, _ path: String, _ body: String = "", host: String? = nil) async throws -> Answer {
        try await OwnThread.run("web-client") { try speak(method, path, body, host: host) }
    }

    private func speak(_ method: String, _ path: String, _ body: String, host: String?) throws -> Answer {
        let socket = try RawSocket(port: port)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.utf8.count)\r\n" }
        socket.send(Array((head + "\r\n" + body).utf8))
        return try Self.parse(socket.readToEnd())
    }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        let blank = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else {
            throw RawClient.Failed(description: "no answer: \(String(decoding: bytes, as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
            if parts.count == 2 { fields[parts[0].lowercased()] = String(parts[1]) }
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? -1
        return Answer(status: status, fields: fields, body: Array(bytes[(end + 4)...]))
    }
}

/// A connection to this machine.
private final class RawSocket {
    private let descriptor: Int32

    init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        // Tests that block keep the threads busy that answers need; one that does not come at all is a failure, not a hang.
        var limit = timeval(tv_sec: 480, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw RawClient.Failed(description: "no connection to port \(port): \(errno)") }
    }

    deinit { close(descriptor) }

    /// As far as the other side reads.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 { all += piece[..<count] }
        return all
    }
}
