public import FanmailDelivery
import ListStore
import Synchronization

/// A run in progress.
public final class MailingRunHandle: Sendable {
    /// The mailing's id, as `mailing show` takes it.
    public let mailing: Int64
    /// Nil where there is nothing to be done.
    private let run: MailingRun?
    private let journal: SQLiteJournal?
    private let task: Task<MailingReport, Never>
    private let expected = Mutex<Int?>(nil)

    /// - Parameter task: the run, from its beginning until everything of it is given back.
    init(mailing: Int64, run: MailingRun, journal: SQLiteJournal, task: Task<MailingReport, Never>) {
        self.mailing = mailing
        self.run = run
        self.journal = journal
        self.task = task
    }

    /// Of a mailing that is finished: it tells how it went.
    init(finished record: MailingRecord) {
        (mailing, run, journal) = (record.id, nil, nil)
        var report = MailingReport(
            mailing: record.id, end: .finished, totals: record.totals, transactions: 0, connections: 0, seconds: 0,
            recipientsPerSecond: 0, relay: record.relay, security: "", unwritten: 0)
        report.wasFinished = true
        task = Task { [report] in report }
        expect(record.totals.recipients)
    }

    /// How many recipients there are in all; nil until they are counted, which happens beside the sending.
    public var recipientsExpected: Int? { expected.withLock { $0 } }

    func expect(_ recipients: Int) {
        expected.withLock { $0 = recipients }
    }

    /// Where it stands. Cheap, from any thread.
    public var progress: RunProgress {
        guard let run else { return RunProgress() }
        var progress = run.currentProgress
        progress.storageTrouble = journal?.trouble
        return progress
    }

    /// Progress at intervals, until the run has ended.
    public func updates(every interval: Duration = .milliseconds(200)) -> AsyncStream<RunProgress> {
        AsyncStream { continuation in
            let ticking = Task {
                while !Task.isCancelled {
                    continuation.yield(progress)
                    try? await Task.sleep(for: interval)
                }
            }
            let ending = Task {
                _ = await task.value
                ticking.cancel()
                continuation.yield(progress)
                continuation.finish()
            }
            continuation.onTermination = { _ in
                ticking.cancel()
                ending.cancel()
            }
        }
    }

    /// Asks it to stop: open transactions are finished, the mailing can be resumed.
    public func stop() { run?.stop() }

    /// The last chance before the process ends: arms nothing more, and waits until what is known is written.
    ///
    /// - Returns: of how many recipients the outcome is known and could not be written in that time.
    public func leave(within limit: Duration) -> Int { journal?.leave(within: limit) ?? 0 }

    /// Waits for its end.
    public func report() async -> MailingReport { await task.value }
}
