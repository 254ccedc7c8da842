import FanmailBasics

extension MailingRun {
    func close() async -> RunEnd {
        do {
            tell()
            try await journal.flush()
            var result = ending ?? .finished
            if case .journalFailed = result { return result }
            if case .finished = result { result = self.result(try await journal.totals()) }
            let unused = wallet.unused
            if !unused.isEmpty { try await journal.giveBack(unused) }
            try await journal.finish(result.state, reason: result.reason, bounces: result.bounceEffect)
            // Asked for at the last moment, and granted.
            if case .cancel? = await journal.requested() { return .cancelled }
            return result
        } catch {
            return .journalFailed(error)
        }
    }

    /// How a run ended that has nothing more to do.
    private func result(_ totals: MailingTotals) -> RunEnd {
        if totals.pending > 0 { return .putBack(givenUp ?? "the connection was lost each time") }
        if totals.deferred > 0 { return .deferred }
        return refusalGuard.objection(to: totals).map(RunEnd.manyRefused) ?? .finished
    }

    func watchForRequests() async {
        while ending == nil {
            await pause(for: .milliseconds(500))
            guard ending == nil else { return }
            let requests = await journal.destinationRequests()
            if requests != asked { await heed(requests) }
            switch await journal.requested() {
            case .cancel?: end(.cancelled)
            case .pause?: end(.pausedByHand)
            case .expire?: end(.expired)
            case nil: break
            }
        }
    }

    /// Ends the run for this reason, unless it is ending for another.
    func end(_ reason: RunEnd) {
        guard ending == nil else { return }
        ending = reason
        for sleeper in sleepers.values { sleeper.cancel() }
        wakeFeeder()
        treasurer?.resume()
        treasurer = nil
        starter?.resume()
        starter = nil
        timekeeper?.resume()
        timekeeper = nil
        for queue in queues.values { wakeAllTakers(of: queue) }
    }

    /// Waits, or less when the run ends.
    func pause(for duration: Duration) async {
        guard ending == nil, duration > .zero else { return }
        let number = nextSleeper
        nextSleeper += 1
        let sleeper = Task(executorPreference: executor) { [clock] in await clock.sleep(for: duration) }
        sleepers[number] = sleeper
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        sleepers[number] = nil
    }
}
