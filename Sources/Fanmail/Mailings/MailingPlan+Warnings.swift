import Composition
import FanmailBasics
import FanmailDNS
import ListStore
import MailingLists
import SMTPCore

extension MailingPlan {
    /// - Parameters:
    ///   - hasLinks: somebody gets a one-click link.
    ///   - earlier: a mailing in the way of this one.
    static func warnings(
        _ prepared: PreparedMailing, _ settings: MailingSettings, hasLinks: Bool, _ earlier: EarlierMailing?
    ) -> [Explanation] {
        var warnings = objections(prepared.objections)
        warnings += prepared.message.changes.warnings.map { Explanation($0.text, at: "line \($0.line)") }
        if let earlier, !earlier.hasSameText {
            let objection = earlier.objection
            warnings.append(Explanation("it will be refused: \(objection.what)", remedy: objection.remedy))
        }
        return warnings + signing(prepared, settings, hasLinks: hasLinks) + complaints(prepared, settings)
    }

    /// Where a field that asks for complaints counts for nothing.
    private static func complaints(_ prepared: PreparedMailing, _ settings: MailingSettings) -> [Explanation] {
        prepared.lists.map(\.definition).filter(\.addHeaders).compactMap { list in
            guard let address = list.complaintAddress, settings.dkim?.vouches(for: address) != true else { return nil }
            let demand = "CFBL-Address of \(list.name) counts only in mail that is signed for \(address.domain)"
            guard let signed = settings.dkim?.identities.first?.domain else {
                return Explanation("\(demand), and there is no key to sign with", remedy: .makeDKIMKey)
            }
            return Explanation("\(demand), and this is signed for \(signed)")
        }
    }

    /// With what helps once, however many lists there are.
    private static func objections(_ objections: [String]) -> [Explanation] {
        guard let last = objections.last else { return [] }
        let others = objections.count > shownObjections ? " and \(objections.count - shownObjections) more lists" : ""
        return objections.dropLast().prefix(shownObjections - 1).map { Explanation($0) }
            + [Explanation(last + others, remedy: .agree)]
    }

    private static let shownObjections = 3

    /// Octets of what a letter's header says of somebody, beyond which a plan warns: a field may say it twice.
    static let longHead = 8000

    /// - Parameter count: of whom there is more to say than ``longHead``.
    static func overlong(_ count: Int) -> [Explanation] {
        guard count > 0 else { return [] }
        let who = count == 1 ? "1 subscriber has" : "\(count) subscribers have"
        return [
            Explanation(
                "\(who) more than \(longHead) octets in what the letter's subject or its own fields say of them: "
                    + "where that makes a field longer than 16,384 octets, they get no copy; shorten it")
        ]
    }

    private static func signing(
        _ prepared: PreparedMailing, _ settings: MailingSettings, hasLinks: Bool
    ) -> [Explanation] {
        guard let signer = settings.dkim else {
            // RFC 8058, 4.
            let reason = "one-click links count only in signed mail, and there is no key to sign with"
            return hasLinks ? [Explanation(reason, remedy: .makeDKIMKey)] : []
        }
        guard let author = prepared.message.authorDomain, let domain = signer.identities.first?.domain else {
            return []
        }
        let fact = "it is signed for \(domain) and comes from \(author)"
        return switch DMARCAlignment(author: author, signer: domain) {
        case .aligned, .likely: []
        case .notAligned: [Explanation("\(fact): DMARC does not count the signature")]
        case .unknown:
            [Explanation("\(fact): whether DMARC counts the signature only the DNS knows", remedy: .askDNS)]
        }
    }

    /// The records of the keys that sign, and what a plan cannot know of them without the DNS.
    static func signatures(_ prepared: PreparedMailing, _ settings: MailingSettings) -> (
        records: [String], note: Explanation?
    ) {
        guard let identities = settings.dkim?.identities else { return ([], nil) }
        let isLikely =
            prepared.message.authorDomain.flatMap { author in
                identities.first.map { DMARCAlignment(author: author, signer: $0.domain) == .likely }
            } ?? false
        let note = Explanation("whether DMARC counts it only the DNS knows", remedy: .askDNS)
        return (identities.map(\.recordName), isLikely ? note : nil)
    }
}
