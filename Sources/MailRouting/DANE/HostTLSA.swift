package import FanmailDNS

/// How a mail host says that it is to be known (RFC 7672).
package enum HostTLSA: Sendable, Hashable {
    /// Its names and addresses are not signed, or nobody can be believed that they are: it is not looked for.
    case unsigned
    /// It says nothing, and that is sure.
    case none
    /// It is known by one of these, of usage 2 or 3, and by nothing else; `base` is the name that they are for.
    case known(by: [TLSARecord], base: String)
    /// It speaks TLS, but says nothing that this side understands (RFC 7672, 2.2): encrypted, by whomever.
    case encrypted
    /// Whether it does cannot be found out: no mail goes there until it can (RFC 7672, 2.1.2).
    case unknown(String)

    /// - Parameter host: with its addresses.
    package static func find(
        _ host: MailHost, port: Int = 25, _ resolver: StubResolver
    ) async -> HostTLSA {
        guard resolver.believesValidation, host.isValidated, !host.addresses.isEmpty else { return .unsigned }
        // RFC 7672, 2.2.2: what the host is an alias of comes first.
        var names = [host.canonicalName]
        if host.name != host.canonicalName { names.append(host.name) }
        for name in names {
            let answer = await resolver.answer(to: DNSQuestion("_\(port)._tcp.\(name)", .tlsa))
            switch answer.result {
            case .failed(let why): return .unknown(why)
            case .noRecords, .noSuchName: continue
            case .records(let records):
                guard answer.isValidated else { continue }
                let all = records.compactMap { if case .tlsa(let record) = $0 { record } else { nil } }
                let usable = all.filter(\.isUsable)
                return usable.isEmpty ? .encrypted : .known(by: usable, base: name)
            }
        }
        return .none
    }
}
