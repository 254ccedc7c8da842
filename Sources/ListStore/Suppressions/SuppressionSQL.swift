import FanmailBasics
import GRDB

/// The suppression list as SQL asks it. What is inserted into these texts are columns and numbers of our own.
enum SuppressionSQL {
    private static let isDomain = "address_key >= '@' AND address_key < 'A'"
    private static let isHash = "address_key >= 'sha256:' AND address_key < 'sha256;'"

    static func isEmpty(_ db: Database) throws -> Bool {
        try !(Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM suppression)") ?? false)
    }

    private static func inForce(_ now: Timestamp) -> String { inForce("\(now.milliseconds)") }

    private static func inForce(_ now: String) -> String { "(x.expires_at IS NULL OR x.expires_at > \(now))" }

    /// An expression: why an address is suppressed, NULL when it is not. Addresses are hashed only where hashes are kept.
    static func reason(key: String, domain: String, now: Timestamp = .now) -> String {
        reason(key: key, domain: domain, now: "\(now.milliseconds)")
    }

    static func reason(key: String, domain: String, now: String) -> String {
        """
        coalesce(
            (SELECT x.reason FROM suppression x WHERE x.address_key = \(key) AND \(inForce(now))),
            CASE WHEN (SELECT EXISTS (SELECT 1 FROM suppression WHERE \(isDomain))) THEN
                (SELECT x.reason FROM suppression x WHERE x.address_key = '@' || \(domain) AND \(inForce(now))) END,
            CASE WHEN (SELECT EXISTS (SELECT 1 FROM suppression WHERE \(isHash))) THEN
                (SELECT x.reason FROM suppression x WHERE x.address_key = address_hash(\(key)) AND \(inForce(now))) END)
        """
    }

    /// A query for the subscribers of a list who are suppressed, asked from the side of the suppression list.
    static func subscribers(of list: Int64, now: Timestamp = .now) -> String {
        """
        SELECT b.id FROM suppression x JOIN subscriber b ON b.address_key = x.address_key WHERE \(inForce(now))
        UNION
        SELECT t.subscriber FROM suppression x CROSS JOIN subscription t INDEXED BY audience
            ON t.list = \(list) AND t.domain = substr(x.address_key, 2) WHERE x.\(isDomain.replacing("AND ", with: "AND x."))
            AND \(inForce(now))
        UNION
        SELECT b.id FROM subscriber b WHERE EXISTS (SELECT 1 FROM suppression WHERE \(isHash))
            AND address_hash(b.address_key) IN (SELECT x.address_key FROM suppression x
                WHERE x.\(isHash.replacing("AND ", with: "AND x.")) AND \(inForce(now)))
        """
    }

    /// What a skipped recipient's outcome says.
    static func skipped(_ reason: String) -> String { "suppressed: \(reason)" }
}
