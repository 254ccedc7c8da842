import Crypto
package import FanmailBasics

/// A secret that signs tokens. Its id stands in every token, so that old ones verify after a rotation.
package struct TokenKey: Sendable, Equatable {
    package static let secretSize = 32

    package let id: UInt8
    /// 32 octets.
    package let secret: [UInt8]
    package let createdAt: Timestamp
    /// With the key taken in, and what is the same each time: that is most of what a signature of a few octets costs.
    private let signing: HMAC<SHA256>
    private let hiding: HMAC<SHA256>

    package init(id: UInt8, secret: [UInt8], createdAt: Timestamp) {
        self.id = id
        self.secret = secret
        self.createdAt = createdAt
        func keyed(_ use: String) -> HMAC<SHA256> {
            var mac = HMAC<SHA256>(key: SymmetricKey(data: secret))
            mac.update(data: Array(use.utf8) + [id])
            return mac
        }
        (signing, hiding) = (keyed("sign"), keyed("hide"))
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.id == other.id && one.secret == other.secret && one.createdAt == other.createdAt
    }

    /// The first octets of an HMAC-SHA256 (RFC 2104) over a token's content.
    func signature(of content: ArraySlice<UInt8>, size: Int) -> [UInt8] { Self.code(signing, content, size) }

    /// The first octets of another one over that signature, which hide the content.
    func stream(of signature: ArraySlice<UInt8>, size: Int) -> [UInt8] { Self.code(hiding, signature, size) }

    private static func code(_ keyed: HMAC<SHA256>, _ octets: ArraySlice<UInt8>, _ size: Int) -> [UInt8] {
        var mac = keyed
        mac.update(data: octets)
        return Array(mac.finalize().prefix(size))
    }

    /// A new key from the system's random numbers.
    package init(id: UInt8, createdAt: Timestamp = .now) {
        var random = SystemRandomNumberGenerator()
        self.init(
            id: id, secret: (0..<Self.secretSize).map { _ in UInt8.random(in: 0...255, using: &random) },
            createdAt: createdAt)
    }
}
