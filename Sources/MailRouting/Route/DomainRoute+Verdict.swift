extension DomainRoute {
    /// Why no mail goes there, in a clause.
    package var verdict: String {
        switch hosts {
        case .noSuchDomain: "there is no such domain (NXDOMAIN)"
        case .takesNoMail: "it takes no mail, as its MX says (RFC 7505)"
        case .noHost(let why): why
        case .ownMachine(let name): "its mail host \(name) is this machine, which would send to itself"
        case .failed(let why): "who takes its mail is not known now: \(why)"
        case .hosts(let hosts, _):
            hosts.allSatisfy { $0.addresses.isEmpty }
                ? "the addresses of its mail hosts are not known now"
                : "none of its mail hosts may be used now\(obstacle.map { ": \($0)" } ?? "")"
        }
    }

    /// Why the first host that has an address may not be used.
    private var obstacle: String? {
        ways.lazy.filter { !$0.host.addresses.isEmpty }.compactMap { way in
            switch way.security {
            case .excluded: "the policy (MTA-STS) does not name \(way.host.name)"
            case .unknown(let why): "whether \(way.host.name) has TLSA records is not known: \(why)"
            case .dane, .encrypted, .verified, .opportunistic: nil
            }
        }.first
    }
}
