package import FanmailDNS

/// What the records of a host say of the certificates that it showed (RFC 7671, 5).
package enum TLSAMatch: Sendable, Equatable {
    /// It is the server itself: names and dates do not matter (DANE-EE, 5.1).
    case server
    /// The certificate at this place of the chain, 0 being the server's own, is the authority: that it signed what stands
    /// before it, that all are in force, and that the server's is for the host's name is still to be seen (DANE-TA, 5.2).
    case authority(at: Int)
    case nothing

    /// - Parameters:
    ///   - chain: in DER, the server's own first.
    ///   - records: of which the unusable do not count.
    package init(_ chain: [[UInt8]], _ records: [TLSARecord]) {
        guard let first = chain.first else {
            self = .nothing
            return
        }
        if records.contains(where: { $0.usage == 3 && $0.matches(first) }) {
            self = .server
        } else if let place = chain.firstIndex(where: { certificate in
            records.contains { $0.usage == 2 && $0.matches(certificate) }
        }) {
            self = .authority(at: place)
        } else {
            self = .nothing
        }
    }
}
