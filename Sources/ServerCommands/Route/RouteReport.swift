import Bounces
import FanmailBasics
import FanmailDNS
import FanmailTerminal
import MailRouting

/// What `route explain` found, for people and for programs.
struct RouteReport {
    private let route: DomainRoute
    private let resolver: StubResolver
    private let way: ChosenWay
    private let attempts: [(attempt: MailHosts.Attempt, security: HostSecurity)]

    /// - Parameter way: that mail takes by the settings.
    init(_ route: DomainRoute, _ resolver: StubResolver, _ way: ChosenWay) {
        (self.route, self.resolver, self.way) = (route, resolver, way)
        var generator = SystemRandomNumberGenerator()
        let all = route.attempts(using: &generator)
        // Where no way leads there, not even to the next network, the next one has its turn at once.
        attempts = all.filter(\.attempt.address.hasRoute) + all.filter { !$0.attempt.address.hasRoute }
    }

    // MARK: - For people

    var lines: [String] {
        var lines = [route.target.description]
        func add(_ label: String, _ text: String) { lines.append("  \(label.padding(to: 10))\(text)") }
        for (place, line) in way.lines.enumerated() { add(place == 0 ? "route" : "", line) }
        let voice =
            resolver.believesValidation ? "believed what it calls signed" : "not believed on signatures (DNSSEC)"
        add("asked", "\(resolver.serverNames.joined(separator: ", ")), \(voice)")
        if let provider = route.provider { add("provider", provider.name) }
        if case .hosts(_, let isImplicit) = route.hosts {
            let width = route.ways.map(\.host.name.count).max() ?? 0
            for way in route.ways {
                let host = way.host
                let label = isImplicit ? "no MX" : "MX \(host.preference)"
                add(label, host.name.padding(to: width + 2) + Self.addresses(host))
                for line in Self.details(way) { add("", line) }
            }
            add("MTA-STS", policy)
            add("first", first)
        } else {
            add("hosts", verdict)
            if route.sts != .none { add("MTA-STS", policy) }
        }
        return lines
    }

    private static func addresses(_ host: MailHost) -> String {
        switch host.trouble {
        case .unusable(let why), .unknown(let why): why
        case nil:
            host.addresses.map { $0.hasRoute ? "\($0)" : "\($0) (no route there from here)" }.joined(separator: ", ")
        }
    }

    private static func details(_ way: DomainRoute.Host) -> [String] {
        guard way.host.trouble == nil else { return [] }
        var lines = ["\(way.host.isValidated ? "signed" : "not signed"); \(words(way.security))"]
        if way.host.canonicalName != way.host.name {
            lines.append("an alias (CNAME) of \(way.host.canonicalName), which MX should not lead to")
        }
        if case .known(let records, let base) = way.tlsa {
            lines += records.prefix(4).map { "TLSA of \(base): \($0)" }
            if records.count > 4 { lines.append("and \(records.count - 4) more") }
        }
        return lines
    }

    /// With which TLS, in a clause.
    private static func words(_ security: HostSecurity) -> String {
        switch security {
        case .dane: "TLS required, known by DANE"
        case .encrypted: "TLS required, with any certificate: none of its TLSA records can be used"
        case .verified: "TLS required, with a certificate for its name (MTA-STS)"
        case .opportunistic(let isTested):
            isTested ? "TLS where it is offered; MTA-STS is being tested" : "TLS where it is offered"
        case .excluded: "no mail: the policy (MTA-STS) does not name it"
        case .unknown(let why): "no mail now: whether it has TLSA records is not known: \(why)"
        }
    }

    private var policy: String {
        switch route.sts {
        case .none: return "none"
        case .unusable(let why): return "as good as none: \(why)"
        case .unknown(let why): return "not known: \(why)"
        case .policy(let policy, let id):
            let age = DurationText.format(policy.maxAge)
            let demand =
                switch policy.mode {
                case .enforce: "enforce: only over TLS with a certificate for the name, only to"
                case .testing: "testing: nothing is demanded yet of"
                case .none: "none: there is no policy any more"
                }
            return "\(demand) \(policy.hosts.joined(separator: ", ")) (id \(id), for \(age))"
        }
    }

    private var first: String {
        guard let first = attempts.first else { return verdict }
        let host = first.attempt.host
        let equals = Set(attempts.map(\.attempt.host.name)).filter { name in
            name != host.name && route.ways.contains { $0.host.name == name && $0.host.preference == host.preference }
        }
        let choice = equals.isEmpty ? "" : ", or by chance one of equal preference"
        return "\(first.attempt.address) port 25, \(host.name)\(choice); \(Self.words(first.security))"
    }

    var verdict: String { route.verdict }

    // MARK: - For programs

    var json: JSONValue {
        var isImplicit = false
        if case .hosts(_, true) = route.hosts { isImplicit = true }
        return .object([
            ("target", .string(route.target.description)), ("standing", .string(route.standing.rawValue)),
            ("reason", route.standing == .reachable ? .null : .string(verdict)),
            ("relay", JSONValue(way.relays.first?.url)), ("relayOrigin", JSONValue(way.origin)), ("route", way.json),
            ("nameServers", JSONValue(resolver.serverNames)), ("isValidating", .bool(resolver.believesValidation)),
            ("provider", JSONValue(route.provider?.name)), ("isImplicit", .bool(isImplicit)),
            ("hosts", .array(route.ways.map(Self.json))), ("mtaSTS", stsJSON),
            (
                "attempts",
                .array(
                    attempts.map { entry in
                        .object([
                            ("host", .string(entry.attempt.host.name)),
                            ("address", .string(entry.attempt.address.description)),
                            ("security", .string(Self.name(entry.security))),
                        ])
                    })
            ),
        ])
    }

    private static func json(_ way: DomainRoute.Host) -> JSONValue {
        let host = way.host
        var trouble: String?
        if case .unusable(let why)? = host.trouble { trouble = why }
        if case .unknown(let why)? = host.trouble { trouble = why }
        var records: [String] = []
        if case .known(let all, _) = way.tlsa { records = all.map(\.description) }
        return .object([
            ("host", .string(host.name)), ("preference", JSONValue(host.preference)),
            ("canonicalName", .string(host.canonicalName)), ("addresses", JSONValue(host.addresses.map(\.description))),
            ("isSigned", .bool(host.isValidated)), ("trouble", JSONValue(trouble)), ("tlsa", JSONValue(records)),
            ("security", .string(name(way.security))),
        ])
    }

    private static func name(_ security: HostSecurity) -> String {
        switch security {
        case .dane: "dane"
        case .encrypted: "encrypted"
        case .verified: "verified"
        case .opportunistic: "opportunistic"
        case .excluded: "excluded"
        case .unknown: "unknown"
        }
    }

    private var stsJSON: JSONValue {
        switch route.sts {
        case .none: .null
        case .unusable(let why), .unknown(let why): .object([("mode", .null), ("reason", .string(why))])
        case .policy(let policy, let id):
            .object([
                ("mode", .string(policy.mode.rawValue)), ("id", .string(id)),
                ("maxAge", JSONValue(Int(policy.maxAge.components.seconds))), ("mx", JSONValue(policy.hosts)),
            ])
        }
    }
}
