import GRDB

/// The statements that tell where somebody's copy can go.
struct LeavingStatements {
    private let lists: SQLStatement
    private let addresses: SQLStatement
    private let reasons: SQLStatement

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
        // Not of somebody who has a row already, or will have one.
        addresses = try SQLStatement(
            connection,
            """
            SELECT x.subscriber, x.list FROM subscription o INDEXED BY subscription_of
            JOIN subscription x INDEXED BY subscription_origin ON x.origin = coalesce(o.origin, o.id)
            WHERE o.subscriber = ?1 AND o.list IN (\(names)) AND x.subscriber <> ?1 AND \(marks.isActiveStill("x"))
                AND NOT EXISTS (SELECT 1 FROM exception e WHERE e.mailing = \(mailing) AND e.subscriber = x.subscriber)
                AND NOT EXISTS (SELECT 1 FROM subscription y INDEXED BY subscription_of
                    WHERE y.subscriber = x.subscriber AND y.list IN (\(names)) AND \(marks.wasActive("y")))
            ORDER BY \(inOrder) LIMIT 1
            """)
        reasons = try SQLStatement(
            connection,
            """
            SELECT CASE WHEN s.erased_at IS NOT NULL THEN 'erased' WHEN (SELECT d.how FROM departure d
                INDEXED BY departure_of WHERE d.subscriber = s.id AND d.list = ?2 ORDER BY d.id DESC LIMIT 1) = 'moved'
                THEN 'moved' ELSE 'left' END
            FROM subscriber s WHERE s.id = ?1
            """)
    }

    /// The first list of the message through which somebody can get their copy still.
    func otherList(of subscriber: Int64) throws -> Int64? {
        lists.bind(subscriber, at: 1)
        defer { lists.reset() }
        return try lists.step() ? lists.int(0) : nil
    }

    /// The address that somebody gave meanwhile.
    func otherAddress(of subscriber: Int64) throws -> (subscriber: Int64, list: Int64)? {
        addresses.bind(subscriber, at: 1)
        defer { addresses.reset() }
        return try addresses.step() ? (addresses.int(0), addresses.int(1)) : nil
    }

    /// Why somebody who has left a list gets no copy.
    func reason(of subscriber: Int64, _ list: Int64) throws -> String {
        reasons.bind(subscriber, at: 1)
        reasons.bind(list, at: 2)
        defer { reasons.reset() }
        return try reasons.step() ? reasons.text(0) : "left"
    }
}
