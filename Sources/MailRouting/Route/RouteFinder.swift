package import FanmailDNS

/// Finds out how domains are reached: their hosts, what those are known by, and what the domains demand.
package struct RouteFinder: Sendable {
    private let resolver: StubResolver
    private let finder: MailHostFinder
    private let policies: STSPolicies
    private let port: Int

    /// - Parameter port: of the hosts, which is a part of the names of TLSA records.
    package init(
        _ resolver: StubResolver, _ source: any STSPolicySource, own: OwnMachine = OwnMachine(), port: Int = 25
    ) {
        self.resolver = resolver
        finder = MailHostFinder(resolver, own: own)
        policies = STSPolicies(resolver, source)
        self.port = port
    }

    package func route(to target: MailTarget) async -> DomainRoute {
        async let policy = finding(of: target)
        let hosts = await finder.hosts(of: target)
        let records = await withTaskGroup(of: (Int, HostTLSA).self) { group in
            for (place, host) in hosts.all.enumerated() {
                group.addTask { [resolver, port] in (place, await HostTLSA.find(host, port: port, resolver)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        let sts = await policy
        let ways = zip(hosts.all, records).map { host, tlsa in
            DomainRoute.Host(host: host, tlsa: tlsa, security: HostSecurity(host, tlsa, sts.policy))
        }
        return DomainRoute(target: target, hosts: hosts, ways: ways, sts: sts)
    }

    private func finding(of target: MailTarget) async -> STSFinding {
        guard case .domain(let domain) = target else { return .none }
        return await policies.finding(of: domain)
    }
}
