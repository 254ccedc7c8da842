import Crypto
import CryptoExtras
import FanmailBasics
import Foundation

/// A private key that signs messages: RSA of 2,048 bits or more (RFC 8301, 3.2), or Ed25519 (RFC 8463).
package struct DKIMKey: Sendable {
    package enum Algorithm: String, Sendable, CaseIterable {
        case rsa, ed25519

        /// The tag `a=` of a signature.
        var signatureName: String { "\(rawValue)-sha256" }
    }

    private enum Secret: Sendable {
        case rsa(_RSA.Signing.PrivateKey, RSASigner)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private let secret: Secret

    private init(_ secret: Secret) { self.secret = secret }

    private init(_ key: _RSA.Signing.PrivateKey) throws(DKIMFailure) {
        guard let signer = RSASigner(der: [UInt8](key.derRepresentation)) else {
            throw DKIMFailure(.unusable, "OpenSSL does not take this RSA key", remedy: .makeDKIMKey)
        }
        secret = .rsa(key, signer)
    }

    package var algorithm: Algorithm {
        switch secret {
        case .rsa: .rsa
        case .ed25519: .ed25519
        }
    }

    package var bits: Int {
        switch secret {
        case .rsa(let key, _): key.keySizeInBits
        case .ed25519: 256
        }
    }

    /// What the record says behind `p=`, before base64: a SubjectPublicKeyInfo, or the 32 octets of an Ed25519 key.
    package var publicKey: [UInt8] {
        switch secret {
        case .rsa(let key, _): [UInt8](key.publicKey.derRepresentation)
        case .ed25519(let key): [UInt8](key.publicKey.rawRepresentation)
        }
    }

    /// Signs a SHA-256 digest: RSASSA-PKCS1-v1_5 (RFC 6376, 3.3.1), or Ed25519 over the digest (RFC 8463, 3).
    func signature(of digest: SHA256.Digest) throws -> [UInt8] {
        switch secret {
        case .rsa(_, let signer): try signer.signature(of: digest)
        case .ed25519(let key): [UInt8](try key.signature(for: Data(digest)))
        }
    }

    // MARK: - Making and reading

    /// A new key; RSA of 2,048 bits.
    package static func generate(_ algorithm: Algorithm) throws(DKIMFailure) -> DKIMKey {
        switch algorithm {
        case .ed25519: return DKIMKey(.ed25519(Curve25519.Signing.PrivateKey()))
        case .rsa:
            let key: _RSA.Signing.PrivateKey
            do {
                key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            } catch {
                throw DKIMFailure(.unusable, "no RSA key could be made: \(error)")
            }
            return try DKIMKey(key)
        }
    }

    /// PKCS #8.
    package var pem: String {
        switch secret {
        case .rsa(let key, _): key.pkcs8PEMRepresentation
        case .ed25519(let key): key.pemRepresentation
        }
    }

    /// - Parameter pem: PKCS #8, or PKCS #1 for RSA.
    package init(pem: String) throws(DKIMFailure) {
        if let key = try? Curve25519.Signing.PrivateKey(pemRepresentation: pem) {
            self.init(.ed25519(key))
        } else if let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
            try self.init(key)
        } else if let short = try? _RSA.Signing.PrivateKey(unsafePEMRepresentation: pem) {
            throw DKIMFailure(
                .unusable,
                "the RSA key has \(short.keySizeInBits) bits, and receivers want 2048", remedy: .makeDKIMKey)
        } else {
            throw DKIMFailure(
                .unusable, "this is no private RSA or Ed25519 key in PEM", remedy: .makeDKIMKey)
        }
    }
}
