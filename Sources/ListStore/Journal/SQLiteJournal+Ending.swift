import Dispatch
package import FanmailDelivery
import Foundation
import Synchronization

/// The end of a journal: what was handed in is written first, then the mailing is given back.
extension SQLiteJournal {
    package func finish(
        _ state: MailingState, reason: String?, bounces: BounceEffect
    ) async throws(JournalFailure) {
        do throws(JournalFailure) {
            try await conclude(state, reason: reason, bounces: bounces)
        } catch {
            await close()
            throw error
        }
        await close()
    }

    private func conclude(
        _ state: MailingState, reason: String?, bounces: BounceEffect
    ) async throws(JournalFailure) {
        // Looked at while others write; then one short transaction after the other, and room for others between.
        var events: [ProviderEvent] = []
        if bounces == .apply {
            // What was handed in has to be there to be looked at.
            _ = try await perform("written") { _ in true }
            events = try await waiting { [mailing] db in
                try Store.providerEvents(of: mailing, Store.openedLists(db, mailing), db)
            }
        }
        while try await perform("bounces", { [events] in try $0.conclude(bounces, holding: events) }) {
            await Self.rest()
        }
        while try await perform("destinations", { try $0.forgetDestinations() }) { await Self.rest() }
        let isCancelled = try await perform("finish") { try $0.finish(state, reason: reason, bounces: bounces) }
        guard isCancelled else { return }
        while try await perform("cancel", { try $0.holdBounces() }) { await Self.rest() }
    }

    /// Long enough for somebody else who wants to write; whoever gave up waiting for the journal makes it no shorter.
    private static func rest() async { await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value }

    /// The last chance before the process ends: arms nothing more, and waits until what is known is on disk.
    ///
    /// - Returns: of how many recipients the outcome is known and could not be written in that time.
    package func leave(within limit: Duration) -> Int {
        enqueue { $0.isLeaving = true }
        let end = ContinuousClock.now + limit
        while true {
            let unwritten = pending.withLock { $0.unwritten }
            if unwritten == 0 || ContinuousClock.now >= end { return unwritten }
            usleep(5000)
        }
    }

    /// Ends the journal: whatever was handed in is written, however often that has to be tried within the limit; then
    /// the mailing is given back. May be called again.
    ///
    /// - Returns: of how many recipients the outcome is known and could not be written; they will be unknown.
    @discardableResult
    package func close(within limit: Duration = .seconds(30)) async -> Int {
        stopReading()
        let end = DispatchTime.now() + .milliseconds(Int(limit / .milliseconds(1)))
        enqueue { $0.end = min($0.end ?? .distantFuture, end) }
        await withCheckedContinuation { continuation in
            let isReleased = pending.withLock {
                if !$0.isReleased { $0.awaitingRelease.append(continuation) }
                return $0.isReleased
            }
            if isReleased { continuation.resume() }
        }
        return pending.withLock { $0.unwritten }
    }

    /// The thread has given the mailing back.
    func noteReleased() {
        let awaiting = pending.withLock { pending in
            pending.isReleased = true
            defer { pending.awaitingRelease = [] }
            return pending.awaitingRelease
        }
        for continuation in awaiting { continuation.resume() }
    }
}
