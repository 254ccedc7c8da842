import FanmailDNS
import Testing

@testable import MailRouting

@Suite("With which TLS mail goes to a host")
struct HostSecurityTests {
    private static let record = TLSARecord(
        usage: 3, selector: 1, matching: 1, data: Array(repeating: 1, count: 32))
    private static let known = HostTLSA.known(by: [record], base: "mx.example.org")

    private func security(_ tlsa: HostTLSA, _ mode: String?, host: String = "mx.example.org") throws -> HostSecurity {
        let policy = try mode.map { try STSPolicy("version: STSv1\nmode: \($0)\nmx: mx.example.org\nmax_age: 86400") }
        let host = MailHost(
            name: host, preference: 10, canonicalName: host, addresses: [], isValidated: true, trouble: nil)
        return HostSecurity(host, tlsa, policy)
    }

    @Test("DANE and MTA-STS each demand what they do, and neither takes back what the other demands") func table()
        throws
    {
        let dane = HostSecurity.dane([Self.record], base: "mx.example.org")
        for mode in [nil, "none", "testing", "enforce"] {
            #expect(try security(Self.known, mode) == dane)
            #expect(try security(.unknown("x"), mode) == .unknown("x"))
        }
        #expect(try security(.none, nil) == .opportunistic(isTested: false))
        #expect(try security(.unsigned, "none") == .opportunistic(isTested: false))
        #expect(try security(.unsigned, "testing") == .opportunistic(isTested: true))
        #expect(try security(.unsigned, "enforce") == .verified)
        #expect(try security(.encrypted, "enforce") == .verified)
        #expect(try security(.encrypted, "testing") == .encrypted)
        #expect(try security(.encrypted, nil) == .encrypted)
    }

    @Test("a policy in force takes hosts out that it does not name, whatever they are known by") func excluded() throws
    {
        let other = "other.example.org"
        for tlsa in [.none, .encrypted, Self.known, .unknown("x")] as [HostTLSA] {
            #expect(try security(tlsa, "enforce", host: other) == .excluded)
        }
        #expect(try security(Self.known, "testing", host: other).isUsable)
        #expect(try security(.none, "none", host: other) == .opportunistic(isTested: false))
    }
}
