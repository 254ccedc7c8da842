package import FanmailBasics
import GRDB

/// What somebody asks of destinations, from any process; a run looks every half second, and one that begins finds it too.
extension Store {
    /// Nothing is offered there from now on. Who has paused it before is overruled.
    ///
    /// - Parameter until: when the pause ends by itself; nil: when somebody resumes it.
    package func pauseDestinations(
        _ names: [String], until: Timestamp?, why: String, now: Timestamp = .now
    ) throws(StoreFailure) {
        try write { db in
            for name in names {
                try db.execute(
                    sql: "UPDATE destination SET paused_at = ?, paused_until = ?, paused_why = ? WHERE name = ?",
                    arguments: [now.milliseconds, until?.milliseconds, why, name])
            }
        }
    }

    /// Ends pauses.
    ///
    /// - Returns: the names of those that were paused.
    @discardableResult
    package func resumeDestinations(_ names: [String], now: Timestamp = .now) throws(StoreFailure) -> [String] {
        try write { db in
            try names.filter { name in
                let wasPaused =
                    try Bool.fetchOne(
                        db,
                        sql: """
                            SELECT paused_at IS NOT NULL AND coalesce(paused_until > ?, true) FROM destination WHERE name = ?
                            """, arguments: [now.milliseconds, name]) ?? false
                try db.execute(
                    sql:
                        "UPDATE destination SET paused_at = NULL, paused_until = NULL, paused_why = NULL WHERE name = ?",
                    arguments: [name])
                return wasPaused
            }
        }
    }

    /// What waits there is tried now: the back-off ends, and a run that is under way takes what is deferred there as due.
    package func flushDestinations(_ names: [String], now: Timestamp = .now) throws(StoreFailure) {
        try write { db in
            for name in names {
                try db.execute(
                    sql: """
                        UPDATE destination SET flushes = flushes + 1, flushed_at = ?, back_off_until = NULL, back_offs = 0
                        WHERE name = ?
                        """, arguments: [now.milliseconds, name])
            }
        }
    }
}
