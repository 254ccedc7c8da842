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
        // Tests that block keep the threads busy that answers need; one that does not come at all is a failure, not a hang.
        let client = try RawClient(port: port, patience: 480)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.utf8.count)\r\n" }
        // As far as the other side reads: what it says of a request that is too long counts.
        try? client.send(head + "\r\n" + body)
        return try Self.parse(client.readToEnd())
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
