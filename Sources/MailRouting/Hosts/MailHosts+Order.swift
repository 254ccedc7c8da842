package import FanmailDNS

extension MailHosts {
    /// A host, and the address of it that is connected to.
    package struct Attempt: Sendable, Hashable {
        package let host: MailHost
        package let address: IPAddress
    }

    /// Which addresses are tried, one after the other (RFC 5321, 5.1): hosts of the same preference in any order, so that
    /// all of them get their share. Where there are several hosts, one with many addresses does not take all the places,
    /// so that at least two hosts are tried.
    ///
    /// - Parameters:
    ///   - most: of all, two at least.
    ///   - generator: a seeded one makes it the same each time.
    package func attempts(
        atMost most: Int = 5, of hosts: [MailHost]? = nil, using generator: inout some RandomNumberGenerator
    ) -> [Attempt] {
        let usable = (hosts ?? all).filter { !$0.addresses.isEmpty }
        let groups = Dictionary(grouping: usable, by: \.preference).sorted { $0.key < $1.key }
        var ordered: [MailHost] = []
        for group in groups { ordered += group.value.shuffled(using: &generator) }
        let most = max(2, most)
        let share = ordered.count > 1 ? max(1, most / 2) : most
        return Array(
            ordered.flatMap { host in host.addresses.prefix(share).map { Attempt(host: host, address: $0) } }
                .prefix(most))
    }
}
