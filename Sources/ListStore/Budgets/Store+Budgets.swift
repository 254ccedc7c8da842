package import FanmailBasics
package import FanmailDelivery
import Foundation
import GRDB

/// A budget, for whoever wants to know what is left of it.
package struct BudgetRecord: Sendable, Equatable {
    /// As it was asked for last.
    package let limit: BudgetLimit
    /// What it is for: that of the limit, with a list's name.
    package let name: String
    package let firstUsed: Timestamp
    /// What was granted in the last twenty-four hours; nil of limits for a shorter time, which are used evenly.
    package let used: Int?
    /// What is left of a day's worth.
    package let left: Int?
    /// When there is more than is left; nil where it is all there, or comes evenly.
    package let more: Timestamp?
}

extension Store {
    /// Grants what is asked for, or some of it, in a transaction that is under way.
    static func grant(_ requests: [BudgetRequest], now: Int64, _ db: Database) throws -> [BudgetGrant] {
        try requests.map { request in
            var row = try BudgetRow(request.limit, now: now, db)
            let grant = row.grant(request, now: now)
            try row.save(db)
            return grant
        }
    }

    static func giveBack(
        _ unused: [(limit: BudgetLimit, grant: BudgetGrant)], now: Int64, _ db: Database
    ) throws {
        for (limit, grant) in unused {
            var row = try BudgetRow(limit, now: now, db)
            row.takeBack(grant)
            try row.save(db)
        }
    }

    /// Grants what is asked for in a commit of its own.
    package func grant(
        _ requests: [BudgetRequest], now: Int64? = nil
    ) throws(StoreFailure) -> [BudgetGrant] {
        try write(zeroingWhatGoes: false) { try Self.grant(requests, now: now ?? Timestamp.microsecondsNow, $0) }
    }

    package func giveBack(_ unused: [(limit: BudgetLimit, grant: BudgetGrant)]) throws(StoreFailure) {
        try write(zeroingWhatGoes: false) { try Self.giveBack(unused, now: Timestamp.microsecondsNow, $0) }
    }

    /// All budgets that were ever used, by scope.
    package func budgets(now moment: Timestamp? = nil) throws(StoreFailure) -> [BudgetRecord] {
        let now = moment.map { $0.milliseconds * 1000 } ?? Timestamp.microsecondsNow
        return try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT b.id, scope, unit, period, count, first_used_at, seen_at, 'list:' || l.name
                    FROM budget b LEFT JOIN list l ON b.scope = 'list:' || l.id ORDER BY scope, unit, period
                    """)
            return try rows.compactMap { row in
                guard let unit = MailRate.Unit(rawValue: row[2]), let period = MailRate.Period(rawValue: row[3])
                else { return nil }
                let count: Double = row[4]
                var (used, left, more): (Int?, Int?, Timestamp?) = (nil, nil, nil)
                if period == .day {
                    var quota = DayQuota(try BudgetRow.uses(row[0], db), seenAt: row[6])
                    quota.turn(to: now)
                    used = quota.used
                    left = max(0, Int(count) - quota.used)
                    more = quota.uses.first.map { Timestamp(milliseconds: $0.end / 1000) }
                }
                return BudgetRecord(
                    limit: BudgetLimit(BudgetScope(row[1]), MailRate(unit, count, per: period)),
                    name: row[7] ?? row[1], firstUsed: Timestamp(milliseconds: (row[5] as Int64) / 1000), used: used,
                    left: left, more: more)
            }
        }
    }
}
