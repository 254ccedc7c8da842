import Foundation
import SwiftASN1
import X509

/// Whom a certificate is for (RFC 9525): what its subject alternative names say, and nothing else. The one judge of the
/// name for connections and for what is said of a server.
package struct ServerIdentity {
    /// The DNS names, as they stand there.
    let names: [String]
    /// The addresses, 4 or 16 octets each.
    let addresses: [[UInt8]]

    init(_ certificate: Certificate) {
        var names: [String] = []
        var addresses: [[UInt8]] = []
        // Of an extension that cannot be read nothing is believed.
        for name in (try? certificate.extensions.subjectAlternativeNames) ?? SubjectAlternativeNames() {
            switch name {
            case .dnsName(let name): names.append(name)
            case .ipAddress(let octets): addresses.append(Array(octets.bytes))
            default: break
            }
        }
        self.init(names: names, addresses: addresses)
    }

    init(names: [String], addresses: [[UInt8]]) {
        self.names = names
        self.addresses = addresses
    }

    /// For people.
    var shown: [String] {
        names
            + addresses.map { octets in
                octets.count == 4
                    ? octets.map { String($0) }.joined(separator: ".")
                    : octets.map { String($0, radix: 16) }.joined(separator: ":")
            }
    }

    /// Why a certificate is not this server's; nil when it is.
    package static func objection(to der: [UInt8], of host: String) -> String? {
        guard let certificate = try? Certificate(derEncoded: der) else { return "cannot be read" }
        return ServerIdentity(certificate).objection(to: host)
    }

    func objection(to host: String) -> String? {
        guard !isOf(host) else { return nil }
        let shown = shown
        return "is for \(shown.isEmpty ? "no name" : shown.prefix(8).joined(separator: ", ")), not for \(host)"
    }

    /// - Parameter host: the name or address that was asked for, never one that a name was resolved to.
    func isOf(_ host: String) -> Bool {
        if let address = Self.octets(host) { return addresses.contains(address) }
        let asked = Self.labels(host)
        return asked.allSatisfy { !$0.isEmpty } && names.contains { Self.matches(Self.labels($0), asked) }
    }

    /// A wildcard stands for one whole label, the first (RFC 9525, 6.3), of a domain of two labels or more behind it.
    private static func matches(_ presented: [Substring], _ asked: [Substring]) -> Bool {
        guard presented.count == asked.count else { return false }
        let isWildcard = presented.first == "*"
        guard !isWildcard || presented.count > 2 else { return false }
        return zip(presented, asked).dropFirst(isWildcard ? 1 : 0).allSatisfy { $0 == $1 && !$0.contains("*") }
    }

    /// In lower case, without the root's dot.
    private static func labels(_ name: String) -> [Substring] {
        let ascii = String(decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        var labels = ascii.split(separator: ".", omittingEmptySubsequences: false)
        if labels.count > 1, labels.last == "" { labels.removeLast() }
        return labels
    }

    /// Of an address in numbers; nil for a name.
    private static func octets(_ host: String) -> [UInt8]? {
        var address = [UInt8](repeating: 0, count: 16)
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] where inet_pton(family, host, &address) == 1 {
            return Array(address.prefix(count))
        }
        return nil
    }
}
