import FanmailBasics
import FanmailDelivery
import Foundation
import GRDB

/// A budget as it is kept.
struct BudgetRow {
    let id: Int64
    let limit: BudgetLimit
    var budget: Budget
    var quota: DayQuota
    /// Of a limit for a day.
    private let isQuota: Bool
    private let storedUses: [DayQuota.Use]

    /// The row of a limit, made where there is none.
    init(_ limit: BudgetLimit, now: Int64, _ db: Database) throws {
        self.limit = limit
        isQuota = limit.rate.period == .day
        let key: StatementArguments = [
            limit.scope.description, limit.rate.unit.rawValue, limit.rate.period.rawValue,
        ]
        let columns = "id, paid_until, paid_rest, seen_at"
        let found = try Row.fetchOne(
            db, sql: "SELECT \(columns) FROM budget WHERE scope = ? AND unit = ? AND period = ?", arguments: key)
        guard let found else {
            try db.execute(
                sql: """
                    INSERT INTO budget (scope, unit, period, count, paid_until, paid_rest, seen_at, first_used_at)
                    VALUES (?, ?, ?, ?, ?, 0, ?, ?)
                    """, arguments: key + [limit.rate.count, now, now, now])
            id = db.lastInsertedRowID
            (budget, quota, storedUses) = (Budget(now: now), DayQuota(seenAt: now), [])
            return
        }
        id = found[0]
        budget = Budget(paidUntil: PaidTime(microseconds: found[1], rest: found[2]), seenAt: found[3])
        storedUses = isQuota ? try Self.uses(id, db) : []
        quota = DayQuota(storedUses, seenAt: found[3])
    }

    static func uses(_ id: Int64, _ db: Database) throws -> [DayQuota.Use] {
        try Row.fetchAll(
            db, sql: "SELECT from_at, until_at, count FROM budget_use WHERE budget = ? ORDER BY from_at",
            arguments: [id]
        ).map { DayQuota.Use(from: $0[0], until: $0[1], count: $0[2]) }
    }

    /// Writes it, and of its uses what is different.
    func save(_ db: Database) throws {
        try db.execute(
            sql: "UPDATE budget SET count = ?, paid_until = ?, paid_rest = ?, seen_at = ? WHERE id = ?",
            arguments: [
                limit.rate.count, budget.paidUntil.microseconds, budget.paidUntil.rest,
                isQuota ? quota.seenAt : budget.seenAt, id,
            ])
        guard isQuota, quota.uses != storedUses else { return }
        let kept = Set(quota.uses.map(\.from))
        for use in storedUses where !kept.contains(use.from) {
            try db.execute(
                sql: "DELETE FROM budget_use WHERE budget = ? AND from_at = ?", arguments: [id, use.from])
        }
        let before = Dictionary(storedUses.map { ($0.from, $0) }) { $1 }
        for use in quota.uses where before[use.from] != use {
            try db.execute(
                sql: "INSERT OR REPLACE INTO budget_use (budget, from_at, until_at, count) VALUES (?, ?, ?, ?)",
                arguments: [id, use.from, use.until, use.count])
        }
    }

    mutating func grant(_ request: BudgetRequest, now: Int64) -> BudgetGrant {
        guard isQuota else { return budget.grant(request, now: now) }
        return quota.grant(request, of: Int(limit.rate.count), now: now)
    }

    mutating func takeBack(_ grant: BudgetGrant) {
        switch grant {
        case .interval(let start, let count): budget.takeBack(from: start, count: count, at: limit.rate)
        case .quota(let count): quota.takeBack(count)
        case .nothing: break
        }
    }
}
