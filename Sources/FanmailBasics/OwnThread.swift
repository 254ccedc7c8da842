import Dispatch

/// Work that waits for the disk, for a name server or for somebody else's lock, on a thread of its own.
package enum OwnThread {
    /// Whoever awaits it blocks neither an event loop nor Swift's pool, however long it takes.
    ///
    /// - Parameter label: what the thread is called.
    /// - Throws: what the closure throws. It is not cut short when the task is cancelled.
    package static func run<T: Sendable, Failure: Error>(
        _ label: String, _ body: @escaping @Sendable () throws(Failure) -> T
    ) async throws(Failure) -> T {
        let result: Result<T, Failure> = await withCheckedContinuation { waiter in
            // A queue of its own has a thread beyond those that Dispatch and Swift allow for the cores.
            DispatchQueue(label: label).async { waiter.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
