import Crypto
import CryptoExtras
import Foundation

/// SCRAM-SHA-256 without channel binding, the client's side (RFC 5802, RFC 7677).
/// ```
/// C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
/// S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
/// C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
/// S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
/// ```
struct SCRAM: Sendable {
    /// Fewer protect nobody (RFC 7677, 4); more would keep this machine busy at the server's word.
    static let iterations = 4_096...1_000_000

    private let bare: String
    private let password: String
    private let nonce: String
    private var serverSignature: [UInt8]?
    /// The server's signature was right.
    private(set) var isProven = false

    init(user: String, password: String, nonce: String) {
        bare = "n=\(Self.name(Self.prepared(user))),r=\(nonce)"
        self.password = Self.prepared(password)
        self.nonce = nonce
    }

    /// The client's first message.
    var first: String { "n,,\(bare)" }

    mutating func respond(to challenge: [UInt8]) throws(SASLFailure) -> [UInt8] {
        let text = String(decoding: challenge, as: UTF8.self)
        if let serverSignature {
            guard !isProven, let value = Self.attributes(text)["v"], let bytes = Data(base64Encoded: value),
                Self.areEqual(Array(bytes), serverSignature)
            else { throw SASLFailure("does not know the password that it checks: its signature is wrong") }
            isProven = true
            return []
        }
        let attributes = Self.attributes(text)
        guard attributes["m"] == nil, let whole = attributes["r"],
            let salt = attributes["s"].flatMap({ Data(base64Encoded: $0) }),
            !salt.isEmpty, let rounds = attributes["i"].flatMap({ Int($0) })
        else { throw SASLFailure("challenges with what is not SCRAM-SHA-256") }
        guard whole.hasPrefix(nonce), whole.utf8.count > nonce.utf8.count else {
            throw SASLFailure("answers a login that is not this one: the nonce is wrong")
        }
        guard Self.iterations.contains(rounds) else {
            throw SASLFailure(
                "wants \(rounds) iterations of SCRAM-SHA-256; from \(Self.iterations.lowerBound) to \(Self.iterations.upperBound) are done"
            )
        }
        guard
            let salted = try? KDF.Insecure.PBKDF2.deriveKey(
                from: Data(password.utf8), salt: salt, using: .sha256, outputByteCount: 32,
                unsafeUncheckedRounds: rounds)
        else { throw SASLFailure("challenges with a salt that cannot be used") }
        let final = "c=biws,r=\(whole)"
        let message = "\(bare),\(text),\(final)"
        let clientKey = Self.sign("Client Key", salted)
        let clientSignature = Self.sign(message, SymmetricKey(data: Data(SHA256.hash(data: clientKey))))
        serverSignature = Self.sign(message, SymmetricKey(data: Self.sign("Server Key", salted)))
        let proof = Data(zip(clientKey, clientSignature).map { $0 ^ $1 })
        return Array("\(final),p=\(proof.base64EncodedString())".utf8)
    }

    // MARK: - Parts

    private static func sign(_ text: String, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    private static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// `a=1,b=2`; of a name that is given twice the first counts.
    private static func attributes(_ text: String) -> [String: String] {
        var attributes: [String: String] = [:]
        for part in text.split(separator: ",") where part.dropFirst().first == "=" {
            let name = String(part.prefix(1))
            if attributes[name] == nil { attributes[name] = String(part.dropFirst(2)) }
        }
        return attributes
    }

    /// As `saslname` (RFC 5802, 7): comma and equals sign escaped.
    static func name(_ user: String) -> String {
        user.replacing("=", with: "=3D").replacing(",", with: "=2C")
    }

    /// The mapping of SASLprep (RFC 4013, 2): spaces of any kind become a space, what is commonly mapped to nothing
    /// goes, the rest is NFKC.
    private static func prepared(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x00AD, 0x034F, 0x1806, 0x180B...0x180D, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: continue
            case 0x00A0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars).precomposedStringWithCompatibilityMapping
    }
}
