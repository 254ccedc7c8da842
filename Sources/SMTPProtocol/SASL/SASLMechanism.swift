import FanmailBasics

/// The ways of logging in that are known here (RFC 4422), the strongest first.
public enum SASLMechanism: String, Sendable, CaseIterable {
    /// RFC 7677: neither side learns the password from the other, and the server proves that it knows it.
    case scramSHA256 = "SCRAM-SHA-256"
    /// RFC 2195: the password itself does not cross the line.
    case cramMD5 = "CRAM-MD5"
    /// RFC 4616: the password itself.
    case plain = "PLAIN"
    /// The same in two steps; never made a standard.
    case login = "LOGIN"
    /// RFC 7628: a token.
    case oauthBearer = "OAUTHBEARER"
    /// The same, as it was before the standard.
    case xoauth2 = "XOAUTH2"

    /// Whoever reads the line can log in afterwards.
    var revealsSecret: Bool { self != .scramSHA256 && self != .cramMD5 }

    /// What a challenge says goes into the response; the others answer whatever it says.
    var readsChallenges: Bool { self == .scramSHA256 || self == .cramMD5 }

    func takes(_ secret: Login.Secret) -> Bool {
        switch (self, secret) {
        case (.oauthBearer, .token), (.xoauth2, .token): true
        case (.scramSHA256, .password), (.cramMD5, .password), (.plain, .password), (.login, .password): true
        default: false
        }
    }

    /// The strongest that both sides know and the connection allows, or why there is none.
    static func choose(
        offered: [String], login: Login, isEncrypted: Bool
    ) -> Result<SASLMechanism, SASLFailure> {
        let common = allCases.filter { offered.contains($0.rawValue) && $0.takes(login.secret) }
        guard let strongest = common.first else {
            let kind = if case .token = login.secret { "a token" } else { "a password" }
            let names = offered.isEmpty ? "no AUTH" : "only AUTH \(offered.joined(separator: " "))"
            return .failure(.init("offers \(names), none of which takes \(kind)"))
        }
        guard !isEncrypted, strongest.revealsSecret, !login.allowsClearText else { return .success(strongest) }
        return .failure(
            .init(
                "would get the login in clear text: the connection is not encrypted", remedy: .allowClearTextLogin))
    }
}

/// Why a login came to nothing, to be read behind the server's name.
struct SASLFailure: Error, Equatable {
    let message: String
    let remedy: Remedy?

    init(_ message: String, remedy: Remedy? = nil) {
        self.message = message
        self.remedy = remedy
    }
}
