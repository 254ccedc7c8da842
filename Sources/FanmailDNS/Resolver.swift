import Foundation

/// Looks up records at one name server: by datagram, and over TCP where the answer does not fit into one.
package struct Resolver: Sendable {
    package enum Failure: Error, Sendable, Equatable {
        case noSuchName
        /// One clause for a person.
        case unreachable(String)
    }

    /// An address of IPv4 or IPv6, and a port.
    let host: String
    let port: UInt16
    /// For each of three attempts.
    package var timeout = Duration.seconds(3)
    private static let attempts = 3

    /// - Parameter server: `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::1` or `[2001:db8::1]:53`.
    /// - Returns: nil when it is none of these.
    package init?(server: String) {
        guard let address = NameServerAddress(server) else { return nil }
        (host, port) = (address.host, address.port)
    }

    /// The first name server of the system; nil when it names none.
    package static func system(_ path: String = "/etc/resolv.conf") -> Resolver? {
        NameServerAddress.system(path).first.flatMap { Resolver(server: $0.description) }
    }

    package var server: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The texts of a name, each record's strings put together.
    package func texts(of name: String) throws(Failure) -> [String] {
        try records(of: name, .text).compactMap { record in
            if case .text(let text) = record { String(decoding: text, as: UTF8.self) } else { nil }
        }
    }

    /// The addresses of a host, of IPv4 first.
    ///
    /// - Throws: ``Failure/noSuchName`` when it has none.
    package func addresses(of host: String) throws(Failure) -> [IPAddress] {
        var all: [IPAddress] = []
        for type in [DNSRecordType.address4, .address6] {
            do throws(Failure) {
                for case .address(let address) in try records(of: host, type) { all.append(address) }
            } catch .noSuchName {
                continue
            }
        }
        guard !all.isEmpty else { throw .noSuchName }
        return all
    }

    /// What an address is called (RFC 1035, 3.5).
    package func names(of address: IPAddress) throws(Failure) -> [String] {
        try records(of: address.reverseName, .pointer).compactMap { record in
            if case .name(let name) = record { name } else { nil }
        }
    }

    /// Who takes mail for a domain, the preferred ones first; `""` for a domain that takes none (RFC 7505).
    package func exchangers(of domain: String) throws(Failure) -> [String] {
        var found: [(preference: Int, host: String)] = []
        for case .exchanger(let preference, let host) in try records(of: domain, .exchanger) {
            found.append((preference, host))
        }
        return found.sorted { ($0.preference, $0.host) < ($1.preference, $1.host) }.map(\.host)
    }

    /// The records of a type.
    private func records(of name: String, _ type: DNSRecordType) throws(Failure) -> [DNSRecord] {
        var reason = "it does not answer"
        for _ in 0..<Self.attempts {
            guard let message = DNSMessage(name: name, type, id: .random(in: .min ... .max)) else { throw .noSuchName }
            var answer = exchange(message, overTCP: false)
            if answer == .truncated { answer = exchange(message, overTCP: true) }
            switch answer {
            case .records(let records): return records
            case .noSuchName: throw .noSuchName
            case .failed(let why): reason = why
            case .truncated: reason = "its answer does not fit"
            case .stray: reason = "it does not answer"
            }
        }
        throw .unreachable("the name server \(server): \(reason)")
    }

    private func exchange(_ message: DNSMessage, overTCP: Bool) -> DNSMessage.Answer {
        guard let address = SocketAddress(host, port) else { return .stray }
        let deadline = ContinuousClock.now + timeout
        guard let socket = DeadlineSocket(address, isStream: overTCP, deadline) else {
            return .failed(String(cString: strerror(errno)))
        }
        if overTCP {
            let size = message.query.count
            guard socket.send([UInt8(size >> 8), UInt8(size & 0xFF)] + message.query),
                let head = socket.receive(exactly: 2),
                let bytes = socket.receive(exactly: Int(head[0]) << 8 | Int(head[1]))
            else { return .stray }
            return message.answer(in: bytes)
        }
        guard socket.send(message.query) else { return .stray }
        // What does not answer our question is left aside until the time is up.
        while let bytes = socket.receive(atMost: DNSMessage.datagramSize * 4) {
            let answer = message.answer(in: bytes)
            if answer != .stray { return answer }
        }
        return .stray
    }
}
