package import FanmailDNS

/// Asks who takes a domain's mail.
package struct MailHostFinder: Sendable {
    private let resolver: StubResolver
    private let own: OwnMachine
    /// Of a domain with more, the preferred ones count.
    private static let mostHosts = 32
    /// Of a host with more.
    private static let mostAddresses = 16

    package init(_ resolver: StubResolver, own: OwnMachine = OwnMachine()) {
        (self.resolver, self.own) = (resolver, own)
    }

    package func hosts(of target: MailTarget) async -> MailHosts {
        switch target {
        case .literal(let address):
            if own.has(address) { return .ownMachine(target.description) }
            let host = MailHost(
                name: target.description, preference: 0, canonicalName: target.description, addresses: [address],
                isValidated: false, trouble: nil)
            return .hosts([host], isImplicit: true)
        case .domain(let domain): return await hosts(of: domain)
        }
    }

    private func hosts(of domain: String) async -> MailHosts {
        let answer = await resolver.answer(to: DNSQuestion(domain, .exchanger))
        switch answer.result {
        case .failed(let why): return .failed(why)
        case .noSuchName: return .noSuchDomain
        case .noRecords: return await implicit(domain, isValidated: answer.isValidated)
        case .records(let records):
            var named: [String: Int] = [:]
            for case .exchanger(let preference, let host) in records {
                named[host] = min(preference, named[host] ?? .max)
            }
            // Beside others the root is no host, and says nothing (RFC 7505, 3).
            if named.count == 1, named[""] != nil { return .takesNoMail }
            named[""] = nil
            let first = named.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(Self.mostHosts)
            return await judged(first.map { ($0.key, $0.value) }, isValidated: answer.isValidated)
        }
    }

    private func implicit(_ domain: String, isValidated: Bool) async -> MailHosts {
        let host = await host(domain, 0, isValidated: isValidated)
        if own.isSelf(host) { return .ownMachine(domain) }
        switch host.trouble {
        case .unusable: return .noHost("it names no host for mail (MX), and has no address itself")
        case .unknown(let why): return .failed(why)
        case nil: return .hosts([host], isImplicit: true)
        }
    }

    private func judged(_ named: [(name: String, preference: Int)], isValidated: Bool) async -> MailHosts {
        let hosts = await withTaskGroup(of: (Int, MailHost).self) { group in
            for (place, entry) in named.enumerated() {
                group.addTask { (place, await host(entry.name, entry.preference, isValidated: isValidated)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        // RFC 5321, 5.1: who is a host itself hands mail to those alone that are preferred to it.
        let limit = hosts.filter(own.isSelf).map(\.preference).min()
        let others = hosts.filter { host in limit.map { host.preference < $0 } ?? true }
        if let limit, !others.contains(where: { $0.trouble == nil }) {
            return .ownMachine(hosts.first { $0.preference == limit && own.isSelf($0) }?.name ?? "")
        }
        if others.allSatisfy({ if case .unusable = $0.trouble { true } else { false } }) {
            return .noHost("none of the hosts that it names for mail (MX) has an address")
        }
        return .hosts(others, isImplicit: false)
    }

    private func host(_ name: String, _ preference: Int, isValidated: Bool) async -> MailHost {
        func unusable(_ why: String) -> MailHost {
            MailHost(
                name: name, preference: preference, canonicalName: name, addresses: [], isValidated: false,
                trouble: .unusable(why))
        }
        guard IPAddress(name) == nil else { return unusable("it is an address, where a name belongs") }
        guard Self.isHostName(name) else { return unusable("no host can have this name") }
        async let four = resolver.answer(to: DNSQuestion(name, .address4))
        async let six = resolver.answer(to: DNSQuestion(name, .address6))
        let answers = [await six, await four]
        var families = answers.map { answer in
            answer.records.compactMap { if case .address(let address) = $0 { address } else { nil } }[...]
        }
        var addresses: [IPAddress] = []
        while addresses.count < Self.mostAddresses, families.contains(where: { !$0.isEmpty }) {
            for index in families.indices { if let next = families[index].popFirst() { addresses.append(next) } }
        }
        let held = answers.filter { !$0.records.isEmpty }
        let trouble: MailHost.Trouble? =
            addresses.isEmpty
            ? answers.lazy.compactMap { if case .failed(let why) = $0.result { .unknown(why) } else { nil } }.first
                ?? .unusable("it has no address") : nil
        return MailHost(
            name: name, preference: preference, canonicalName: held.first?.name ?? name, addresses: addresses,
            isValidated: isValidated && !held.isEmpty && held.allSatisfy(\.isValidated), trouble: trouble)
    }

    /// Letters, digits, hyphens, and the underscores that some have.
    private static func isHostName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            }
    }
}
