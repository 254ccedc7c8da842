import GRDB

/// Who of a list has a reverse-path of their own in one mailing, where the list's policy is `every-10th`.
///
/// A tenth of the subscribers, by their id, and with the list's next mailing another tenth: each mailing costs the same, and
/// in ten of them everybody's turn comes once. That every tenth mailing had it for everybody would make that one many
/// times as slow as the others, and an address that died just after it would be noticed last.
struct VERPTurn: Sendable, Equatable {
    static let count: Int64 = 10

    /// 0 to 9: those have it whose id leaves this.
    let rest: Int64

    /// That of the list's next mailing; those of one experiment, which have nobody in common, count as one.
    init(next list: Int64, _ db: Database) throws {
        let mailings = try Int64.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT coalesce(-m.experiment, m.id)) FROM mailing_list ml JOIN mailing m ON m.id = ml.mailing
                WHERE ml.list = ?
                """, arguments: [list])
        rest = (mailings ?? 0) % Self.count
    }

    /// As it is stored; nil where there is none.
    init?(stored: Int64?) {
        guard let stored else { return nil }
        rest = stored
    }

    func has(_ subscriber: Int64) -> Bool { subscriber % Self.count == rest }

    /// The condition on a column of subscribers' ids.
    func condition(_ subscriber: String) -> String { "\(subscriber) % \(Self.count) = \(rest)" }
}
