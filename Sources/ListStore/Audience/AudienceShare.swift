import GRDB
import GRDBSQLite

/// Some of an audience, drawn by lot: who they are follows from a seed and the subscriber's id alone, so that no walk, no
/// resume and no process has to be told, and shares of one seed have nobody in common.
///
/// Everybody has a rank from 0 to 2^63 - 1, which is SipHash-2-4 of the id with the seed and eight octets of zero as the
/// key, without the lowest bit. A share is a range of ranks.
struct AudienceShare: Sendable, Equatable {
    let seed: Int64
    let ranks: ClosedRange<Int64>

    init(seed: Int64, ranks: ClosedRange<Int64>) {
        self.seed = seed
        self.ranks = ranks
    }

    /// That of a mailing; nil where it is for all.
    init?(of mailing: Row) {
        guard let seed: Int64 = mailing["share_seed"], let first: Int64 = mailing["share_first"],
            let last: Int64 = mailing["share_last"], first <= last
        else { return nil }
        self.init(seed: seed, ranks: first...last)
    }

    /// The columns that ``init(of:)`` reads.
    static let columns = "m.share_seed, m.share_first, m.share_last"

    static func rank(of subscriber: Int64, seed: Int64) -> Int64 {
        Int64(SipHash(key: UInt64(bitPattern: seed), 0).hash(UInt64(bitPattern: subscriber)) >> 1)
    }

    func has(_ subscriber: Int64) -> Bool { ranks.contains(Self.rank(of: subscriber, seed: seed)) }

    /// The condition on an expression of a subscriber's id; what is inserted are numbers of our own.
    func condition(_ subscriber: String) -> String {
        "share_rank(\(seed), \(subscriber)) BETWEEN \(ranks.lowerBound) AND \(ranks.upperBound)"
    }

    /// The condition that the mailing `m` is for all, or for a share that has this subscriber.
    static func ofMailing(has subscriber: String) -> String {
        "(m.share_seed IS NULL OR share_rank(m.share_seed, \(subscriber)) BETWEEN m.share_first AND m.share_last)"
    }

    /// The subscriber by whom the spell `x` has its part in the mailing `m`: whoever moved has that of the address of
    /// before.
    static let drawn = """
        (SELECT z.subscriber FROM subscription z WHERE (z.id = coalesce(x.origin, x.id) OR z.origin = coalesce(x.origin, x.id))
            AND z.id <= m.subscription_mark ORDER BY z.id DESC LIMIT 1)
        """

    /// Lets statements ask for ranks: `share_rank(seed, subscriber)`.
    static func addFunction(to db: Database) throws {
        guard let connection = db.sqliteConnection else { return }
        let code = sqlite3_create_function_v2(
            connection, "share_rank", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, _, values in
                guard let values, let seed = values[0], let subscriber = values[1],
                    sqlite3_value_type(subscriber) == SQLITE_INTEGER
                else { return sqlite3_result_null(context) }
                sqlite3_result_int64(
                    context,
                    AudienceShare.rank(of: sqlite3_value_int64(subscriber), seed: sqlite3_value_int64(seed)))
            }, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
