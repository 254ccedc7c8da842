/// Which certificate a server is known by (RFC 6698, 2.1), as it was published, understood or not.
package struct TLSARecord: Sendable, Hashable, CustomStringConvertible {
    /// 2: an authority's, which signed the server's (DANE-TA); 3: the server's own (DANE-EE).
    package let usage: UInt8
    /// 0: the whole certificate; 1: its public key alone (SubjectPublicKeyInfo).
    package let selector: UInt8
    /// 0: as it is; 1: its SHA-256; 2: its SHA-512.
    package let matching: UInt8
    /// What the selected and digested octets are to be.
    package let data: [UInt8]

    package init(usage: UInt8, selector: UInt8, matching: UInt8, data: [UInt8]) {
        (self.usage, self.selector, self.matching, self.data) = (usage, selector, matching, data)
    }

    /// `3 1 1 0D6F…`, as in a zone, with no more than eight octets of the data.
    package var description: String {
        let hex = data.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(usage) \(selector) \(matching) \(hex)\(data.count > 8 ? "…" : "")"
    }
}
