import Foundation
import Synchronization

/// A name server on loopback that says what a test wants it to, right or wrong, over UDP and TCP.
package final class ScriptedNameServer: Sendable {
    package struct CannotStart: Error {}

    /// A question as it came, taken apart as far as tests need it.
    package struct Query: Sendable {
        package let bytes: [UInt8]
        /// In lower case.
        package let name: String
        package let type: UInt8
        package let isStream: Bool
        /// How many came before this one.
        package let number: Int
        let question: [UInt8]

        /// A reply with these records of the name that was asked for, which 12 octets before them and the question lead.
        ///
        /// - Parameters:
        ///   - code: RFC 1035's: 0, 2, 3, 5.
        ///   - flags: TC is 0x0200, AD 0x0020; that it is a reply, and that recursion is available, is said anyway.
        ///   - answers: whole records, as of ``ScriptedNameServer/record(_:_:ttl:owner:)``.
        package func reply(
            code: UInt8 = 0, flags: UInt16 = 0, answers: [[UInt8]] = [], authority: [[UInt8]] = []
        ) -> [UInt8] {
            let all = 0x8180 | flags | UInt16(code)
            return bytes[..<2] + [UInt8(all >> 8), UInt8(all & 0xFF), 0, 1, 0, UInt8(answers.count), 0]
                + [UInt8(authority.count), 0, 0] + question + (answers + authority).joined()
        }
    }

    package typealias Script = @Sendable (Query) -> [[UInt8]]

    package let port: UInt16
    private let datagrams: Int32
    private let listener: Int32
    private let script: Script
    private let count = Atomic(0)
    private let isStopped = Atomic(false)

    /// - Parameter script: the datagrams that answer a query, or what is sent over a connection.
    package init(_ script: @escaping Script) throws {
        self.script = script
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        datagrams = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let (listener, datagrams) = (listener, datagrams)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0 && bind(datagrams, $0, size) == 0
            }
        }
        port = address.sin_port.bigEndian
        guard isBound, listen(listener, 64) == 0 else { throw CannotStart() }
        Thread { [self] in serve() }.start()
    }

    package func stop() { isStopped.store(true, ordering: .relaxed) }

    /// How many queries came.
    package var queries: Int { count.load(ordering: .relaxed) }

    private func serve() {
        while !isStopped.load(ordering: .relaxed) {
            var polls = [
                pollfd(fd: datagrams, events: Int16(POLLIN), revents: 0),
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polls, 2, 50) > 0 else { continue }
            if polls[0].revents != 0 { answerDatagram() }
            if polls[1].revents != 0 { answerConnection() }
        }
        close(listener)
        close(datagrams)
    }

    private func answerDatagram() {
        var query = [UInt8](repeating: 0, count: 4096)
        var peer = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &peer) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                let count = recvfrom(datagrams, &query, query.count, 0, peer, &size)
                guard count > 12 else { return }
                for answer in answers(Array(query[..<count]), isStream: false) {
                    _ = sendto(datagrams, answer, answer.count, 0, peer, size)
                }
            }
        }
    }

    private func answerConnection() {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        defer { close(client) }
        var query = [UInt8](repeating: 0, count: 4096)
        let count = recv(client, &query, query.count, 0)
        guard count > 14 else { return }
        for answer in answers(Array(query[2..<count]), isStream: true) {
            let bytes = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
            _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    private func answers(_ bytes: [UInt8], isStream: Bool) -> [[UInt8]] {
        var labels: [String] = []
        var at = 12
        while at < bytes.count, bytes[at] > 0, at + Int(bytes[at]) < bytes.count {
            labels.append(String(decoding: bytes[(at + 1)...(at + Int(bytes[at]))], as: UTF8.self))
            at += 1 + Int(bytes[at])
        }
        guard at + 5 <= bytes.count else { return [] }
        let number = count.add(1, ordering: .relaxed).oldValue
        return script(
            Query(
                bytes: bytes, name: labels.joined(separator: ".").lowercased(), type: bytes[at + 2], isStream: isStream,
                number: number, question: Array(bytes[12..<(at + 5)])))
    }

    // MARK: - Records

    /// A name as it stands in messages.
    package static func encoded(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    /// - Parameter owner: the name that was asked for without it.
    package static func record(_ type: UInt8, _ data: [UInt8], ttl: UInt32 = 60, owner: String? = nil) -> [UInt8] {
        let time = (0..<4).map { UInt8(ttl >> (24 - 8 * UInt32($0)) & 0xFF) }
        return (owner.map(encoded) ?? [0xC0, 0x0C]) + [0, type, 0, 1] + time
            + [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
    }

    /// A start of authority, by which there is nothing for so long.
    package static func nothing(for seconds: UInt8) -> [UInt8] {
        record(6, [0, 0] + Array(repeating: 0, count: 19) + [seconds], ttl: 3600, owner: "example")
    }
}
