import GRDB

/// A moment in the history of subscriptions and people, told by facts that never change afterwards.
struct AudienceMarks: Sendable {
    /// Spells up to this id were there,
    var subscription: Int64
    /// those that ended by this departure were over,
    var departure: Int64
    /// those with a later confirmation waited for it,
    var confirmation: Int64 = .max
    /// and these ids did not count, since an import had not come to its end.
    var leftOut = UnfinishedImports.none
    /// What was known of people is what they were before the first change with a higher number.
    var person: Int64 = .max

    init(subscription: Int64, departure: Int64) {
        self.subscription = subscription
        self.departure = departure
    }

    /// This moment.
    init(_ db: Database) throws {
        func highest(_ table: String) throws -> Int64 {
            try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM \(table)") ?? 0
        }
        self.init(subscription: try highest("subscription"), departure: try highest("departure"))
        confirmation = try highest("confirmation")
        leftOut = try UnfinishedImports(db)
        person = try highest("subscriber_before")
    }

    /// Those of a mailing.
    init(of mailing: Row) {
        self.init(subscription: mailing["subscription_mark"], departure: mailing["departure_mark"])
        confirmation = mailing["confirmation_mark"]
        leftOut = UnfinishedImports(stored: mailing["left_out"])
        person = mailing["person_mark"]
    }

    /// The columns that ``init(of:)`` reads.
    static let columns = ["subscription_mark", "departure_mark", "confirmation_mark", "left_out", "person_mark"]
        .map { "m.\($0)" }.joined(separator: ", ")

    /// Whether a spell `x` was active at that moment; what is inserted are numbers of our own.
    func wasActive(_ x: String) -> String {
        "\(wasThere(x)) AND (\(x).ended IS NULL OR \(x).ended > \(departure)) AND \(x).state <> 'pending'"
    }

    /// Whether a spell `x` was active at that moment and still is: the consent that a copy needs. Who left and came
    /// back since has another spell; who moved goes on with theirs.
    func isActiveStill(_ x: String) -> String {
        """
        \(x).ended IS NULL AND \(x).state = 'active' AND (\(wasThere(x)) OR (\(x).origin IS NOT NULL AND EXISTS (
            SELECT 1 FROM subscription z WHERE (z.id = \(x).origin OR z.origin = \(x).origin) AND \(wasActive("z")))))
        """
    }

    private func wasThere(_ x: String) -> String {
        """
        \(x).id <= \(subscription) AND (\(x).confirmation IS NULL OR \(x).confirmation BETWEEN 1 AND \(confirmation))\
        \(leftOut.condition("\(x).id"))
        """
    }

    /// Whether the subscriber `id` met a filter of a person `q` at that moment.
    func met(_ filter: FilterSQL, _ id: String) -> String {
        let before = "FROM subscriber_before b WHERE b.subscriber = \(id) AND b.id > \(person)"
        return """
            CASE WHEN EXISTS (SELECT 1 \(before)) THEN EXISTS (SELECT 1 FROM (
                SELECT a.address_key, a.domain, b.name, b.language, b.tags, b.attributes
                FROM subscriber_before b JOIN subscriber a ON a.id = b.subscriber
                WHERE b.id = (SELECT min(b.id) \(before))) q WHERE \(filter.condition))
            ELSE EXISTS (SELECT 1 FROM subscriber q WHERE q.id = \(id) AND \(filter.condition)) END
            """
    }
}

extension Store {
    /// Forgets what people were before, where no mailing that is being cut needs it.
    static func forgetEarlierValues(_ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM subscriber_before)") ?? false else { return }
        try db.zeroingWhatGoes {
            try db.execute(
                sql: """
                    DELETE FROM subscriber_before WHERE id IN (SELECT id FROM subscriber_before
                        WHERE id <= coalesce((SELECT min(m.person_mark)
                            FROM mailing_list l JOIN mailing m ON m.id = l.mailing
                            WHERE l.filter IS NOT NULL AND l.done = 0 AND m.unbegun = 0
                                AND m.state IN ('sending', 'paused')), id)
                        ORDER BY id LIMIT 5000)
                    """)
        }
    }
}
