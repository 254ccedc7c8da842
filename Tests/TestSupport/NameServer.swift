/// A name server on loopback that knows TXT, A, PTR and MX records; answers over UDP, and over TCP what it truncates there.
package final class NameServer: Sendable {
    private let server: ScriptedNameServer

    package var port: UInt16 { server.port }

    /// - Parameters:
    ///   - records: for each name the strings of each of its TXT records.
    ///   - hosts: addresses of IPv4, by name.
    ///   - pointers: names, by an address's own name below in-addr.arpa.
    ///   - exchangers: who takes mail, by domain.
    package init(
        _ records: [String: [[String]]], hosts: [String: String] = [:], pointers: [String: String] = [:],
        exchangers: [String: String] = [:], truncates: Bool = false
    ) throws {
        server = try ScriptedNameServer { query in
            let found: [[UInt8]] =
                switch query.type {
                case 1: hosts[query.name].map { [$0.split(separator: ".").compactMap { UInt8($0) }] } ?? []
                case 12: pointers[query.name].map { [ScriptedNameServer.encoded($0)] } ?? []
                case 15: exchangers[query.name].map { [[0, 10] + ScriptedNameServer.encoded($0)] } ?? []
                case 16: records[query.name]?.map { $0.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } } ?? []
                default: []
                }
            guard !found.isEmpty else { return [query.reply(code: 3)] }
            if truncates, !query.isStream { return [query.reply(flags: 0x0200)] }
            return [query.reply(answers: found.map { ScriptedNameServer.record(query.type, $0) })]
        }
    }

    package func stop() { server.stop() }
}
