import Crypto
package import FanmailBasics

/// The form of a token: letters and digits in one case, 37 of them, so that it fits a local-part (RFC 5321, 4.5.3.1.1)
/// and survives whoever folds case.
///
/// Base32 (RFC 4648) of: the key's id; a signature of 10 octets, HMAC-SHA256 over the content; the content (purpose,
/// subject, expiry), encrypted with a stream made from the signature, so that nobody counts subscribers by their tokens.
extension Token {
    package static let length = 37

    private static let signatureSize = 10
    private static let contentSize = 12
    private static let size = 1 + signatureSize + contentSize
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    package func sealed(with key: TokenKey) -> String {
        // In one piece of the stack: one is made for every envelope.
        withUnsafeTemporaryAllocation(byteCount: Self.size, alignment: 1) { octets in
            octets[0] = key.id
            let signature = UnsafeMutableRawBufferPointer(rebasing: octets[1...Self.signatureSize])
            let content = UnsafeMutableRawBufferPointer(rebasing: octets[(1 + Self.signatureSize)...])
            write(to: content)
            key.signature(of: UnsafeRawBufferPointer(content)).withUnsafeBytes {
                signature.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<Self.signatureSize]))
            }
            key.stream(of: UnsafeRawBufferPointer(signature)).withUnsafeBytes {
                for place in content.indices { content[place] ^= $0[place] }
            }
            return Self.base32(UnsafeRawBufferPointer(octets))
        }
    }

    /// Opens a token: its signature first, in constant time, then its expiry.
    package init(opening text: some StringProtocol, keys: [TokenKey], now: Timestamp) throws(TokenFailure) {
        guard text.utf8.count == Self.length, let bytes = Self.bytes(text),
            bytes.count == Self.size
        else { throw .malformed }
        guard let key = keys.first(where: { $0.id == bytes[0] }) else { throw .unknownKey(bytes[0]) }
        let signature = bytes[1...Self.signatureSize]
        let stream = signature.withUnsafeBytes { key.stream(of: $0) }
        let content = zip(bytes[(1 + Self.signatureSize)...], stream).map { $0 ^ $1 }
        let expected = content.withUnsafeBytes { key.signature(of: $0) }
        guard zip(signature, expected).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0,
            let purpose = Purpose(rawValue: content[0])
        else { throw .forged }
        let subject = content[1...6].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let minutes = content[7...].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(purpose, of: subject, expires: Timestamp(milliseconds: minutes * 60_000))
        guard now < expires else { throw .expired(expires) }
    }

    private func write(to content: UnsafeMutableRawBufferPointer) {
        let minutes = expires.milliseconds / 60_000
        content[0] = purpose.rawValue
        for place in 0..<6 { content[6 - place] = UInt8(truncatingIfNeeded: subject >> (place * 8)) }
        for place in 0..<5 { content[11 - place] = UInt8(truncatingIfNeeded: minutes >> (place * 8)) }
    }

    private static func base32(_ octets: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: length) { text in
            var (value, bits, end) = (0, 0, 0)
            func append(_ digit: Int) {
                text[end] = UInt8(truncatingIfNeeded: digit < 26 ? 0x61 + digit : 0x32 + digit - 26)
                end += 1
            }
            for octet in octets {
                (value, bits) = (value << 8 | Int(octet), bits + 8)
                while bits >= 5 {
                    bits -= 5
                    append(value >> bits & 31)
                }
                value &= 31
            }
            if bits > 0 { append(value << (5 - bits) & 31) }
            return end
        }
    }

    /// nil when it is not what ``base32(_:)`` writes, in either case.
    private static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (value, bits) = (0, 0)
        for character in text.utf8 {
            let lower = (0x41...0x5A).contains(character) ? character | 0x20 : character
            guard let digit = alphabet.firstIndex(of: lower) else { return nil }
            (value, bits) = (value << 5 | digit, bits + 5)
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(value >> bits & 0xFF))
            value &= 1 << bits - 1
        }
        // What is left over is zero: each token has one spelling.
        return value == 0 ? bytes : nil
    }
}
