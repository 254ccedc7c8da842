import FanmailBasics

extension Store {
    /// Reads or writes on a thread of the database's own: whoever awaits it blocks neither an event loop nor Swift's pool,
    /// however long the disk takes, or somebody else who writes.
    ///
    /// - Throws: what the closure throws. It is not cut short when the task is cancelled.
    package func apart<T: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> T
    ) async throws(Failure) -> T {
        try await OwnThread.run("database", body)
    }
}
