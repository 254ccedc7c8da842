/// What a receiver makes of a domain's SPF record (RFC 7208).
package struct SPFCheck: Sendable {
    package enum Result: Sendable, Equatable {
        /// The address may send for the domain.
        case pass
        /// It may not (`-all`), or should not (`~all`).
        case fail, softFail
        /// The record leaves it open, or has macros that depend on the message.
        case neutral
        /// There is no record.
        case none
        /// The record cannot be used, and why: receivers treat it as an error of the sender.
        case broken(String)
    }

    package private(set) var result = Result.none
    /// The record itself; nil when there is none, or not just one.
    package private(set) var record: String?
    /// Terms that cost receivers a question; more than ten make a record invalid (4.6.4).
    package private(set) var lookups = 0
    /// Everybody may send for the domain: `+all`.
    package private(set) var allowsAll = false
    private let resolver: Resolver
    private let address: IPAddress?

    private static let mostLookups = 10

    /// Evaluates a domain's record.
    ///
    /// - Parameter address: who sends; nil only looks at whether the record is sound.
    package init(_ domain: String, address: IPAddress?, _ resolver: Resolver) throws(Resolver.Failure) {
        self.resolver = resolver
        self.address = address
        result = try evaluate(domain, isFirst: true)
    }

    private mutating func evaluate(_ domain: String, isFirst: Bool) throws(Resolver.Failure) -> Result {
        var records: [String] = []
        do throws(Resolver.Failure) {
            records = try resolver.texts(of: domain).filter {
                $0.lowercased() == "v=spf1" || $0.lowercased().hasPrefix("v=spf1 ")
            }
        } catch .noSuchName {
            return .none
        }
        guard let record = records.first else { return .none }
        guard records.count == 1 else {
            return .broken("\(domain) has \(records.count) SPF records, which makes all of them invalid; keep one")
        }
        if isFirst { self.record = record }
        var found: Result?
        var redirect: String?
        for term in record.split(separator: " ").dropFirst() {
            let term = term.lowercased()
            if let equals = term.firstIndex(of: "="), !term[..<equals].contains(where: { ":/".contains($0) }) {
                if term[..<equals] == "redirect" { redirect = String(term[term.index(after: equals)...]) }
                continue
            }
            let qualifier = term.first.flatMap { "+-~?".contains($0) ? $0 : nil }
            let mechanism = qualifier == nil ? term : String(term.dropFirst())
            let name = mechanism.prefix { $0 != ":" && $0 != "/" }
            let verdict: Result =
                switch qualifier {
                case "-": .fail
                case "~": .softFail
                case "?": .neutral
                default: .pass
                }
            if name == "all", verdict == .pass, isFirst { allowsAll = true }
            switch try match(mechanism, domain) {
            case .broken(let why): return .broken(why)
            case .pass: if found == nil { found = verdict }
            // Macros speak of the message; from here on nobody knows.
            case .neutral: if found == nil { found = .neutral }
            case .fail, .softFail, .none: break
            }
            if lookups > Self.mostLookups {
                return .broken(
                    "more than \(Self.mostLookups) lookups are needed for it, and receivers stop there; "
                        + "take out an include, or write addresses instead")
            }
        }
        if let found { return found }
        guard let redirect, !redirect.contains("%") else { return .neutral }
        lookups += 1
        guard lookups <= Self.mostLookups else { return .broken("more than \(Self.mostLookups) lookups are needed") }
        let result = try evaluate(redirect, isFirst: false)
        return result == .none ? .broken("redirect=\(redirect) leads to no SPF record") : result
    }

    /// `pass` when a mechanism matches, `none` when it does not.
    private mutating func match(_ mechanism: String, _ domain: String) throws(Resolver.Failure) -> Result {
        let name = mechanism.prefix { $0 != ":" && $0 != "/" }
        var value = mechanism.dropFirst(name.count)
        if value.first == ":" { value = value.dropFirst() }
        let usesNames = ["a", "mx", "include", "exists", "ptr"].contains(String(name))
        if usesNames { lookups += 1 }
        guard lookups <= Self.mostLookups else { return .none }
        if value.contains("%") || name == "ptr" { return .neutral }
        switch name {
        case "all": return .pass
        case "ip4", "ip6":
            let parts = value.split(separator: "/", maxSplits: 1)
            guard let network = parts.first.flatMap({ IPAddress($0) }), network.isIPv6 == (name == "ip6"),
                let bits = parts.count > 1 ? Int(parts[1]) : network.bytes.count * 8,
                (0...(network.bytes.count * 8)).contains(bits)
            else { return .broken("`\(mechanism)` is no network") }
            return address?.isIn(network, bits: bits) == true ? .pass : .none
        case "a", "mx": return try matchHosts(name == "mx", value, domain)
        case "include":
            switch try evaluate(String(value), isFirst: false) {
            case .pass: return .pass
            case .neutral, .fail, .softFail: return .none
            case .none: return .broken("include:\(value) has no SPF record")
            case .broken(let why): return .broken("include:\(value): \(why)")
            }
        case "exists":
            do throws(Resolver.Failure) {
                return try resolver.addresses(of: String(value)).isEmpty ? .none : .pass
            } catch .noSuchName { return .none }
        default: return .broken("it has the unknown mechanism `\(mechanism)`")
        }
    }

    private func matchHosts(_ isExchange: Bool, _ value: Substring, _ domain: String) throws(Resolver.Failure) -> Result
    {
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        let host = parts.first.map(String.init).flatMap { $0.isEmpty ? nil : $0 } ?? domain
        let bits4 = parts.count > 1 && !parts[1].isEmpty ? Int(parts[1]) : 32
        let bits6 = parts.count > 3 ? Int(parts[3]) : 128
        guard let bits4, let bits6 else { return .broken("`\(value)` has no prefix length") }
        guard let address else { return .none }
        do throws(Resolver.Failure) {
            for host in isExchange ? try resolver.exchangers(of: host).prefix(10).map({ $0 }) : [host] {
                do throws(Resolver.Failure) {
                    for found in try resolver.addresses(of: host)
                    where address.isIn(found, bits: found.isIPv6 ? bits6 : bits4) { return .pass }
                } catch .noSuchName { continue }
            }
        } catch .noSuchName { return .none }
        return .none
    }
}
