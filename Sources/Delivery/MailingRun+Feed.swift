import MailCore

extension MailingRun {
    /// A pause longer than this closes the connections meanwhile.
    private static let idlePause: Duration = .seconds(5)

    /// Keeps envelopes ready: the audience page by page, then what was deferred when it is due.
    func feed() async {
        do {
            while ending == nil {
                if isLow, try await feedOnce() { continue }
                guard ending == nil else { return }
                if !isLow || inFlight > 0 || !ready.isEmpty {
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
        if let due = dueHint, due <= clock.now {
            dueHint = nil
            let page = try await journal.cutDue(at: clock.now)
            if !page.isEmpty {
                // There may be more than a page.
                noteDue(clock.now)
                append(page)
                return true
            }
        }
        guard !exhausted else { return false }
        let page = try await journal.cutNext()
        exhausted = page.isEmpty
        append(page)
        return true
    }

    /// Waits for the next attempt of what is deferred; false when nothing more is to be done in this run.
    private func waitForDue() async throws(JournalFailure) -> Bool {
        try await journal.flush()
        guard let due = try await journal.nextDue(), due < .never else { return false }
        let wait = due - clock.now
        if wait > .zero {
            if wait > Self.idlePause { closeIdleSessions() }
            progress.waitingUntil = due
            publish()
            await pause(for: wait)
            progress.waitingUntil = nil
            publish()
        }
        noteDue(due)
        return true
    }

    func noteDue(_ due: Timestamp) {
        guard due < .never else { return }
        dueHint = dueHint.map { min($0, due) } ?? due
    }
}
