/// The budgets that all processes share: the port through which a run is granted what it may send. Called on the run's
/// event loop.
package protocol BudgetBook: Sendable {
    /// Grants what is asked for, or some of it, durably, in the commit that runs anyway: one grant for each request.
    func grant(_ requests: [BudgetRequest]) async throws(JournalFailure) -> [BudgetGrant]

    /// Gives back what a run that ends was granted and did not use, where nobody was granted anything since.
    ///
    /// - Parameter unused: of each budget the latest grant first.
    func giveBack(_ unused: [(limit: BudgetLimit, grant: BudgetGrant)]) async throws(JournalFailure)
}
