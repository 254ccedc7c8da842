import Testing

@testable import SMTPClient

@Suite("Whom a certificate is for (RFC 9525)")
struct ServerIdentityTests {
    private static let loopback: [UInt8] = [127, 0, 0, 1]

    @Test(
        "Names are compared label by label; a wildcard is the whole first label, above two others",
        arguments: [
            ("mx.example.org", "mx.example.org", true), ("MX.Example.ORG", "mx.example.org", true),
            ("mx.example.org", "mx.example.org.", true), ("mx.example.org", "example.org", false),
            ("example.org", "mx.example.org", false), ("*.example.org", "mx.example.org", true),
            ("*.example.org", "a.mx.example.org", false), ("*.example.org", "example.org", false),
            ("*.example.org", ".example.org", false), ("*", "localhost", false), ("*", "mx", false),
            ("*", "*", false), ("*.", "localhost", false), ("*.org", "example.org", false),
            ("*.localhost", "a.localhost", false), ("*.*.org", "mx.example.org", false),
            ("mx.*.org", "mx.example.org", false), ("m*.example.org", "mx.example.org", false),
            ("*x.example.org", "mx.example.org", false), ("**.example.org", "mx.example.org", false),
            ("*.example.org", "*.example.org", true), ("mx.example.org*", "mx.example.org", false),
            ("", "", false), ("localhost", "localhost", true), (" mx.example.org", "mx.example.org", false),
            ("xn--mx-mka.example", "xn--mx-mka.example", true),
        ])
    func names(presented: String, host: String, isFor: Bool) {
        #expect(ServerIdentity(names: [presented], addresses: []).isOf(host) == isFor)
    }

    @Test(
        "An address is for an address and for nothing else, octet by octet",
        arguments: [
            ("127.0.0.1", true), ("localhost", false), ("127.0.0.2", false), ("::1", false), ("mx.example.org", false),
            ("127.1", false), ("::ffff:127.0.0.1", false),
        ])
    func addresses(host: String, isFor: Bool) {
        #expect(ServerIdentity(names: [], addresses: [Self.loopback]).isOf(host) == isFor)
        // A name that looks like an address is none.
        #expect(!ServerIdentity(names: ["127.0.0.1", "::1"], addresses: []).isOf("127.0.0.1"))
        let six = [UInt8](repeating: 0, count: 15) + [1]
        #expect(ServerIdentity(names: [], addresses: [six]).isOf("::1"))
    }

    @Test("It says whom it is for instead") func words() {
        #expect(ServerIdentity(names: [], addresses: []).objection(to: "mx") == "is for no name, not for mx")
        #expect(
            ServerIdentity(names: ["a.example"], addresses: [Self.loopback]).objection(to: "localhost")
                == "is for a.example, 127.0.0.1, not for localhost")
    }
}
