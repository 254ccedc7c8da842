import GRDB

/// The statements that tell where somebody's copy can go.
struct LeavingStatements {
    private let lists: SQLStatement
    private let addresses: SQLStatement
    private let reasons: SQLStatement
    private let domains: SQLStatement
    private let elsewhere: SQLStatement

    init(_ connection: WritingConnection, mailing: Int64, _ opened: [OpenedList]) throws {
        let marks = opened.first?.audience.marks ?? AudienceMarks(subscription: 0, departure: 0)
        let ids = opened.map { String($0.audience.list) }
        let inOrder =
            ids.isEmpty
            ? "0" : "CASE x.list \(ids.enumerated().map { "WHEN \($1) THEN \($0)" }.joined(separator: " ")) END"
        let names = ids.joined(separator: ", ")
        lists = try SQLStatement(
            connection,
            """
            SELECT x.list FROM subscription x INDEXED BY live WHERE x.subscriber = ?1 AND x.list IN (\(names))
                AND \(marks.isActiveStill("x")) ORDER BY \(inOrder) LIMIT 1
            """)
        addresses = try SQLStatement(
            connection,
            """
            SELECT x.subscriber, x.list, e.outcome, coalesce(e.outcome = 'skipped' AND e.reason IN ('left', 'moved'), 0),
                EXISTS (SELECT 1 FROM subscription y INDEXED BY subscription_of
                    WHERE y.subscriber = x.subscriber AND y.list IN (\(names)) AND \(marks.wasActive("y")))
            FROM subscription o INDEXED BY subscription_of
            JOIN subscription x INDEXED BY subscription_origin ON x.origin = coalesce(o.origin, o.id)
            LEFT JOIN exception e ON e.mailing = \(mailing) AND e.subscriber = x.subscriber
            WHERE o.subscriber = ?1 AND o.list IN (\(names)) AND x.subscriber <> ?1 AND \(marks.isActiveStill("x"))
            ORDER BY \(inOrder)
            """)
        reasons = try SQLStatement(
            connection,
            """
            SELECT CASE WHEN s.erased_at IS NOT NULL THEN 'erased' WHEN (SELECT d.how FROM departure d
                INDEXED BY departure_of WHERE d.subscriber = s.id AND d.list = ?2 ORDER BY d.id DESC LIMIT 1) = 'moved'
                THEN 'moved' ELSE 'left' END
            FROM subscriber s WHERE s.id = ?1
            """)
        elsewhere = try SQLStatement(
            connection,
            """
            SELECT 1 FROM mailing o JOIN mailing m ON m.experiment = o.experiment
            JOIN exception e ON e.mailing = m.id AND e.subscriber = ?1
            WHERE o.id = \(mailing) AND e.outcome = 'skipped' AND e.reason IN ('left', 'moved')
            """)
        domains = try SQLStatement(connection, "SELECT domain FROM subscriber WHERE id = ?1")
    }

    /// The domain of somebody's address; empty where there is none.
    func domain(of subscriber: Int64) throws -> String {
        domains.bind(subscriber, at: 1)
        defer { domains.reset() }
        return try domains.step() ? domains.text(0) : ""
    }

    /// Whether somebody who has a part in another mailing of the same experiment got nothing there, since nobody was
    /// subscribed at their address any more.
    func hadLeftElsewhere(_ subscriber: Int64) throws -> Bool {
        elsewhere.bind(subscriber, at: 1)
        defer { elsewhere.reset() }
        return try elsewhere.step()
    }

    /// The first list of the message through which somebody can get their copy still.
    func otherList(of subscriber: Int64) throws -> Int64? {
        lists.bind(subscriber, at: 1)
        defer { lists.reset() }
        return try lists.step() ? lists.int(0) : nil
    }

    /// An address that somebody gave meanwhile.
    struct Heir {
        let subscriber: Int64
        let list: Int64
        /// It has a status of its own in the mailing,
        let hasStatus: Bool
        /// which says that nobody was subscribed there any more.
        let hadLeft: Bool
        /// It was in the audience, and so has a row elsewhere, or will have one, unless that went to another address.
        let wasActive: Bool
    }

    /// The addresses that somebody gave meanwhile and that are subscribed in their stead.
    func otherAddresses(of subscriber: Int64) throws -> [Heir] {
        addresses.bind(subscriber, at: 1)
        defer { addresses.reset() }
        var heirs: [Heir] = []
        while try addresses.step() {
            heirs.append(
                Heir(
                    subscriber: addresses.int(0), list: addresses.int(1), hasStatus: !addresses.isNull(2),
                    hadLeft: addresses.int(3) != 0, wasActive: addresses.int(4) != 0))
        }
        return heirs
    }

    /// Why somebody who has left a list gets no copy.
    func reason(of subscriber: Int64, _ list: Int64) throws -> String {
        reasons.bind(subscriber, at: 1)
        reasons.bind(list, at: 2)
        defer { reasons.reset() }
        return try reasons.step() ? reasons.text(0) : "left"
    }
}
