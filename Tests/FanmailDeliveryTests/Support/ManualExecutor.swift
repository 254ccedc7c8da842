import Synchronization

/// Runs jobs on the thread that drains it, in order: a whole run becomes a deterministic simulation.
final class ManualExecutor: SerialExecutor, TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        jobs.withLock { $0.append(unowned) }
    }

    /// Runs jobs until none is left.
    func drain() {
        while true {
            let batch = jobs.withLock {
                let batch = $0
                $0.removeAll()
                return batch
            }
            if batch.isEmpty { return }
            for job in batch {
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
    }
}
