package import FanmailDNS

/// A host that takes a domain's mail (RFC 5321, 5.1).
package struct MailHost: Sendable, Hashable {
    /// As the domain names it, in lower case; an address in brackets for a literal.
    package let name: String
    /// The smallest is first.
    package let preference: Int
    /// What it is an alias of (CNAME), which RFC 2181, 10.3 forbids and everybody follows; its name otherwise.
    package let canonicalName: String
    /// Of IPv6 and of IPv4 by turns; none where it has none, or nobody knows.
    package let addresses: [IPAddress]
    /// That the domain names this host, and that these are its addresses, was signed and found right (DNSSEC).
    package let isValidated: Bool
    /// Why it has no addresses; nil where it has.
    package let trouble: Trouble?

    package enum Trouble: Sendable, Hashable {
        /// For good, until the domain changes that: a clause.
        case unusable(String)
        /// For now: a clause.
        case unknown(String)
    }
}
