import Histogram
import NIOCore

/// What is to be done next, and when.
extension LoadWorker {
    /// More transactions than these are not remembered while they wait: they count as not sent at once.
    private static let mostDue = 4_000_000

    var isFinished: Bool {
        if case .open = plan.pace { return isOver && dueFirst == due.count }
        return begun >= limit || isPast(end)
    }

    /// The last moment at which what is due may begin.
    var graceEnd: NIODeadline { isOver ? end + .nanoseconds(plan.grace.nanoseconds) : .distantFuture }

    /// The next transaction; nil when there is none any more.
    func next() async -> Turn? {
        await waitForGo()
        guard case .open = plan.pace else {
            let now = loop.now
            guard begun < limit, now < end else { return nil }
            return turn(standstill.planned(at: now), begun: now, .busy)
        }
        while true {
            if let turn = oldestDue(loop.now) { return turn }
            guard !isOver else { return nil }
            guard let planned = await withCheckedContinuation({ idle.append($0) }) else {
                // Something was given back, or all is over.
                await waitForGo()
                continue
            }
            let turn = turn(planned, begun: loop.now, idle.count >= open * statistics.lanes / 2 ? .calm : .neither)
            // Somebody was free: what passed since then is the generator's own delay.
            if turn.isMeasured { statistics.note(lag: turn.intended.microseconds(until: turn.begun)) }
            return turn
        }
    }

    private func turn(_ planned: NIODeadline, begun now: NIODeadline, _ load: LoadStatistics.Load) -> Turn {
        begun += 1
        return Turn(
            planned: planned, intended: planned + standstill.shift, begun: now, load: load,
            isMeasured: planned >= measured)
    }

    /// When the warm-up is over, in the schedule.
    private var measured: NIODeadline { start + .nanoseconds(plan.warmUp.nanoseconds) }

    private func oldestDue(_ now: NIODeadline) -> Turn? {
        guard dueFirst < due.count else { return nil }
        let planned = due[dueFirst]
        dueFirst += 1
        if dueFirst > 1024, dueFirst * 2 > due.count {
            due.removeFirst(dueFirst)
            dueFirst = 0
        }
        if isOver, dueFirst == due.count { wake() }
        return turn(planned, begun: now, .busy)
    }

    /// Of this transaction nothing came to the server: the next connection that is free does it. A connection gives back
    /// at most one.
    func takeBack(_ turn: Turn) {
        begun -= 1
        guard plan.pace != .closed, !isStopped, !isPast(graceEnd) else { return }
        if dueFirst > 0 {
            dueFirst -= 1
            due[dueFirst] = turn.planned
        } else {
            due.insert(turn.planned, at: 0)
        }
        idle.popLast()?.resume(returning: nil)
    }

    /// Hands transactions out at their times, and waits until all have begun or none will.
    ///
    /// - Parameter arrivals: of all workers, each of which takes every n-th: together they keep to the rate as one would.
    func pace(_ arrivals: Arrivals) async {
        var arrivals = arrivals
        arrivals.factor = wish.factor
        var (number, handed, burst) = (0, 0, 0)
        var last = start
        while handed < limit, !isOver, let seconds = arrivals.next() {
            number += 1
            guard (number - 1) % max(1, plan.threads) == place else { continue }
            let planned = start + .nanoseconds(Int64(seconds * 1e9))
            await wait(for: planned, &burst)
            if isOver { break }
            handed += 1
            last = planned + standstill.shift
            arrivals.factor = wish.factor
            statistics.asked += 1
            if planned >= measured {
                statistics.planned += 1
                statistics.series.asked(second(of: last))
            }
            if let waiter = idle.popLast() {
                waiter.resume(returning: planned)
            } else {
                if planned >= measured { statistics.waited += 1 }
                if due.count - dueFirst < Self.mostDue { due.append(planned) }
            }
        }
        if !isStopped {
            end = handed >= limit ? last : max(last, start + standstill.shift + .nanoseconds(arrivals.length))
        }
        beOver()
        while dueFirst < due.count {
            await waitForGo()
            guard loop.now < graceEnd else { return giveUp() }
            await sleep(until: graceEnd)
        }
    }

    /// Between two transactions of a connection.
    func think() async {
        guard let think = plan.think, !isFinished else { return }
        let time = loop.now + .nanoseconds(think.value(Double.random(in: 0..<1, using: &thinking)).nanoseconds)
        if case .closed = plan.pace { await sleep(until: min(end, time)) } else { await sleep(until: time) }
    }

    /// What is due will not be begun.
    func giveUp() {
        dueFirst = due.count
        beOver()
    }

    private func beOver() {
        isOver = true
        for waiter in idle { waiter.resume(returning: nil) }
        idle.removeAll()
        wake()
    }
}
