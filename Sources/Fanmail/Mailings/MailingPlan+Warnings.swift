import Composition
import FanmailDNS
import ListStore

extension MailingPlan {
    /// - Parameters:
    ///   - hasLinks: somebody gets a one-click link.
    ///   - earlier: a mailing in the way of this one.
    static func warnings(
        _ prepared: PreparedMailing, _ settings: MailingSettings, hasLinks: Bool, _ earlier: EarlierMailing?
    ) -> [String] {
        var warnings = prepared.objections.map {
            "\($0): `send` asks first on a terminal, and elsewhere refuses it unless --yes is given"
        }
        warnings += prepared.posting.changes.warnings.map { "line \($0.line): \($0.text)" }
        if let earlier, !earlier.hasSameText { warnings.append("`send` will refuse it: \(earlier.objection)") }
        return warnings + signing(prepared, settings, hasLinks: hasLinks)
    }

    /// Octets of what a letter's header says of somebody, beyond which a plan warns: a field may say it twice.
    static let longHead = 8000

    /// - Parameter count: of whom there is more to say than ``longHead``.
    static func overlong(_ count: Int) -> [String] {
        guard count > 0 else { return [] }
        let who = count == 1 ? "1 subscriber has" : "\(count) subscribers have"
        return [
            "\(who) more than \(longHead) octets in what the letter's subject or its own fields say of them: "
                + "where that makes a field longer than 16,384 octets, they get no copy; shorten it"
        ]
    }

    private static func signing(
        _ prepared: PreparedMailing, _ settings: MailingSettings, hasLinks: Bool
    ) -> [String] {
        guard let signer = settings.dkim else {
            // RFC 8058, 4.
            return hasLinks ? ["one-click links count only in signed mail; make a key with `fanmail dkim keygen`"] : []
        }
        guard let author = prepared.posting.authorDomain, let domain = signer.identities.first?.domain else {
            return []
        }
        let fact = "it is signed for \(domain) and comes from \(author)"
        return switch DMARCAlignment(author: author, signer: domain) {
        case .aligned, .likely: []
        case .notAligned: ["\(fact): DMARC does not count the signature"]
        case .unknown: ["\(fact): whether DMARC counts the signature only the DNS knows; ask `fanmail doctor`"]
        }
    }

    /// The records of the keys that sign, and what a plan cannot know of them without the DNS.
    static func signatures(_ prepared: PreparedMailing, _ settings: MailingSettings) -> (
        records: [String], note: String?
    ) {
        guard let identities = settings.dkim?.identities else { return ([], nil) }
        let isLikely =
            prepared.posting.authorDomain.flatMap { author in
                identities.first.map { DMARCAlignment(author: author, signer: $0.domain) == .likely }
            } ?? false
        return (identities.map(\.recordName), isLikely ? "`fanmail doctor` asks the DNS whether DMARC counts it" : nil)
    }
}
