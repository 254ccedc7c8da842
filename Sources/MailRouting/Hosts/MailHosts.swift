/// Who takes a domain's mail, by the DNS alone (RFC 5321, 5.1; RFC 7505).
package enum MailHosts: Sendable, Equatable {
    /// The preferred ones first, equals by name; one of them has an address, or may have one.
    ///
    /// - isImplicit: the domain names none (MX) and is its own.
    case hosts([MailHost], isImplicit: Bool)
    /// NXDOMAIN.
    case noSuchDomain
    /// It says that it takes no mail (RFC 7505).
    case takesNoMail
    /// There is such a domain, and nobody takes its mail: a clause.
    case noHost(String)
    /// This machine is the first of its hosts, and would hand the mail to itself: which one.
    case ownMachine(String)
    /// It is not known now: a clause.
    case failed(String)

    /// How sure it is that no mail can go there.
    package enum Standing: String, Sendable {
        /// There is a way.
        case reachable
        /// There is none; when seen again much later, it is so for good (RFC 5321, 4.5.4.1).
        case unreachable
        /// Nobody can tell now.
        case unknown
    }

    package var standing: Standing {
        switch self {
        case .hosts(let hosts, _): hosts.contains { !$0.addresses.isEmpty } ? .reachable : .unknown
        case .noSuchDomain, .takesNoMail, .noHost, .ownMachine: .unreachable
        case .failed: .unknown
        }
    }

    package var all: [MailHost] { if case .hosts(let hosts, _) = self { hosts } else { [] } }
}
