import FanmailBasics
package import FanmailDelivery

/// Budgets, in the commits of a mailing's journal.
extension SQLiteJournal {
    package func grant(_ requests: [BudgetRequest]) async throws(JournalFailure) -> [BudgetGrant] {
        // The clock is read behind the lock, so that it goes forwards from grant to grant.
        try await perform("budget") { try Store.grant(requests, now: Timestamp.microsecondsNow, $0.db) }
    }

    package func giveBack(
        _ unused: [(limit: BudgetLimit, grant: BudgetGrant)]
    ) async throws(JournalFailure) {
        try await perform("budget") { try Store.giveBack(unused, now: Timestamp.microsecondsNow, $0.db) }
    }
}
