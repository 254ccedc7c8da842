import FanmailBasics
import SMTPCore

/// Tokens are paid before an envelope is taken: nobody holds one, a connection or a place among the workers while they wait
/// for what budgets grant.
extension MailingRun {
    /// What is waited for longer than this is waited for without connections.
    private static let idlePause: Duration = .seconds(5)
    /// As long as the audience is not cut to its end, nobody knows how much will be wanted.
    private static let many = 1_000_000_000

    /// Whether anything limits the pace of a destination.
    func isLimited(_ queue: DestinationQueue) -> Bool {
        !settings.budgets.isEmpty || !settings.listBudgets.isEmpty || !queue.budgets.isEmpty
    }

    /// Whether its tokens have not yet to be waited for, nor those of another.
    func mayPay(_ queue: DestinationQueue) -> Bool {
        queue.paidFrom == nil && !queue.isShort && (payer == nil || payer === queue)
    }

    /// Whether it could pay but for another destination, which waits for what is everybody's.
    func waitsForPayer(_ queue: DestinationQueue) -> Bool {
        payer != nil && payer !== queue && !queue.ready.isEmpty && queue.paidFrom == nil && !queue.isShort
    }

    /// Pays for an envelope, or has its destination wait until that can be.
    ///
    /// - Parameter connecting: for a connection, too.
    func pay(for envelope: CutEnvelope, to queue: DestinationQueue, connecting: Bool) -> Bool {
        guard isLimited(queue) else { return true }
        let now = wallet.moment(elapsed: clock.elapsed, now: clock.now)
        let charge = BudgetCharge(
            recipients: envelope.recipients.count, messages: 1, connections: connecting ? 1 : 0)
        let all = BudgetCharge(
            recipients: exhausted ? ready.recipients : Self.many, messages: exhausted ? ready.count : Self.many,
            connections: charge.connections)
        switch wallet.look(charge, of: all, by: queue.budgets, now: now) {
        case .paid: break
        case .at(let moment): return wait(queue, until: moment, now: now)
        case .short: return askForMore(for: queue)
        }
        let common = settings.budgets + (settings.listBudgets[envelope.list] ?? [])
        switch wallet.pay(charge, of: all, by: common, now: now) {
        case .paid:
            wallet.spend(charge, by: queue.budgets, now: now)
            if !wallet.requests(now: now).isEmpty { wakeTreasurer() }
            noteWaiting(until: nil)
            return true
        case .at(let moment):
            payer = queue
            return wait(queue, until: moment, now: now, isEverybodys: true)
        case .short:
            payer = queue
            return askForMore(for: queue)
        }
    }

    private func wait(_ queue: DestinationQueue, until moment: Int64, now: Int64, isEverybodys: Bool = false) -> Bool {
        if !wallet.requests(now: now).isEmpty { wakeTreasurer() }
        let length = Duration.microseconds(max(1, moment - now))
        let time = clock.elapsed + length
        queue.paidFrom = time
        setAlarm(for: queue, at: time)
        guard restsLong(queue) else { return false }
        for each in isEverybodys ? Array(queues.values) : [queue] { closeIdleConnections(to: each) }
        if isEverybodys { noteWaiting(until: clock.now + length) }
        return false
    }

    /// Whether connections are closed meanwhile.
    func restsLong(_ queue: DestinationQueue) -> Bool {
        let time = max(queue.paidFrom ?? .zero, payer?.paidFrom ?? .zero)
        return time - clock.elapsed > queue.destination.limits.idle ?? Self.idlePause
    }

    private func askForMore(for queue: DestinationQueue) -> Bool {
        queue.isShort = true
        shortQueues.append(queue)
        wakeTreasurer()
        return false
    }

    private func noteWaiting(until time: Timestamp?) {
        guard progress.waitingUntil != time else { return }
        progress.waitingUntil = time
        publish()
    }

    /// The time of a destination's tokens may have come: whoever had work last goes on, since their connection is the least
    /// likely to have been closed.
    ///
    /// - Returns: whether it had.
    func resumePaying(_ queue: DestinationQueue) -> Bool {
        guard let time = queue.paidFrom, time <= clock.elapsed else { return false }
        queue.paidFrom = nil
        goOn(queue)
        return true
    }

    private func goOn(_ queue: DestinationQueue) {
        if payer === queue { payer = nil }
        if let taker = queue.takers.popLast() {
            taker.continuation.resume()
        } else {
            startWorkers(for: queue, 1)
            if queue.ready.isEmpty { serveLine() }
        }
    }

    // MARK: - Grants

    private func wakeTreasurer() {
        treasurer?.resume()
        treasurer = nil
    }

    /// Asks for what the budgets are to grant, in the commits that the journal makes anyway.
    func fund() async {
        do {
            while ending == nil {
                let requests = wallet.requests(now: wallet.moment(elapsed: clock.elapsed, now: clock.now))
                if !requests.isEmpty {
                    let grants = try await journal.grant(requests)
                    wallet.accept(
                        grants, for: requests, now: wallet.moment(elapsed: clock.elapsed, now: clock.now))
                }
                let waiting = shortQueues
                shortQueues = []
                for queue in waiting {
                    queue.isShort = false
                    goOn(queue)
                }
                guard ending == nil else { return }
                guard wallet.requests(now: wallet.moment(elapsed: clock.elapsed, now: clock.now)).isEmpty else {
                    continue
                }
                await withCheckedContinuation { treasurer = $0 }
            }
        } catch {
            end(.journalFailed(error))
        }
    }
}
