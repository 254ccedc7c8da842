import NIOCore

/// A hand on the run: ``LoadControl``.
extension LoadWorker {
    func follow(_ control: LoadControl) {
        guard let pause = takeHand(control) else { return }
        if end < .distantFuture { end = end + pause }
        lastOpen = loop.now
        wake()
    }

    /// Time stands still in a pause.
    func isPast(_ time: NIODeadline) -> Bool { loop.now >= time && !standstill.isOn }
}
