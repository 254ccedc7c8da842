import Crypto
import FanmailBasics
import Foundation

/// One login under way: challenges go in, responses come out (RFC 4954, 4).
/// ```
/// C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
/// S: 235 2.7.0 Authentication successful
/// ```
struct SASLExchange: Sendable {
    let mechanism: SASLMechanism
    private let login: Login
    private let host: String
    private let port: Int
    private var scram: SCRAM?
    private var step = 0

    /// - Parameter nonce: of the client, for SCRAM: printable ASCII without a comma.
    init(_ mechanism: SASLMechanism, login: Login, host: String, port: Int, nonce: String) {
        self.mechanism = mechanism
        self.login = login
        self.host = host
        self.port = port
        if mechanism == .scramSHA256 { scram = SCRAM(user: login.user, password: secret, nonce: nonce) }
    }

    static func freshNonce() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<18).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Data(bytes).base64EncodedString()
    }

    private var secret: String {
        switch login.secret {
        case .password(let text), .token(let text): text
        }
    }

    /// What goes with the AUTH command; nil when the server speaks first.
    var initialResponse: [UInt8]? {
        switch mechanism {
        case .plain: [0] + Array(login.user.utf8) + [0] + Array(secret.utf8)
        case .scramSHA256: scram.map { Array($0.first.utf8) }
        case .xoauth2: Array("user=\(login.user)\u{1}auth=Bearer \(secret)\u{1}\u{1}".utf8)
        case .oauthBearer:
            Array(
                "n,a=\(SCRAM.name(login.user)),\u{1}host=\(host)\u{1}port=\(port)\u{1}auth=Bearer \(secret)\u{1}\u{1}"
                    .utf8)
        case .cramMD5, .login: nil
        }
    }

    /// The answer to a 334. For a mechanism whose initial response was too long for the command, the first answer is it.
    mutating func respond(to challenge: [UInt8], sentInitial: Bool) throws(SASLFailure) -> [UInt8] {
        defer { step += 1 }
        if step == 0, !sentInitial, let initialResponse { return initialResponse }
        switch mechanism {
        case .login:
            // Asked for the name, then for the password, in words that nobody agreed upon.
            guard step < 2 else { throw SASLFailure("asks more of AUTH LOGIN than a name and a password") }
            return Array((step == 0 ? login.user : secret).utf8)
        case .cramMD5:
            guard step == 0 else { throw SASLFailure("challenges twice in AUTH CRAM-MD5") }
            let digest = HMAC<Insecure.MD5>.authenticationCode(
                for: challenge, using: SymmetricKey(data: Data(secret.utf8)))
            return Array("\(login.user) \(Hex.encode(digest))".utf8)
        case .scramSHA256:
            guard scram != nil else { throw SASLFailure("has no login") }
            return try scram?.respond(to: challenge) ?? []
        case .xoauth2: return []
        // It said why not; this dummy gets the final reply (RFC 7628, 3.2.3).
        case .oauthBearer: return [1]
        case .plain: throw SASLFailure("asks more of AUTH PLAIN than the login")
        }
    }

    /// The server said 235: whether it may, by this mechanism.
    func checkEnd() throws(SASLFailure) {
        guard let scram, !scram.isProven else { return }
        throw SASLFailure("accepts the login without having proven that it knows the password")
    }
}
