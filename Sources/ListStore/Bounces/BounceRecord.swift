package import Bounces
package import FanmailBasics
import GRDB

/// A row of the bounce log.
package struct BounceRecord: Sendable {
    package let id: Int64
    package let at: Timestamp
    /// Nil where a report tells of none that is known.
    package let mailing: Int64?
    /// Its name; empty where it is not known, or gone.
    package let list: String
    package let recipient: String
    package let code: Int?
    package let status: String?
    package let text: String?
    package let relay: String?
    package let kind: Kind
    package let failureClass: FailureClass
    package let source: Source
    /// By what the subscriber was found: ``BounceAttribution/word``.
    package let found: String
    /// How sure that is: 0 to 100.
    package let confidence: Int
    /// Whose words they are.
    package let server: String?
    /// Whose mailbox it is, as ``RuleProvider`` names it; nil where that was not noted.
    package let provider: String?
    /// What decided on the class.
    package let rule: String?
    package let effect: Effect
    /// Of the subscription with this bounce, in hundredths of a point; nil where it counts for nothing.
    package let score: Int?
    /// It was held because many of one provider's refused within the hour.
    package let isOfProviderEvent: Bool
    package let forgivenAt: Timestamp?
    package let forgivenBy: String?

    package enum Kind: String, Sendable, CaseIterable {
        /// For good, as far as this address and this message go.
        case hard
        /// It may be better later.
        case soft
        /// Nothing failed: a complaint, the answer of a machine.
        case none

        package init(_ verdict: FailureVerdict) {
            switch verdict.failureClass {
            case .complaint, .autoReply, .notABounce: self = .none
            default: self = verdict.isHard ? .hard : .soft
            }
        }
    }

    package enum Source: String, Sendable, CaseIterable {
        /// A server's, when the copy was offered.
        case reply
        /// A message that came back.
        case report
    }

    /// What a bounce did to the subscription, as stored.
    package enum Effect: String, Sendable, CaseIterable {
        /// Nothing, or it counts and was not the one too many.
        case none
        /// Judged when the mailing is through.
        case pending
        /// Nothing: a guard paused the mailing, or many of one provider's refused and somebody is to decide.
        case held
        case ended
        /// Taken back; it counts for nothing.
        case forgiven

        /// As a bounce is logged.
        init(logging verdict: FailureVerdict, confidence: Int) {
            self = BounceWeight(verdict, confidence: confidence) == nil ? .none : .pending
        }
    }
}

extension Store {
    /// What ``bounce(_:)`` reads, of bounces `b` and their lists.
    static let bounceColumns = "b.*, l.name AS list_name FROM bounce b LEFT JOIN list l ON l.id = b.list"

    static func bounce(_ row: Row) throws -> BounceRecord {
        let word: String = row["class"]
        return BounceRecord(
            id: row["id"], at: Timestamp(milliseconds: row["at"]), mailing: row["mailing"],
            list: row["list_name"] ?? "", recipient: row["recipient"], code: row["code"], status: row["status"],
            text: row["text"], relay: row["relay"], kind: try row.word("kind"),
            failureClass: FailureClass(rawValue: word) ?? .undecided, source: try row.word("source"),
            found: row["found"], confidence: row["confidence"], server: row["server"] ?? row["relay"],
            provider: row["provider"], rule: row["rule"], effect: try row.word("effect"), score: row["score"],
            isOfProviderEvent: row["hold"] != nil, forgivenAt: Timestamp(row["forgiven_at"] as Int64?),
            forgivenBy: row["forgiven_by"])
    }
}
