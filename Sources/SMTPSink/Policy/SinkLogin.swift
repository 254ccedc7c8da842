import Crypto
import CryptoExtras
import FanmailBasics
import Foundation

/// One AUTH under way, the server's side (RFC 4954): PLAIN, LOGIN, CRAM-MD5 and SCRAM-SHA-256.
///
/// It checks made-up passwords of tests, kept in clear.
struct SinkLogin {
    static let mechanisms = ["SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN"]

    enum Step: Equatable {
        /// 334 with this challenge.
        case challenge([UInt8])
        case accepted
        case refused
    }

    private enum Progress {
        case plain
        case loginName, loginPassword(user: String)
        case cram(challenge: [UInt8])
        case scramFirst
        case scramFinal(user: String, bare: String, server: String, nonce: String, salt: Data)
        /// The server's proof was sent.
        case scramEnd
    }

    private static let rounds = 4096

    /// Who it is for, once that was said.
    private(set) var user: String?
    private let users: [String: String]
    private let hostname: String
    private var progress: Progress

    /// - Returns: nil for a mechanism that is not known.
    init?(_ mechanism: String, users: [String: String], hostname: String) {
        self.users = users
        self.hostname = hostname
        switch mechanism.uppercased() {
        case "PLAIN": progress = .plain
        case "LOGIN": progress = .loginName
        case "CRAM-MD5": progress = .cram(challenge: [])
        case "SCRAM-SHA-256": progress = .scramFirst
        default: return nil
        }
    }

    /// - Parameter initial: the initial response, where there was one.
    mutating func begin(_ initial: [UInt8]?) -> Step {
        switch progress {
        case .cram:
            guard initial == nil else { return .refused }
            let challenge = Array("<\(Self.nonce().filter { $0.isLetter || $0.isNumber })@\(hostname)>".utf8)
            progress = .cram(challenge: challenge)
            return .challenge(challenge)
        case .loginName where initial == nil: return .challenge(Array("Username:".utf8))
        default:
            guard let initial else { return .challenge([]) }
            return respond(initial)
        }
    }

    mutating func respond(_ response: [UInt8]) -> Step {
        let text = String(decoding: response, as: UTF8.self)
        switch progress {
        case .plain:
            let parts = text.split(separator: "\0", omittingEmptySubsequences: false)
            if parts.count == 3 { user = String(parts[1]) }
            return check(parts.count == 3 && users[String(parts[1])] == String(parts[2]))
        case .loginName:
            progress = .loginPassword(user: text)
            return .challenge(Array("Password:".utf8))
        case .loginPassword(let name):
            user = name
            return check(users[name] == text)
        case .cram(let challenge):
            let parts = text.split(separator: " ")
            guard parts.count == 2, let password = users[String(parts[0])] else { return .refused }
            user = String(parts[0])
            let digest = HMAC<Insecure.MD5>.authenticationCode(
                for: challenge, using: SymmetricKey(data: Data(password.utf8)))
            return check(Hex.encode(digest) == parts[1].lowercased())
        case .scramFirst: return scramFirst(text)
        case .scramFinal(let user, let bare, let server, let nonce, let salt):
            return scramFinal(text, user, bare, server, nonce, salt)
        case .scramEnd: return check(response.isEmpty)
        }
    }

    private func check(_ isRight: Bool) -> Step { isRight ? .accepted : .refused }

    // MARK: - SCRAM (RFC 5802, 3)

    private mutating func scramFirst(_ text: String) -> Step {
        // Without channel binding and without another identity.
        guard text.hasPrefix("n,,") else { return .refused }
        let bare = String(text.dropFirst(3))
        let fields = Self.fields(bare)
        guard let name = fields["n"], let theirs = fields["r"], !theirs.isEmpty else { return .refused }
        let user = name.replacing("=2C", with: ",").replacing("=3D", with: "=")
        self.user = user
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        let nonce = theirs + Self.nonce()
        let server = "r=\(nonce),s=\(salt.base64EncodedString()),i=\(Self.rounds)"
        progress = .scramFinal(user: user, bare: bare, server: server, nonce: nonce, salt: salt)
        return .challenge(Array(server.utf8))
    }

    private mutating func scramFinal(
        _ text: String, _ user: String, _ bare: String, _ server: String, _ nonce: String, _ salt: Data
    ) -> Step {
        let fields = Self.fields(text)
        guard let password = users[user], fields["c"] == "biws", fields["r"] == nonce,
            let proof = fields["p"].flatMap({ Data(base64Encoded: $0) }), proof.count == 32,
            let end = text.range(of: ",p=", options: .backwards),
            let salted = try? KDF.Insecure.PBKDF2.deriveKey(
                from: Data(password.utf8), salt: salt, using: .sha256, outputByteCount: 32,
                unsafeUncheckedRounds: Self.rounds)
        else { return .refused }
        let message = "\(bare),\(server),\(text[..<end.lowerBound])"
        let clientKey = Self.sign("Client Key", salted)
        let signature = Self.sign(message, SymmetricKey(data: Data(SHA256.hash(data: clientKey))))
        guard zip(clientKey, signature).map({ $0 ^ $1 }) == Array(proof) else { return .refused }
        let serverKey = SymmetricKey(data: Self.sign("Server Key", salted))
        progress = .scramEnd
        return .challenge(Array("v=\(Data(Self.sign(message, serverKey)).base64EncodedString())".utf8))
    }

    private static func sign(_ text: String, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for part in text.split(separator: ",") where part.dropFirst().first == "=" {
            fields[String(part.prefix(1))] = String(part.dropFirst(2))
        }
        return fields
    }

    private static func nonce() -> String {
        Data((0..<18).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
    }
}
