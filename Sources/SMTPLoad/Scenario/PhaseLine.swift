import NIOCore

/// Where workers wait behind a closed phase, which each of them ends at its own time, so that all begin the next one
/// together.
actor PhaseLine {
    /// Those who play.
    private var count: Int
    private var waiting: [CheckedContinuation<NIODeadline, Never>] = []
    private var latest = NIODeadline.uptimeNanoseconds(0)

    init(count: Int) { self.count = count }

    /// - Parameter end: when the phase was over for one of them, in the schedule.
    /// - Returns: when it was for the last one.
    func wait(from end: NIODeadline) async -> NIODeadline {
        await withCheckedContinuation { waiter in
            waiting.append(waiter)
            latest = max(latest, end)
            goOn()
        }
    }

    /// One of them plays no further: nobody waits for it.
    func leave() {
        count -= 1
        goOn()
    }

    private func goOn() {
        guard waiting.count >= count else { return }
        for waiter in waiting { waiter.resume(returning: latest) }
        waiting.removeAll()
    }
}
