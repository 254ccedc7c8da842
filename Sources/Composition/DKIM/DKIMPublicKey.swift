import Crypto
import CryptoExtras
import FanmailBasics
import Foundation

/// A public key that signatures are verified by (RFC 6376, 3.6.1; RFC 8463).
package struct DKIMPublicKey: Sendable {
    private enum Key: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    private let key: Key
    /// A signature's `i=` has to be of the domain itself (`t=s`).
    let isForDomainAlone: Bool
    /// `t=y`: the domain is trying it out.
    package let isTesting: Bool

    /// Short keys are worth little (RFC 8301, 3.2); nil where there is nothing to say of it.
    package var weakness: String? {
        guard case .rsa(let key) = key, key.keySizeInBits < 2048 else { return nil }
        return "its key has \(key.keySizeInBits) bits, and receivers want 2048"
    }

    /// The `a=` of its signatures.
    var algorithm: String {
        switch key {
        case .rsa: DKIMKey.Algorithm.rsa.signatureName
        case .ed25519: DKIMKey.Algorithm.ed25519.signatureName
        }
    }

    private init(_ key: Key, isForDomainAlone: Bool = false, isTesting: Bool = false) {
        (self.key, self.isForDomainAlone, self.isTesting) = (key, isForDomainAlone, isTesting)
    }

    /// What a key's record in the DNS says.
    ///
    /// - Throws: `.unusable`, with a clause that says why.
    package init(record text: String) throws(DKIMFailure) {
        let record = DKIMRecord(text: text)
        let said = try record.said()
        let key: Key?
        switch said.kind {
        case "rsa": key = (try? _RSA.Signing.PublicKey(unsafeDERRepresentation: said.key)).map(Key.rsa)
        case "ed25519": key = (try? Curve25519.Signing.PublicKey(rawRepresentation: said.key)).map(Key.ed25519)
        case let kind: throw Self.unusable("its key is of a kind that is not known: \(kind.prefix(20))")
        }
        guard let key else { throw Self.unusable("its key (p=) cannot be read, or has less than 1024 bits") }
        self.init(key, isForDomainAlone: said.isForDomainAlone, isTesting: record.isTesting)
    }

    /// What a file says: a public key in PEM, a record's text, or its line of a zone.
    package init(text: String) throws(DKIMFailure) {
        if text.contains("-----BEGIN") {
            if let key = try? _RSA.Signing.PublicKey(unsafePEMRepresentation: text) {
                self.init(.rsa(key))
            } else if let key = try? Curve25519.Signing.PublicKey(pemRepresentation: text) {
                self.init(.ed25519(key))
            } else {
                throw Self.unusable("it is no public key of RSA or Ed25519 in PEM")
            }
            return
        }
        let strings = Self.quoted(text)
        try self.init(record: strings.isEmpty ? text : strings)
    }

    /// Of a line of a zone what stands within quotes, put together; a backslash makes any character one like others
    /// (RFC 1035, 5.1), also the semicolon, which has no need of it there.
    private static func quoted(_ text: String) -> String {
        var strings = ""
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if isEscaped || character != "\"" && character != "\\" {
                if isQuoted { strings.append(character) }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                isQuoted.toggle()
            }
        }
        return strings
    }

    private static func unusable(_ reason: String) -> DKIMFailure { DKIMFailure(.unusable, reason) }

    /// Whether a signature is this key's, of a SHA-256 digest.
    func fits(_ signature: Data, _ digest: SHA256.Digest) -> Bool {
        switch key {
        case .rsa(let key):
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
        case .ed25519(let key): key.isValidSignature(signature, for: Data(digest))
        }
    }
}
