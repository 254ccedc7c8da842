import Foundation

/// Where long work runs that is to give way to others: a mailing that goes on at the same time is not to wait for cores.
///
/// It is a thread that ends with the work, since no priority that was lowered can be raised again by just anybody
/// (setpriority(2)): whoever asks keeps their own.
package enum LowPriorityThread {
    /// Runs the closure there, and waits for it.
    ///
    /// - Throws: what the closure throws.
    package static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) throws -> T {
        let work = Work(body)
        let thread = Thread { work.run() }
        // As the main thread has it, where the system gives others less.
        thread.stackSize = 8 << 20
        thread.qualityOfService = .utility
        thread.start()
        return try work.result()
    }

    private final class Work<T: Sendable>: @unchecked Sendable {
        private let body: @Sendable () throws -> T
        private let isDone = DispatchSemaphore(value: 0)
        /// Written before the signal, read after it.
        private var outcome: Result<T, any Error>?

        init(_ body: @escaping @Sendable () throws -> T) { self.body = body }

        func run() {
            #if canImport(Glibc)
                // Of this thread, on Linux.
                setpriority(Int32(PRIO_PROCESS.rawValue), 0, 19)
            #endif
            outcome = Result(catching: body)
            isDone.signal()
        }

        func result() throws -> T {
            isDone.wait()
            guard let outcome else { throw CancellationError() }
            return try outcome.get()
        }
    }
}
