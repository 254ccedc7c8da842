import Crypto
package import FanmailBasics

/// What a scheduled mailing sends, made when it begins.
package struct StartedMessage: Sendable {
    /// The final bytes.
    package let bytes: [UInt8]
    /// When the mailing begins.
    package let at: Timestamp
    /// SHA-256 of the bytes, in hex.
    var digest: String { Hex.encode(SHA256.hash(data: bytes)) }

    package init(bytes: [UInt8], at: Timestamp) {
        self.bytes = bytes
        self.at = at
    }
}
