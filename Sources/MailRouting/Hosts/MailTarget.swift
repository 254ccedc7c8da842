package import FanmailDNS
package import SMTPCore

/// What stands behind the @ of an address: a domain, or an address of a machine in brackets (RFC 5321, 4.1.2).
package enum MailTarget: Sendable, Hashable {
    /// In lower case, in A-labels.
    case domain(String)
    case literal(IPAddress)

    /// - Parameter text: `ada@example.org`, `example.org`, `[192.0.2.1]`; in Unicode if need be.
    package init(_ text: String) throws(MailboxSyntaxError) {
        let isDomain = !text.contains("@")
        let name = isDomain && text.count > 1 && text.hasSuffix(".") ? String(text.dropLast()) : text
        try self.init(Mailbox(parsing: isDomain ? "postmaster@\(name)" : name))
    }

    package init(_ mailbox: Mailbox) {
        let domain = mailbox.domain
        if domain.hasPrefix("["), domain.hasSuffix("]") {
            let inner = domain.dropFirst().dropLast()
            let address = inner.lowercased().hasPrefix("ipv6:") ? inner.dropFirst(5) : inner
            if let address = IPAddress(address) {
                self = .literal(address)
                return
            }
        }
        self = .domain(domain)
    }

    /// As it stands in an address.
    package var description: String {
        switch self {
        case .domain(let name): name
        case .literal(let address): address.isIPv6 ? "[IPv6:\(address)]" : "[\(address)]"
        }
    }
}
