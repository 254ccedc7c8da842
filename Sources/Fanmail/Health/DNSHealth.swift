import Composition
import FanmailBasics
import FanmailDNS
import ListStore
import MailingLists
import SMTPCore

/// The sender's DNS: what large receivers demand of bulk senders.
struct DNSHealth: Sendable {
    private let resolver: Resolver
    /// The domains that letters are from.
    private let authors: [String]
    /// The domains of reverse-paths.
    private let envelopes: [String]
    /// Lists whose letters name an address for complaints, by their name.
    private let complaints: [(list: String, address: Mailbox)]
    private let sourceAddress: String?
    private let signing: HealthCheck.Signing
    private let keyFiles: [String]

    /// - Parameters:
    ///   - sourceAddress: the one that is set for connections.
    ///   - keyFiles: keys that could sign.
    init(
        _ resolver: Resolver, _ lists: [ListRecord], sourceAddress: String?, _ signing: HealthCheck.Signing,
        keyFiles: [String] = []
    ) {
        self.keyFiles = keyFiles
        self.resolver = resolver
        self.sourceAddress = sourceAddress
        self.signing = signing
        let live = lists.filter { $0.archivedAt == nil }.map(\.definition)
        authors = Set(live.map(\.address.domain)).sorted()
        complaints = live.filter(\.addHeaders).compactMap { list in list.complaintAddress.map { (list.name, $0) } }
        envelopes = Set(
            live.compactMap { list in
                if case .mailbox(let mailbox) = list.reversePath { mailbox.domain } else { nil }
            }
        ).sorted()
    }

    /// - Parameters:
    ///   - addresses: where mail comes from; the relay's when empty.
    ///   - relayHost: its name or address; nil when there is none.
    func examine(from addresses: [IPAddress], relayHost: String?) -> [HealthFinding] {
        unheardComplaints + asked(from: addresses, relayHost: relayHost)
    }

    private func asked(from addresses: [IPAddress], relayHost: String?) -> [HealthFinding] {
        do throws(Resolver.Failure) {
            var findings: [HealthFinding] = []
            let addresses = addresses.isEmpty ? try publicAddresses(relayHost) : addresses
            if addresses.isEmpty {
                findings.append(
                    HealthFinding(
                        .dns, "address", .unknown, "which address the mail leaves from for the world is not known",
                        .nameAddress))
            }
            for address in addresses { findings.append(try pointer(address)) }
            for domain in envelopes {
                findings += try spf(domain, addresses)
                findings.append(try exchange(domain))
            }
            findings += try dkim()
            for domain in authors { findings.append(try dmarc(domain)) }
            return findings
        } catch {
            guard case .unreachable(let why) = error else { return [] }
            return [
                HealthFinding(.dns, "DNS", .unknown, why, .nameServer)
            ]
        }
    }

    private func publicAddresses(_ host: String?) throws(Resolver.Failure) -> [IPAddress] {
        let set = sourceAddress.flatMap { IPAddress($0) }
        guard let host = set.map(\.description) ?? host else { return [] }
        if let address = IPAddress(host) { return address.isLocal ? [] : [address] }
        do throws(Resolver.Failure) {
            return try resolver.addresses(of: host).filter { !$0.isLocal }
        } catch .noSuchName {
            return []
        }
    }

    /// An address has a name, and the name has the address.
    private func pointer(_ address: IPAddress) throws(Resolver.Failure) -> HealthFinding {
        var names: [String] = []
        do throws(Resolver.Failure) { names = try resolver.names(of: address) } catch .noSuchName {}
        guard !names.isEmpty else {
            return HealthFinding(
                .dns, address.description, .bad, "has no name (PTR); Gmail, Outlook and Yahoo refuse mail from it",
                .askForName)
        }
        for name in names.prefix(10) {
            do throws(Resolver.Failure) {
                if try resolver.addresses(of: name).contains(address) {
                    return HealthFinding(.dns, address.description, .good, "is \(name), there and back")
                }
            } catch .noSuchName { continue }
        }
        return HealthFinding(
            .dns, address.description, .bad,
            "is called \(names[0]), which does not have this address; large receivers take that for a forged name",
            .askForName)
    }

    private func spf(_ domain: String, _ addresses: [IPAddress]) throws(Resolver.Failure) -> [HealthFinding] {
        let subject = "SPF of \(domain)"
        let senders = addresses.map { ($0.isIPv6 ? "ip6:" : "ip4:") + $0.description }.joined(separator: " ")
        let example = "v=spf1 \(senders.isEmpty ? "mx" : senders) -all"
        var findings: [HealthFinding] = []
        let checks = addresses.isEmpty ? [nil] : addresses.map { Optional($0) }
        for address in checks {
            let check = try SPFCheck(domain, address: address, resolver)
            func add(_ level: HealthFinding.Level, _ text: String, _ remedy: Remedy? = nil) {
                findings.append(HealthFinding(.dns, subject, level, text, remedy))
            }
            if check.allowsAll {
                add(
                    .bad, "+all: everybody may send in its name; receivers hold that against it",
                    .endInRefusal)
                break
            }
            let who = address?.description ?? ""
            switch check.result {
            case .none:
                add(
                    .bad, "there is none; Gmail and Yahoo refuse bulk mail without",
                    .publish("\(domain). IN TXT \"\(example)\""))
                return findings
            case .broken(let why):
                add(.bad, why, .mendText(domain: domain))
                return findings
            case _ where address == nil: add(.good, "sound: \(check.record ?? "")")
            case .pass: add(.good, "lets \(who) send")
            case .fail:
                add(.bad, "forbids \(who) to send: mail is refused", .addSenders(senders, record: check.record ?? ""))
            case .softFail:
                add(
                    .bad, "advises against mail from \(who), which then is spam",
                    .addSenders(senders, record: check.record ?? ""))
            case .neutral:
                add(
                    .warning, "does not say whether \(who) may send; that counts for nothing",
                    .addSenders(senders, record: check.record ?? ""))
            }
        }
        return findings
    }

    /// Somebody takes the bounces.
    private func exchange(_ domain: String) throws(Resolver.Failure) -> HealthFinding {
        let remedy = Remedy.publish("\(domain). IN MX 10 the.host.that.takes.its.mail.")
        do throws(Resolver.Failure) {
            let hosts = try resolver.exchangers(of: domain)
            guard hosts.contains(where: { !$0.isEmpty }) else {
                return HealthFinding(
                    .dns, "MX of \(domain)", .bad, "takes no mail (RFC 7505), so that its bounces are lost", remedy)
            }
            return HealthFinding(.dns, "MX of \(domain)", .good, "bounces go to \(hosts[0])")
        } catch .noSuchName {
            do throws(Resolver.Failure) {
                _ = try resolver.addresses(of: domain)
                return HealthFinding(
                    .dns, "MX of \(domain)", .warning, "there is none; bounces go to the domain's own address", remedy)
            } catch .noSuchName {
                return HealthFinding(
                    .dns, "MX of \(domain)", .bad,
                    "nobody takes mail for it; many receivers refuse reverse-paths that bounces cannot reach", remedy)
            }
        }
    }

    private func dkim() throws(Resolver.Failure) -> [HealthFinding] {
        let identities: [DKIMSigner.Identity]
        switch signing {
        case .with(let keys): identities = keys
        case .failing(let why): return [HealthFinding(.config, "DKIM", .bad, why)]
        }
        guard let domain = identities.first?.domain else {
            return [
                HealthFinding(
                    .dns, "DKIM", .bad, "messages are not signed; Gmail and Yahoo refuse bulk mail without",
                    keyFiles.isEmpty ? .signMessages : .nameKeys(keyFiles, domain: authors.first ?? ""))
            ]
        }
        var findings = identities.map { identity in
            let (finding, reason) = DKIMRecordCheck.check(identity, resolver)
            let level: HealthFinding.Level =
                switch finding {
                case .good: reason == nil ? .good : .warning
                case .missing, .wrong: .bad
                case .unreachable: .unknown
                }
            return HealthFinding(
                .dns, identity.recordName, level, reason ?? "fits the key",
                level == .bad ? .publishKey : nil)
        }
        for author in authors {
            guard try DMARCAlignment(author: author, signer: domain, resolver) == .notAligned else { continue }
            findings.append(
                HealthFinding(
                    .dns, "DKIM", .warning, "signs as \(domain), which DMARC does not count for letters from \(author)",
                    .signAs(domain: author)))
        }
        return findings
    }

    /// Addresses for complaints that count for nothing, whatever the DNS says.
    private var unheardComplaints: [HealthFinding] {
        guard case .with(let identities) = signing else { return [] }
        let signer = DKIMSigner(identities)
        let signed = identities.first.map { "letters are signed for \($0.domain)" } ?? "letters are not signed"
        return complaints.filter { !signer.vouches(for: $0.1) }.map { list, address in
            HealthFinding(
                .config, "CFBL-Address of \(list)", .warning,
                "\(signed): receivers send no complaints to \(address.address) (RFC 9477)",
                .signAs(domain: address.domain))
        }
    }

    private func dmarc(_ domain: String) throws(Resolver.Failure) -> HealthFinding {
        let subject = "DMARC of \(domain)"
        let example = Remedy.publish("_dmarc.\(domain). IN TXT \"v=DMARC1; p=none; rua=mailto:dmarc@\(domain)\"")
        do throws(Resolver.Failure) {
            let record = try DMARCRecord(of: domain, resolver)
            guard let policy = record.policy else {
                return HealthFinding(.dns, subject, .bad, "names no policy (p=), which is as good as none", example)
            }
            let place = record.domain == domain ? "" : ", from \(record.domain)"
            guard record.reports != nil else {
                return HealthFinding(
                    .dns, subject, .warning,
                    "p=\(policy)\(place), and no address for reports: nobody learns what fails",
                    .addReports(domain: domain))
            }
            return HealthFinding(.dns, subject, .good, "p=\(policy)\(place)")
        } catch .noSuchName {
            return HealthFinding(
                .dns, subject, .bad, "there is none; Gmail and Yahoo refuse bulk mail without", example)
        }
    }
}
