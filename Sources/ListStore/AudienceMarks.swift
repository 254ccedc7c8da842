import GRDB

/// A moment in the history of subscriptions, told by facts that never change afterwards.
struct AudienceMarks: Sendable {
    /// Spells up to this id were there,
    let subscription: Int64
    /// those that ended by this departure were over,
    let departure: Int64
    /// and these ids did not count, since an import had not come to its end.
    var leftOut = UnfinishedImports.none

    init(subscription: Int64, departure: Int64, leftOut: UnfinishedImports = .none) {
        self.subscription = subscription
        self.departure = departure
        self.leftOut = leftOut
    }

    /// This moment.
    init(_ db: Database) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT (SELECT coalesce(max(id), 0) FROM subscription), (SELECT coalesce(max(id), 0) FROM departure)
                """)
        self.init(subscription: row?[0] ?? 0, departure: row?[1] ?? 0, leftOut: try UnfinishedImports(db))
    }

    /// Whether a spell `x` was active at that moment; what is inserted are numbers of our own.
    func wasActive(_ x: String) -> String {
        "\(wasThere(x)) AND (\(x).ended IS NULL OR \(x).ended > \(departure)) AND \(x).state <> 'pending'"
    }

    /// Whether a spell `x` was active at that moment and still is: the consent that a copy needs. Who left and came
    /// back since has another spell.
    func isActiveStill(_ x: String) -> String { "\(x).ended IS NULL AND \(x).state = 'active' AND \(wasThere(x))" }

    private func wasThere(_ x: String) -> String { "\(x).id <= \(subscription)\(leftOut.condition("\(x).id"))" }
}
