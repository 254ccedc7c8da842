import Crypto
import OpenSSL

/// Signs SHA-256 digests with an RSA key: RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
///
/// What a letter to each reader costs is mostly this, and OpenSSL does it up to twice as fast as swift-crypto.
final class RSASigner: @unchecked Sendable {
    /// Never altered; OpenSSL itself locks what it keeps beside it.
    private let key: OpaquePointer

    /// - Parameter der: a private key, PKCS #1 or PKCS #8.
    /// - Returns: nil where it is none.
    init?(der: [UInt8]) {
        // Nothing of the machine's openssl.cnf is meant for this program.
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
        let key = der.withUnsafeBufferPointer { octets in
            var at = octets.baseAddress
            return d2i_AutoPrivateKey(nil, &at, octets.count)
        }
        guard let key else { return nil }
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            EVP_PKEY_free(key)
            return nil
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// As many octets as the key has.
    func signature(of digest: SHA256.Digest) throws(DKIMFailure) -> [UInt8] {
        guard let context = EVP_PKEY_CTX_new(key, nil) else {
            throw DKIMFailure(.unusable, "there is no memory to sign with")
        }
        defer { EVP_PKEY_CTX_free(context) }
        var size = Int(EVP_PKEY_get_size(key))
        var octets = [UInt8](repeating: 0, count: size)
        guard EVP_PKEY_sign_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1,
            digest.withUnsafeBytes({ digest in
                EVP_PKEY_sign(
                    context, &octets, &size, digest.bindMemory(to: UInt8.self).baseAddress, digest.count)
            }) == 1
        else { throw DKIMFailure(.unusable, "OpenSSL refuses to sign with this RSA key") }
        octets.removeLast(octets.count - size)
        return octets
    }
}
