package import Bounces
package import FanmailDNS

/// How mail reaches a domain without a relay, as its DNS and its policies have it at this moment.
package struct DomainRoute: Sendable {
    package struct Host: Sendable {
        package let host: MailHost
        package let tlsa: HostTLSA
        package let security: HostSecurity
    }

    package let target: MailTarget
    package let hosts: MailHosts
    /// In the order of ``hosts``.
    package let ways: [Host]
    package let sts: STSFinding
    /// Who runs all of its hosts, where that is somebody who is known.
    package let provider: RuleProvider?

    package init(target: MailTarget, hosts: MailHosts, ways: [Host], sts: STSFinding) {
        (self.target, self.hosts, self.ways, self.sts) = (target, hosts, ways, sts)
        provider = RuleProvider.running(hosts.all.map(\.name))
    }

    /// Whether mail can go there: not where the hosts that there are may not be used.
    package var standing: MailHosts.Standing {
        guard hosts.standing == .reachable else { return hosts.standing }
        let open = ways.filter { !$0.host.addresses.isEmpty }
        return open.contains { $0.security.isUsable } ? .reachable : .unknown
    }

    /// What is connected to, one after the other, of hosts that may be used.
    package func attempts(
        atMost most: Int = 5, using generator: inout some RandomNumberGenerator
    ) -> [(attempt: MailHosts.Attempt, security: HostSecurity)] {
        let usable = ways.filter(\.security.isUsable)
        let securities = Dictionary(usable.map { ($0.host.name, $0.security) }) { one, _ in one }
        return hosts.attempts(atMost: most, of: usable.map(\.host), using: &generator).compactMap { attempt in
            securities[attempt.host.name].map { (attempt, $0) }
        }
    }
}
