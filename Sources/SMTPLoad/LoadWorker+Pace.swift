import Histogram
import NIOCore

/// What is to be done next, and when.
extension LoadWorker {
    /// More transactions than these are not remembered while they wait: they count as not sent at once.
    private static let mostDue = 4_000_000
    /// So many are handed out in a row at most: whoever is behind its schedule lets connections and whoever ends the run
    /// have their turns, too.
    private static let longestBurst = 1024

    var isFinished: Bool {
        if case .open = plan.pace { return isOver && dueFirst == due.count }
        return begun >= limit || isPast(end)
    }

    /// The last moment at which what is due may begin.
    var graceEnd: NIODeadline { isOver ? end + .nanoseconds(plan.grace.nanoseconds) : .distantFuture }

    /// The next transaction; nil when there is none any more.
    func next() async -> Turn? {
        if pausedSince != nil { await waitForGo() }
        let now = loop.now
        guard case .open = plan.pace else {
            guard begun < limit, now < end else { return nil }
            begun += 1
            return Turn(intended: now, begun: now, load: .busy)
        }
        if let turn = oldestDue(now) { return turn }
        guard !isOver else { return nil }
        guard let intended = await withCheckedContinuation({ idle.append($0) }) else { return oldestDue(loop.now) }
        begun += 1
        let then = loop.now
        // Somebody was free: what passed since then is the generator's own delay.
        statistics.note(lag: intended.microseconds(until: then))
        return Turn(intended: intended, begun: then, load: idle.count >= open * plan.inFlight / 2 ? .calm : .neither)
    }

    private func oldestDue(_ now: NIODeadline) -> Turn? {
        guard dueFirst < due.count else { return nil }
        let intended = due[dueFirst]
        dueFirst += 1
        begun += 1
        if dueFirst > 1024, dueFirst * 2 > due.count {
            due.removeFirst(dueFirst)
            dueFirst = 0
        }
        if isOver, dueFirst == due.count { wake() }
        return Turn(intended: intended, begun: now, load: .busy)
    }

    /// Of this transaction nothing came to the server: the next connection that is free does it. A connection gives back
    /// at most one.
    func takeBack(_ turn: Turn) {
        begun -= 1
        guard plan.pace != .closed, !isStopped, !isPast(graceEnd) else { return }
        if dueFirst > 0 {
            dueFirst -= 1
            due[dueFirst] = turn.intended
        } else {
            due.insert(turn.intended, at: 0)
        }
    }

    /// Hands transactions out at their times, and waits until all have begun or none will.
    func pace(_ arrivals: Arrivals) async {
        var arrivals = arrivals
        arrivals.factor = wish.factor
        var handed = 0
        let measured = start + .nanoseconds(plan.warmUp.nanoseconds)
        var last = start
        var burst = 0
        while handed < limit, !isOver, let seconds = arrivals.next() {
            burst += 1
            if burst == Self.longestBurst {
                burst = 0
                // A time ahead: an event loop does all that is to be done at once before it looks at its sockets.
                await sleep(until: loop.now + .milliseconds(1))
            }
            let planned = start + .nanoseconds(Int64(seconds * 1e9))
            while !isOver {
                if pausedSince != nil {
                    await waitForGo()
                } else if planned + shift > loop.now {
                    await sleep(until: planned + shift)
                    burst = 0
                } else {
                    break
                }
            }
            if isOver { break }
            let intended = planned + shift
            handed += 1
            last = intended
            arrivals.factor = wish.factor
            if planned >= measured {
                statistics.planned += 1
                statistics.series.asked(second(of: intended))
            }
            if let waiter = idle.popLast() {
                waiter.resume(returning: intended)
            } else {
                if intended >= measured { statistics.waited += 1 }
                if due.count - dueFirst < Self.mostDue { due.append(intended) }
            }
        }
        if !isStopped { end = handed >= limit ? last : max(last, start + shift + .nanoseconds(arrivals.length)) }
        beOver()
        while dueFirst < due.count {
            if pausedSince != nil { await waitForGo() }
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

    /// Whoever pauses looks again.
    func wake() {
        let all = sleeping.values
        sleeping = [:]
        for sleep in all { sleep.end() }
    }

    func sleep(until time: NIODeadline) async {
        sleeps += 1
        let number = sleeps
        await withCheckedContinuation { waiter in
            sleeping[number] = LoopSleep(until: time, on: loop, waiter)
        }
        sleeping[number] = nil
    }
}
