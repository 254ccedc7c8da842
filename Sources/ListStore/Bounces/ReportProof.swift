import FanmailBasics
import GRDB
import MailingLists

/// What the tokens and the header in a report prove, before anybody is looked for.
struct ReportProof {
    /// By the token of the reverse-path, and of the copy's Return-Path.
    var reversePath: ReportedEnvelope?
    /// By the token of a probe's reverse-path: which, and whose subscription to which list.
    var probe: (id: Int64, subscriber: Int64, list: Int64)?
    /// By ENVID.
    var envelopeID: ReportedEnvelope?
    /// By the copy's Return-Path.
    var returnedPath: ReportedEnvelope?
    /// By the copy's List-Unsubscribe: whose subscription to which list.
    var subscription: (subscriber: Int64, list: Int64)?
    /// By the copy's Message-ID or Feedback-ID.
    var mailing: Int64?
    /// Why a token of the reverse-path, or ENVID, was not heeded.
    var refusedToken: TokenFailure?

    init(_ evidence: ReportEvidence, keys: [TokenKey], now: Timestamp, _ db: Database) throws {
        var refused: TokenFailure?
        func open(_ text: String) -> Token? {
            do throws(TokenFailure) {
                return try Token(opening: text, keys: keys, now: now)
            } catch {
                refused = refused ?? error
                return nil
            }
        }
        func envelope(_ text: String) throws -> ReportedEnvelope? {
            guard let token = open(text), token.purpose == .bounce else { return nil }
            return try ReportedEnvelope(token.subject, db)
        }
        for text in evidence.reversePathTokens.prefix(ReportEvidence.mostTokens)
        where reversePath == nil && probe == nil {
            if let token = open(text), token.purpose == .probe {
                probe = try Self.probe(token.subject, db)
            } else {
                reversePath = try envelope(text)
            }
        }
        if let text = evidence.envelopeID, text.utf8.count == Token.length { envelopeID = try envelope(text) }
        refusedToken = refused
        for text in evidence.returnedTokens.prefix(ReportEvidence.mostTokens) {
            guard let token = open(text) else { continue }
            switch token.purpose {
            case .bounce: returnedPath = try returnedPath ?? ReportedEnvelope(token.subject, db)
            case .unsubscribe: subscription = try subscription ?? Self.subscription(token.subject, db)
            case .probe: probe = try probe ?? Self.probe(token.subject, db)
            case .confirm, .leave: break
            }
        }
        mailing = try Self.mailing(evidence, db)
    }

    private static func subscription(_ id: Int64, _ db: Database) throws -> (subscriber: Int64, list: Int64)? {
        try Row.fetchOne(db, sql: "SELECT subscriber, list FROM subscription WHERE id = ?", arguments: [id])
            .map { ($0[0], $0[1]) }
    }

    private static func probe(_ id: Int64, _ db: Database) throws -> (id: Int64, subscriber: Int64, list: Int64)? {
        try Row.fetchOne(db, sql: "SELECT subscriber, list FROM bounce_probe WHERE id = ?", arguments: [id])
            .map { (id, $0[0], $0[1]) }
    }

    /// The latest that fits.
    private static func mailing(_ evidence: ReportEvidence, _ db: Database) throws -> Int64? {
        if let messageID = evidence.messageID,
            let id = try Int64.fetchOne(
                db, sql: "SELECT max(id) FROM mailing WHERE message_id = ?", arguments: [messageID])
        {
            return id
        }
        // The author's text by the first digits of its digest, and the list.
        let parts = (evidence.feedbackID ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[2] == "list", parts[0].utf8.count == 12,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return try Int64.fetchOne(
            db,
            sql: """
                SELECT max(m.id) FROM mailing m JOIN mailing_list ml ON ml.mailing = m.id JOIN list l ON l.id = ml.list
                WHERE m.source_digest >= ?1 AND m.source_digest < ?1 || 'g' AND l.name = ?2
                """, arguments: [String(parts[0]), String(parts[1])])
    }
}
