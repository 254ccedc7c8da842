import FanmailBasics

extension MailingRun {
    /// A pause longer than this closes the connections meanwhile.
    private static let idlePause: Duration = .seconds(5)

    /// Keeps envelopes ready: what is due first, then the audience page by page.
    func feed() async {
        do {
            while ending == nil {
                if try await feedOnce() { continue }
                guard ending == nil else { return }
                if !exhausted || inFlight > 0 || ready.count > 0 {
                    await waitForFeed()
                } else if try await waitForDue() == false {
                    end(.finished)
                }
            }
        } catch {
            end(.journalFailed(error))
        }
    }

    /// Whether something was made ready or learned.
    private func feedOnce() async throws(JournalFailure) -> Bool {
        if isDue {
            try await feedDue()
            return true
        }
        guard isLow, !exhausted else { return false }
        let page = try await journal.cutNext(recipients: pageRecipients)
        exhausted = page.isEmpty
        append(page)
        return true
    }

    /// What is due goes ahead of the rest of the audience.
    private func feedDue() async throws(JournalFailure) {
        let now = clock.now
        dueHint = nil
        let page = try await journal.cutDue(at: now)
        if page.isEmpty {
            // There was one moment in mind; now every one counts that was handed in.
            if let next = try await journal.nextDue() { noteDue(next) }
        } else {
            // There may be more than a page.
            noteDue(now)
            offer(page)
        }
    }

    /// Waits for the next attempt of what is deferred; false when nothing more is to be done in this run.
    private func waitForDue() async throws(JournalFailure) -> Bool {
        try await journal.flush()
        guard let due = try await journal.nextDue(), due < .never else { return false }
        let wait = due - clock.now
        if let longest = settings.longestWait, wait > longest { return false }
        if wait > .zero {
            if wait > Self.idlePause { for queue in queues.values { closeIdleConnections(to: queue) } }
            progress.waitingUntil = due
            publish()
            dueSleeper = nextSleeper
            await pause(for: wait)
            dueSleeper = nil
            progress.waitingUntil = nil
            publish()
        }
        noteDue(due)
        return true
    }

    func noteDue(_ due: Timestamp) {
        guard due < .never, due < dueHint ?? .never else { return }
        dueHint = due
        wakeFeeder()
    }

    /// How far ahead of a rate the audience is cut: who leaves later than that is found without reading anew.
    static let secondsAhead = 2.0

    /// Few enough envelopes are ready for the next page to be fetched.
    var isLow: Bool { ready.count < settings.connections * 8 && ready.recipients < pageRecipients ?? .max }

    /// Something is to be tried again now, and what was before has been taken.
    var isDue: Bool {
        guard let dueHint, dueHint <= clock.now else { return false }
        return isLow || ready.ahead == 0
    }

    /// Waits until there is something to feed, or to be tried again.
    func waitForFeed() async {
        async let _ = wakeFeeder(at: dueHint)
        await withCheckedContinuation { feeder = $0 }
    }

    private func wakeFeeder(at due: Timestamp?) async {
        guard let due, due > clock.now else { return }
        await pause(for: due - clock.now)
        wakeFeeder()
    }

    func wakeFeeder() {
        feeder?.resume()
        feeder = nil
    }
}
