import FanmailBasics

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

    private static func digest(_ hosts: [String]) -> String {
        String(Digest64(hosts.joined(separator: " ").utf8, seed: 0).state, radix: 36)
    }
}
