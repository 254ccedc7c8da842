package import SMTPCore

extension DKIMSigner {
    /// Whether receivers send complaints to an address that a message of ours names: it is signed for the address's domain,
    /// or for one above it (RFC 9477, 3.1).
    package func vouches(for address: Mailbox) -> Bool {
        let domain = address.domain.lowercased()
        return identities.contains { identity in
            let signed = identity.domain.lowercased()
            return domain == signed || domain.hasSuffix(".\(signed)")
        }
    }
}
