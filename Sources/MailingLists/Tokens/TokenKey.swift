import Crypto
package import FanmailBasics

/// A secret that signs tokens. Its id stands in every token, so that old ones verify after a rotation.
package struct TokenKey: Sendable, Equatable {
    package static let secretSize = 32

    package let id: UInt8
    /// 32 octets.
    package let secret: [UInt8]
    package let createdAt: Timestamp
    private let signing: PreparedHMAC
    private let hiding: PreparedHMAC

    package init(id: UInt8, secret: [UInt8], createdAt: Timestamp) {
        self.id = id
        self.secret = secret
        self.createdAt = createdAt
        signing = PreparedHMAC(key: secret, prefix: Array("sign".utf8) + [id])
        hiding = PreparedHMAC(key: secret, prefix: Array("hide".utf8) + [id])
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.id == other.id && one.secret == other.secret && one.createdAt == other.createdAt
    }

    /// An HMAC-SHA256 (RFC 2104) over a token's content, whose first octets are the signature.
    func signature(of content: UnsafeRawBufferPointer) -> SHA256.Digest { signing.code(of: content) }

    /// Another one over that signature, whose first octets hide the content.
    func stream(of signature: UnsafeRawBufferPointer) -> SHA256.Digest { hiding.code(of: signature) }

    /// A new key from the system's random numbers.
    package init(id: UInt8, createdAt: Timestamp = .now) {
        var random = SystemRandomNumberGenerator()
        self.init(
            id: id, secret: (0..<Self.secretSize).map { _ in UInt8.random(in: 0...255, using: &random) },
            createdAt: createdAt)
    }
}
