import Foundation
import Synchronization

/// A name server on loopback that knows TXT, A, PTR and MX records; answers over UDP, and over TCP what it truncates there.
package final class NameServer: Sendable {
    package struct CannotStart: Error {}

    package let port: UInt16
    private let datagrams: Int32
    private let listener: Int32
    private let records: [String: [[String]]]
    private let hosts: [String: String]
    private let pointers: [String: String]
    private let exchangers: [String: String]
    private let truncates: Bool
    private let isStopped = Atomic(false)

    /// - Parameters:
    ///   - records: for each name the strings of each of its TXT records.
    ///   - hosts: addresses of IPv4, by name.
    ///   - pointers: names, by an address's own name below in-addr.arpa.
    ///   - exchangers: who takes mail, by domain.
    package init(
        _ records: [String: [[String]]], hosts: [String: String] = [:], pointers: [String: String] = [:],
        exchangers: [String: String] = [:], truncates: Bool = false
    ) throws {
        self.records = records
        self.hosts = hosts
        self.pointers = pointers
        self.exchangers = exchangers
        self.truncates = truncates
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
        guard isBound, listen(listener, 8) == 0 else { throw CannotStart() }
        Thread { [self] in serve() }.start()
    }

    package func stop() { isStopped.store(true, ordering: .relaxed) }

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
                let answer = answer(Array(query[..<count]), isStream: false)
                _ = sendto(datagrams, answer, answer.count, 0, peer, size)
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
        let answer = answer(Array(query[2..<count]), isStream: true)
        let bytes = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func answer(_ query: [UInt8], isStream: Bool) -> [UInt8] {
        var labels: [String] = []
        var at = 12
        while at < query.count, query[at] > 0, at + Int(query[at]) < query.count {
            labels.append(String(decoding: query[(at + 1)...(at + Int(query[at]))], as: UTF8.self))
            at += 1 + Int(query[at])
        }
        let question = query[12..<min(query.count, at + 5)]
        let type = at + 2 < query.count ? query[at + 2] : 0
        let found = data(labels.joined(separator: ".").lowercased(), type)
        guard !found.isEmpty else {
            return query[..<2] + [0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0] + question
        }
        if truncates, !isStream { return query[..<2] + [0x83, 0x80, 0, 1, 0, 0, 0, 0, 0, 0] + question }
        var answer = query[..<2] + [0x81, 0x80, 0, 1, 0, UInt8(found.count), 0, 0, 0, 0] + question
        for data in found {
            answer += [0xC0, 0x0C, 0, type, 0, 1, 0, 0, 0, 60, UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
        }
        return Array(answer)
    }

    private func data(_ name: String, _ type: UInt8) -> [[UInt8]] {
        func encoded(_ name: String) -> [UInt8] {
            name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
        }
        switch type {
        case 1: return hosts[name].map { [$0.split(separator: ".").compactMap { UInt8($0) }] } ?? []
        case 12: return pointers[name].map { [encoded($0)] } ?? []
        case 15: return exchangers[name].map { [[0, 10] + encoded($0)] } ?? []
        case 16: return records[name]?.map { $0.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } } ?? []
        default: return []
        }
    }
}
