import NIOCore

/// A pause on an event loop, until its time or until somebody ends it; used on that loop alone.
final class LoopSleep {
    private let waiter: NIOLoopBoundBox<CheckedContinuation<Void, Never>?>
    private let timer: Scheduled<Void>

    init(until time: NIODeadline, on loop: any EventLoop, _ waiter: CheckedContinuation<Void, Never>) {
        let waiter = NIOLoopBoundBox<CheckedContinuation<Void, Never>?>(waiter, eventLoop: loop)
        self.waiter = waiter
        timer = loop.scheduleTask(deadline: time) { Self.end(waiter) }
    }

    func end() {
        timer.cancel()
        Self.end(waiter)
    }

    private static func end(_ waiter: NIOLoopBoundBox<CheckedContinuation<Void, Never>?>) {
        let waiting = waiter.value
        waiter.value = nil
        waiting?.resume()
    }
}
