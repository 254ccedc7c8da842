package import Bounces
import GRDB
import SMTPCore

/// A bounce of the log that no rule knew, as far as a rule can tell it from others.
package struct UndecidedBounce: Sendable {
    package let id: Int64
    package let recipient: String
    package let remark: FailureRemark
}

extension Store {
    /// Those with words, the oldest first, in pages.
    package func eachUndecided(_ body: (UndecidedBounce) throws -> Void) throws {
        try eachRecord(limit: nil, body) { db, last, most in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, recipient, code, status, text, source, coalesce(server, relay) AS speaker FROM bounce
                    WHERE id > ? AND class = 'undecided' AND kind <> 'none' AND text <> '' ORDER BY id LIMIT ?
                    """, arguments: [last, most]
            ).map { row in
                let bounce = Self.undecided(row)
                return (id: bounce.id, record: bounce)
            }
        }
    }

    private static func undecided(_ row: Row) -> UndecidedBounce {
        let recipient: String = row["recipient"]
        let status: String? = row["status"]
        let source: String = row["source"]
        return UndecidedBounce(
            id: row["id"], recipient: recipient,
            remark: FailureRemark(
                code: (row["code"] as Int?).flatMap { UInt16(exactly: $0) },
                status: status.flatMap { EnhancedStatusCode($0[...]) }, text: row["text"] ?? "", server: row["speaker"],
                domain: FailureRemark.domain(of: recipient),
                action: source == BounceRecord.Source.report.rawValue ? .failed : nil))
    }

    /// Judges anew what no rule knew, in short transactions. Nobody's subscription changes by it: it counts from the next
    /// bounce on.
    ///
    /// - Returns: how many are of which class now, or would be.
    package func judgeUndecided(
        by judge: FailureJudge, isDryRun: Bool = false
    ) throws -> [FailureClass: Int] {
        var counts: [FailureClass: Int] = [:]
        var decided: [(id: Int64, verdict: FailureVerdict)] = []
        try eachUndecided { bounce in
            let verdict = judge.verdict(bounce.remark)
            guard verdict.failureClass != .undecided else { return }
            counts[verdict.failureClass, default: 0] += 1
            if !isDryRun { decided.append((bounce.id, verdict)) }
        }
        guard !decided.isEmpty else { return counts }
        do {
            let slices = try WriteSlices(pool, kind: "judge", isSynced: true)
            try slices.run(decided.count) { db, index in
                let (id, verdict) = decided[index]
                try db.cachedStatement(
                    sql: "UPDATE bounce SET class = ?, kind = ?, rule = ? WHERE id = ? AND class = 'undecided'"
                ).execute(arguments: [
                    verdict.failureClass.rawValue, BounceRecord.Kind(verdict).rawValue, verdict.rule, id,
                ])
            }
        } catch { throw StoreFailure(error, path: path) }
        return counts
    }
}
