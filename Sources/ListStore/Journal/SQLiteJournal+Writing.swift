import Dispatch
import FanmailDelivery
import SMTPCore
import Synchronization

extension SQLiteJournal {
    /// How long what could not be written waits for the next attempt.
    private static let pause: DispatchTimeInterval = .milliseconds(200)

    /// The writer's thread. What does not fit for a reason that passes is tried again, for as long as it takes: what
    /// happened is known, and nothing new is armed meanwhile, so that it stays little. Once the journal is closed, for as
    /// long as that allows.
    func serve(_ writer: JournalWriter) {
        var held = Pending()
        while let batch = takeBatch(behind: held) {
            held = Pending()
            var isHopeless = false
            switch store.metrics.committing({ writer.round(batch) }) {
            case .written(let after):
                if trouble != nil { note(nil) }
                count(written: batch.settlements, opened: after.opened.count)
                announce(after.run)
            case .kept(let rest, let failure):
                held = rest
                if rest.settlements.isEmpty { count(written: batch.settlements) }
                note(failure)
            case .failed(let settlements, let after):
                if settlements.isEmpty { count(written: batch.settlements) }
                held.settlements = settlements
                // Beside something else it may have been that which failed.
                isHopeless = batch.works.isEmpty && batch.arms.isEmpty
                announce(after.run)
            }
            guard let end = batch.end else { continue }
            if held.isEmpty || isHopeless || .now() >= end { break }
        }
        refuse(held)
    }

    private func count(written settlements: [Settlement], opened: Int = 0) {
        guard !settlements.isEmpty || opened > 0 else { return }
        let recipients = settlements.reduce(0) { $0 + $1.envelope.recipients.count }
        pending.withLock {
            $0.unwritten -= recipients
            $0.armedCount += opened
        }
    }

    /// Tells whoever waits still that nothing comes any more.
    func refuse(_ held: Pending) {
        let last = pending.withLock { waiting in
            waiting.isEnded = true
            defer { (waiting.arms, waiting.works) = ([], []) }
            return waiting
        }
        guard !held.isEmpty || !last.isEmpty else { return }
        let failure = JournalFailure.storage(trouble ?? "\(store.path): the journal is closed")
        let after = JournalWriter.Aftermath(
            closed: (held.arms + last.arms).map { ($0.gate, failure) },
            finished: (held.works + last.works).map { work in { work.fail(failure) } })
        announce(after.run)
    }

    /// Waits for something to do; nil when the journal is finished.
    private func takeBatch(behind held: Pending) -> Pending? {
        let isHolding = !held.isEmpty
        var deadline: DispatchTime = isHolding ? .now() + Self.pause : .distantFuture
        var isHurried = false
        while true {
            enum Step { case take(Pending), wait(arms: Bool, settlements: Bool, armed: Bool), stop }
            let step: Step = pending.withLock {
                if $0.isEmpty, $0.isStopped, !isHolding { return .stop }
                if let end = $0.end { deadline = min(deadline, end) }
                let isDue = deadline != .distantFuture && DispatchTime.now() >= deadline
                guard isDue || ($0.isUrgent && !isHolding) else {
                    $0.isSleeping = true
                    return .wait(
                        arms: !$0.arms.isEmpty && !isHolding, settlements: !$0.settlements.isEmpty,
                        armed: $0.armedCount > 0 && !isHolding)
                }
                return .take($0.taken())
            }
            switch step {
            case .stop: return nil
            case .take(let batch): return batch.behind(held)
            case .wait(let arms, let settlements, let armed):
                if arms, !isHurried {
                    isHurried = true
                    deadline = min(deadline, .now() + Self.moment)
                } else if settlements, deadline == .distantFuture {
                    deadline = .now() + Self.idle
                }
                _ = wake.wait(timeout: armed ? min(deadline, .now() + Self.moment) : deadline)
            }
        }
    }
}

extension SQLiteJournal.Pending {
    /// Rows of settlements that fit a short transaction.
    private static let fewRows = 2000

    /// Takes what is to be written next: everything, or where that would hold the lock for long, the first settlements;
    /// whatever was asked for behind them stays behind them.
    fileprivate mutating func taken() -> Self {
        var rows = 0
        let end = settlements.firstIndex {
            rows += $0.rows
            return rows > Self.fewRows
        }
        var batch = self
        (settlements, arms, works) = ([], [], [])
        isSleeping = false
        // At least one.
        guard let end = end.map({ max(1, $0) }), end < batch.settlements.count else { return batch }
        settlements = Array(batch.settlements[end...])
        (arms, works) = (batch.arms, batch.works)
        batch.settlements.removeSubrange(end...)
        (batch.arms, batch.works) = ([], [])
        batch.end = nil
        return batch
    }

    /// The same after what could not be written before; without arms where nothing is to be armed any more.
    fileprivate func behind(_ held: Self) -> Self {
        guard !held.isEmpty || isLeaving else { return self }
        var all = self
        all.settlements = held.settlements + settlements
        all.works = held.works + works
        all.arms = held.arms + arms
        guard isLeaving, !all.arms.isEmpty else { return all }
        for (_, gate) in all.arms { gate.decide(.closed(JournalFailure.storage("stopped"))) }
        all.arms = []
        return all
    }
}

extension Settlement {
    /// About how many rows it writes.
    fileprivate var rows: Int {
        switch verdict {
        case .done(.refused, _): envelope.recipients.count
        case .done, .putBack: 1 + statuses.count
        }
    }
}
