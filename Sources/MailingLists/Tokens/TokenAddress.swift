package import SMTPCore

/// The addresses that act by mail alone: `announce-leave-TOKEN@lists.example`, `announce-confirm-TOKEN@lists.example`.
package enum TokenAddress {
    /// nil when the list's name leaves no room for a token in a local-part (64 octets).
    package static func address(of list: Mailbox, _ purpose: Token.Purpose, token: String) -> String? {
        let word = purpose == .confirm ? "confirm" : "leave"
        return (try? Mailbox(parsing: "\(list.localPart)-\(word)-\(token)@\(list.domain)"))?.address
    }

    /// The tokens of all such addresses in a text, such as the value of a To field; at most ten.
    package static func tokens(in text: String) -> [(token: String, domain: String)] {
        let pattern = /-(?:confirm|leave)-([a-z2-7]{37})@([a-z0-9.-]+)/.ignoresCase()
        return text.matches(of: pattern).prefix(10).map { (String($0.1), $0.2.lowercased()) }
    }

    /// A reverse-path that names one envelope: `announce-bounces-TOKEN@lists.example` (VERP).
    package static func reversePath(of list: ReversePath, token: String) -> ReversePath {
        guard case .mailbox(let mailbox) = list else { return list }
        return .mailbox(
            Mailbox(trustedLocalPart: "\(mailbox.localPart)-\(token)", domain: mailbox.domain))
    }

    /// What may be tokens in a text of any form, such as a URL; at most ten.
    package static func candidates(in text: String) -> [String] {
        // By octets: a letter that is no token's parts two.
        text.utf8.prefix(10_000).split { !isDigit($0) }.filter { $0.count == Token.length }.prefix(10)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x61...0x7A, 0x41...0x5A, 0x32...0x37: true
        default: false
        }
    }

    /// What may be the tokens of such reverse-paths in a text, such as the value of a To field; at most ten.
    package static func bounceTokens(in text: String) -> [String] {
        text.matches(of: /-([a-z2-7]{37})@/.ignoresCase()).prefix(10).map { String($0.1) }
    }
}
