import NIOCore
import SMTPClient

/// A worker of a run: one event loop's share of it. Lives on that loop, whose clock is the only one that it knows.
protocol LoadActor: Actor {
    nonisolated var executor: EventLoopExecutor { get }
    nonisolated var loop: any EventLoop { get }
    var isStopped: Bool { get }
    /// What is wanted of the run by hand.
    var wish: LoadControl.Wish { get set }
    var standstill: Standstill { get set }
    /// Who pauses, by a number that counts up.
    var sleeping: [Int: LoopSleep] { get set }
    var sleeps: Int { get set }
    var statistics: LoadStatistics { get }
    /// How far it is.
    var progress: LoadProgress { get }
    /// Begins nothing more; what waits for its turn is dropped.
    func stop()
    /// Pauses, goes on, or goes at another rate, as is wanted at this moment: of two changes the second may call first.
    func follow(_ control: LoadControl)
    /// Ends the connections in good order, which is no part of the run.
    func quit() async
}

extension LoadActor {
    /// So many are handed out in a row at most: whoever is behind its schedule lets connections and whoever ends the run
    /// have their turns, too.
    private var longestBurst: Int { 1024 }

    /// Until a time of the schedule.
    ///
    /// - Parameter burst: how many were handed out since the schedule was last waited for.
    func wait(for planned: NIODeadline, _ burst: inout Int) async {
        burst += 1
        if burst >= longestBurst {
            burst = 0
            // A time ahead: an event loop does all that is to be done at once before it looks at its sockets.
            await sleep(until: loop.now + .milliseconds(1))
        }
        while !isStopped {
            if standstill.isOn {
                await waitForGo()
            } else if planned + standstill.shift > loop.now {
                burst = 0
                await sleep(until: planned + standstill.shift)
            } else {
                return
            }
        }
    }

    /// Until a pause is over, or the run is.
    func waitForGo() async {
        while standstill.isOn, !isStopped { await sleep(until: loop.now + .hours(1)) }
    }

    /// - Returns: how long the pause was, where one is over by this.
    func takeHand(_ control: LoadControl) -> TimeAmount? {
        wish = control.wish
        guard !isStopped, wish.isPaused != standstill.isOn else { return nil }
        guard standstill.isOn else {
            standstill.begin(at: loop.now)
            return nil
        }
        return standstill.end(at: loop.now)
    }

    /// Until its time, or until all are woken.
    func sleep(until time: NIODeadline) async {
        sleeps += 1
        let number = sleeps
        await withCheckedContinuation { waiter in
            sleeping[number] = LoopSleep(until: time, on: loop, waiter)
        }
        sleeping[number] = nil
    }

    /// Whoever pauses looks again.
    func wake() {
        let all = sleeping.values
        sleeping = [:]
        for sleep in all { sleep.end() }
    }
}
