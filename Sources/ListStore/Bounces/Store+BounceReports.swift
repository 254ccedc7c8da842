import Bounces
import FanmailBasics
import GRDB

/// By what bounces are counted for a report.
package enum BounceGrouping: String, Sendable, CaseIterable {
    case list, mailing, provider, failureClass = "class", code, day

    /// An expression on bounces `b`; days are of UTC.
    var expression: String {
        switch self {
        case .list: "(SELECT l.name FROM list l WHERE l.id = b.list)"
        case .mailing: "CAST(b.mailing AS TEXT)"
        case .provider: "coalesce(b.provider, (SELECT s.domain FROM subscriber s WHERE s.id = b.subscriber))"
        case .failureClass: "b.class"
        case .code: "nullif(trim(coalesce(b.code, '') || ' ' || coalesce(b.status, '')), '')"
        case .day: "date(b.at / 1000, 'unixepoch')"
        }
    }

    /// An expression on the first of them.
    fileprivate var subject: String {
        self == .mailing ? "(SELECT m.subject FROM mailing m WHERE m.id = b.mailing)" : "NULL"
    }
}

/// A line of a report: how many bounces have this in common.
package struct BounceCount: Sendable, Equatable {
    /// A list's name, a mailing's id, a provider, a class, `550 5.1.1`, `2026-11-20`; nil where that is not known.
    package let key: String?
    /// Of a mailing.
    package let subject: String?
    package let bounces: Int
    package let hard: Int
    /// Subscriptions that they ended.
    package let ended: Int
    package let held: Int
}

/// A reason for which copies came back, with an example.
package struct BounceReason: Sendable, Equatable {
    package let provider: String?
    /// Its word, such as address-unknown.
    package let failureClass: String
    package let bounces: Int
    /// Of one of them: code, status and text.
    package let example: String
}

extension Store {
    /// Counts bounces, those that were taken back apart, the most first; days in their order.
    ///
    /// - Parameter limit: the most lines.
    package func bounceCounts(
        _ selection: BounceSelection, by grouping: BounceGrouping, limit: Int = 100
    ) throws(StoreFailure) -> [BounceCount] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(grouping.expression) AS key, \(grouping.subject) AS subject, count(*) AS bounces,
                        count(*) FILTER (WHERE b.kind = 'hard'), count(*) FILTER (WHERE b.effect = 'ended'),
                        count(*) FILTER (WHERE b.effect = 'held')
                    FROM bounce b WHERE \(selection.condition) AND b.effect <> 'forgiven'
                    GROUP BY key ORDER BY \(grouping == .day ? "key" : "bounces DESC, key") LIMIT :limit
                    """, arguments: selection.arguments + ["limit": limit]
            ).map {
                BounceCount(key: $0[0], subject: $0[1], bounces: $0[2], hard: $0[3], ended: $0[4], held: $0[5])
            }
        }
    }

    /// For what copies came back most, by provider and class.
    package func bounceReasons(_ selection: BounceSelection, limit: Int = 10) throws(StoreFailure) -> [BounceReason] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT b.provider, b.class, count(*) AS bounces, max(b.id) AS example FROM bounce b
                    WHERE \(selection.condition) AND b.effect <> 'forgiven' AND b.kind <> 'none'
                    GROUP BY 1, 2 ORDER BY bounces DESC, 2, 1 LIMIT :limit
                    """, arguments: selection.arguments + ["limit": limit]
            ).map { row in
                let example = try Row.fetchOne(
                    db, sql: "SELECT code, status, text FROM bounce WHERE id = ?", arguments: [row[3] as Int64])
                return BounceReason(
                    provider: row[0], failureClass: row[1], bounces: row[2],
                    example: ReplyLine.text(code: example?[0], status: example?[1], text: example?[2]))
            }
        }
    }
}
