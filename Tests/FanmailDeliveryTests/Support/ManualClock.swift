import FanmailBasics
import FanmailDelivery
import Synchronization

/// A clock whose hands the test moves.
final class ManualClock: RunClock {
    private struct State {
        var elapsed: Duration = .zero
        var sleepers: [Int: (until: Duration, continuation: CheckedContinuation<Void, Never>)] = [:]
        var cancelled: Set<Int> = []
        var next = 0
        /// By how much the wall clock was set.
        var setBy: Duration = .zero
    }

    private let state = Mutex(State())

    var elapsed: Duration { state.withLock { $0.elapsed } }

    var now: Timestamp { state.withLock { Timestamp(milliseconds: 1_700_000_000_000) + $0.elapsed + $0.setBy } }

    /// Somebody sets the wall clock, from what it was at the beginning.
    func set(by length: Duration) { state.withLock { $0.setBy = length } }

    func sleep(for duration: Duration) async {
        let number = state.withLock {
            $0.next += 1
            return $0.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = state.withLock {
                    if $0.cancelled.remove(number) != nil { return true }
                    $0.sleepers[number] = ($0.elapsed + duration, continuation)
                    return false
                }
                if isCancelled { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock {
                guard let sleeper = $0.sleepers.removeValue(forKey: number) else {
                    $0.cancelled.insert(number)
                    return nil as CheckedContinuation<Void, Never>?
                }
                return sleeper.continuation
            }
            sleeper?.resume()
        }
    }

    /// Time goes by while nobody waits.
    func turn(by duration: Duration) {
        state.withLock { $0.elapsed += duration }
    }

    /// Moves to the next moment somebody waits for; false when nobody does.
    func advance() -> Bool {
        let woken: [CheckedContinuation<Void, Never>] = state.withLock {
            guard let until = $0.sleepers.values.map(\.until).min() else { return [] }
            $0.elapsed = max($0.elapsed, until)
            let due = $0.sleepers.filter { $0.value.until <= until }.sorted { $0.key < $1.key }
            for (number, _) in due { $0.sleepers[number] = nil }
            return due.map(\.value.continuation)
        }
        for continuation in woken { continuation.resume() }
        return !woken.isEmpty
    }
}
