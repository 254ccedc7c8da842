import NIOCore

/// A hand on the run: ``LoadControl``.
extension LoadWorker {
    /// Pauses, goes on, or goes at another rate, as is wanted at this moment: of two changes the second may call first.
    func follow(_ control: LoadControl) {
        wish = control.wish
        guard wish.isPaused != (pausedSince != nil) else { return }
        guard let since = pausedSince else {
            pausedSince = loop.now
            return
        }
        pausedSince = nil
        let pause = hasBegun ? loop.now - since : .zero
        shift = shift + pause
        statistics.paused = .nanoseconds(shift.nanoseconds)
        if !isStopped, end < .distantFuture { end = end + pause }
        lastOpen = loop.now
        // What waited for its turn is not late because of us.
        for place in due.indices.dropFirst(dueFirst) { due[place] = due[place] + pause }
        wake()
    }

    /// Until the pause is over, or the run is.
    func waitForGo() async {
        while pausedSince != nil, !isStopped { await sleep(until: loop.now + .hours(1)) }
    }

    /// Time stands still in a pause.
    func isPast(_ time: NIODeadline) -> Bool { loop.now >= time && (pausedSince == nil || isStopped) }
}
