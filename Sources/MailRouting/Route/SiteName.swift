/// One name for the hosts that take a domain's mail, the same for each domain that has the same hosts in the same order.
package enum SiteName {
    private static let longest = 120

    /// `mx.example.org`; `(mx1|mx2).example.org`; with many hosts the first of them, and a digest of all.
    package static func of(_ hosts: [String]) -> String {
        guard let first = hosts.first, hosts.count > 1 else { return hosts.first ?? "" }
        let labels = hosts.map { $0.split(separator: ".") }
        var common = 0
        let shortest = labels.map(\.count).min() ?? 0
        while common < shortest - 1,
            labels.allSatisfy({ $0[$0.count - 1 - common] == labels[0][labels[0].count - 1 - common] })
        {
            common += 1
        }
        let heads = labels.map { $0.dropLast(common).joined(separator: ".") }
        let tail = labels[0].suffix(common).joined(separator: ".")
        let name = "(\(heads.joined(separator: "|")))\(tail.isEmpty ? "" : ".")\(tail)"
        return name.utf8.count <= longest ? name : "\(first)+\(hosts.count - 1)-\(digest(hosts))"
    }

    /// FNV-1a, which is the same in every process.
    private static func digest(_ hosts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in hosts.joined(separator: " ").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
