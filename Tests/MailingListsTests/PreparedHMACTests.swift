import Crypto
import Testing

@testable import MailingLists

struct PreparedHMACTests {
    @Test(
        "It is HMAC-SHA256, of keys shorter and longer than a block and of octets of any number, each time anew",
        arguments: [0, 1, 32, 63, 64, 65, 200], [0, 5, 64])
    func same(key: Int, prefix: Int) {
        let key = (0..<key).map { UInt8($0) }
        let prefix = (0..<prefix).map { UInt8(255 - $0) }
        let prepared = PreparedHMAC(key: key, prefix: prefix)
        for count in [0, 1, 10, 12, 55, 64, 300] {
            let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
            let code = octets.withUnsafeBytes { prepared.code(of: $0) }
            let expected = HMAC<SHA256>.authenticationCode(for: prefix + octets, using: SymmetricKey(data: key))
            #expect(Array(code) == Array(expected))
        }
    }
}
