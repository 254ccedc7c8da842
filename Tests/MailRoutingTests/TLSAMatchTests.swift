import FanmailDNS
import Foundation
import Testing

@testable import MailRouting

/// Vectors made by OpenSSL 3: an authority's certificate, and one of version 1 that it signed, for mx.example.
@Suite("TLSA records and certificates")
struct TLSAMatchTests {
    private static let authority = bytes(
        """
        MIIBbzCCARWgAwIBAgIUTQ3KdvU6c9YlN22JceiJxycLUAowCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBQTAgFw0yNjExMjgwOTExMDdaGA8yMTI2
        MTEwNDA5MTEwN1owDDEKMAgGA1UEAwwBQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNPEsFApjOlkBg05ndcXw0XPEoCJ/2oaXW2N8zhwN5E2
        H8TnYMjwZxdILirkIBNx+01B1xxEwuqatekP1T0kyZSjUzBRMB0GA1UdDgQWBBTty9YiGWsIcj4m89bMEb/L/bZY7zAfBgNVHSMEGDAWgBTty9Yi
        GWsIcj4m89bMEb/L/bZY7zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIFpUm+cW0t5Y8528EP1418qBifLYu4GbigktzFMGFM/v
        AiEAyTRlHImDs62thgUQJNcRV2GmPa4nZZ6azTFxcNPHGs4=
        """)
    private static let server = bytes(
        """
        MIIBCjCBsQIBAjAKBggqhkjOPQQDAjAMMQowCAYDVQQDDAFBMCAXDTI2MTEyODA5MTEwN1oYDzIxMjYxMTA0MDkxMTA3WjAVMRMwEQYDVQQDDApt
        eC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEb9gBPcUFBKZxHoVD+7NvJR5JF3zDXxm9puJd3Qc1ElYEx8AyWA8kBPK6ItWtS2sQ
        rIwi6b5uAcRT5Z2yJ0mw9TAKBggqhkjOPQQDAgNIADBFAiAxGjadOySQXQnngN6Tf96/p1y5tN14LdIg/mknHbLT+QIhAL5FB1mxXizmPw7UgLaR
        Ud/lZSd1OjGPOxH5cbA9dAPR
        """)
    private static let serverKey = bytes(
        """
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEb9gBPcUFBKZxHoVD+7NvJR5JF3zDXxm9puJd3Qc1ElYEx8AyWA8kBPK6ItWtS2sQrIwi6b5uAcRT
        5Z2yJ0mw9Q==
        """)
    private static let chain = [server, authority]

    private static func bytes(_ base64: String) -> [UInt8] {
        Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map { Array($0) } ?? []
    }

    private static func record(_ usage: UInt8, _ selector: UInt8, _ matching: UInt8, _ hex: String) -> TLSARecord {
        let digits = Array(hex.utf8)
        let data = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
        return TLSARecord(usage: usage, selector: selector, matching: matching, data: data)
    }

    private static let serverDigest = "0c6bd30a190c2977b9021e4d439411d987d80b2f0868ea713e5b2b7bfc2fd605"
    private static let serverKeyDigest = "c51ea975e0c7c29553255692bd5c07d635470fa8d5844f6a6ff4342f4b41f62f"
    private static let serverKeyLong =
        "84e570d2c6c0b10edd9fffb6719256ab06639f058f3d52826faa83aa7e6607b0"
        + "4b35d237dd7d723ddd920a598e1397ba9f5db81fbb69bf4f70906b5951c269cf"
    private static let authorityDigest = "d325364402b671f128c0ab2316a44f25436dac149dad413684fe9e17254bac46"
    private static let authorityKeyDigest = "593a4ecbb1271337c39fa77f28bd2fb6b8427b1ad5cea40f7611c110324b0ea9"

    @Test(
        "match as OpenSSL's digests do",
        arguments: [
            (record(3, 0, 1, serverDigest), TLSAMatch.server), (record(3, 1, 1, serverKeyDigest), .server),
            (record(3, 1, 2, serverKeyLong), .server), (record(2, 0, 1, authorityDigest), .authority(at: 1)),
            (record(2, 1, 1, authorityKeyDigest), .authority(at: 1)),
            (record(2, 0, 1, serverDigest), .authority(at: 0)),
            (record(3, 0, 1, authorityDigest), .nothing), (record(3, 1, 1, serverDigest), .nothing),
            (record(3, 0, 1, serverKeyDigest), .nothing), (record(1, 1, 1, serverKeyDigest), .nothing),
            (record(0, 0, 1, authorityDigest), .nothing), (record(3, 2, 1, serverKeyDigest), .nothing),
            (record(3, 1, 3, serverKeyDigest), .nothing), (record(3, 1, 2, serverKeyDigest), .nothing),
            (record(3, 1, 1, String(serverKeyDigest.dropLast(2))), .nothing), (record(3, 1, 1, ""), .nothing),
        ])
    func digests(record: TLSARecord, match: TLSAMatch) { #expect(TLSAMatch(Self.chain, [record]) == match) }

    @Test("match whole, without a digest") func whole() {
        #expect(CertificateKey.info(of: Self.server) == Self.serverKey)
        for (selector, data) in [(0, Self.server), (1, Self.serverKey)] as [(UInt8, [UInt8])] {
            let record = TLSARecord(usage: 3, selector: selector, matching: 0, data: data)
            #expect(TLSAMatch(Self.chain, [record]) == .server)
            #expect(TLSAMatch([Self.authority], [record]) == .nothing)
        }
    }

    @Test("one that matches is enough, and the server's own is preferred") func several() {
        let all = [
            Self.record(3, 1, 1, Self.authorityDigest), Self.record(2, 1, 1, Self.authorityKeyDigest),
            Self.record(3, 1, 1, Self.serverKeyDigest),
        ]
        #expect(TLSAMatch(Self.chain, all) == .server)
        #expect(TLSAMatch(Self.chain, Array(all.prefix(2))) == .authority(at: 1))
        #expect(TLSAMatch([], all) == .nothing && TLSAMatch(Self.chain, []) == .nothing)
    }

    @Test("what is no certificate has no key, and does not crash") func hostile() {
        for size in Self.server.indices { _ = CertificateKey.info(of: Array(Self.server[..<size])) }
        for place in Self.server.indices {
            var bytes = Self.server
            bytes[place] ^= 0x80
            _ = CertificateKey.info(of: bytes)
        }
        #expect(CertificateKey.info(of: []) == nil && CertificateKey.info(of: [0x30, 0]) == nil)
    }
}
