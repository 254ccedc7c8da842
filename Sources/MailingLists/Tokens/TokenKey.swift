import Crypto
package import FanmailBasics

/// A secret that signs tokens. Its id stands in every token, so that old ones verify after a rotation.
package struct TokenKey: Sendable, Equatable {
    package static let secretSize = 32

    package let id: UInt8
    /// 32 octets.
    package let secret: [UInt8]
    package let createdAt: Timestamp
    /// With the key taken in: that is half of what a signature of a few octets costs.
    private let keyed: HMAC<SHA256>

    package init(id: UInt8, secret: [UInt8], createdAt: Timestamp) {
        self.id = id
        self.secret = secret
        self.createdAt = createdAt
        keyed = HMAC(key: SymmetricKey(data: secret))
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.id == other.id && one.secret == other.secret && one.createdAt == other.createdAt
    }

    /// HMAC-SHA256 (RFC 2104).
    func authenticationCode(for octets: [UInt8]) -> [UInt8] {
        var mac = keyed
        mac.update(data: octets)
        return Array(mac.finalize())
    }

    /// A new key from the system's random numbers.
    package init(id: UInt8, createdAt: Timestamp = .now) {
        var random = SystemRandomNumberGenerator()
        self.init(
            id: id, secret: (0..<Self.secretSize).map { _ in UInt8.random(in: 0...255, using: &random) },
            createdAt: createdAt)
    }
}
