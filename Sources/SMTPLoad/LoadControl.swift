import NIOConcurrencyHelpers

/// A hand on a run while it goes on: pauses it, and makes an open loop faster or slower. What was due in a pause is not
/// due at once afterwards: the schedule stands still, and ends that much later.
public final class LoadControl: Sendable {
    /// What is wanted now.
    struct Wish: Sendable, Equatable {
        var isPaused = false
        /// Of the rates that were planned.
        var factor = 1.0
    }

    private struct State {
        var wish = Wish()
        /// The factor, in tenths.
        var tenths = 10
        /// Seconds of the run: nil while it has not begun.
        var clock: (@Sendable () -> Double)?
        var changes: [LoadChange] = []
        var call: (@Sendable () -> Void)?
    }

    /// As many changes are kept; whoever leans on a key does not fill the report.
    private static let mostChanges = 1000
    private static let tenths = 1...50

    /// The thread sanitizer sees this lock; of a Mutex it would raise false alarms.
    private let state = NIOLockedValueBox(State())

    public init() {}

    var wish: Wish { state.withLockedValue { $0.wish } }

    public var isPaused: Bool { wish.isPaused }

    /// The rate, of the one that was planned.
    public var factor: Double { wish.factor }

    /// Begins nothing more, or goes on.
    public func pause(_ isPaused: Bool) { change { $0.wish.isPaused = isPaused } }

    /// Changes the rate by tenths of the one that was planned, from one tenth to five times.
    public func step(_ tenths: Int) {
        change {
            $0.tenths = min(max($0.tenths + tenths, Self.tenths.lowerBound), Self.tenths.upperBound)
            $0.wish.factor = Double($0.tenths) / 10
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let call = state.withLockedValue { state -> (@Sendable () -> Void)? in
            let before = state.wish
            body(&state)
            guard state.wish != before else { return nil }
            if state.changes.count < Self.mostChanges {
                let factor = state.wish.isPaused ? 0 : state.wish.factor
                state.changes.append(.init(second: state.clock?() ?? 0, factor: factor))
            }
            return state.call
        }
        call?()
    }

    /// What was changed; nil where nothing was.
    var changes: [LoadChange]? { state.withLockedValue { $0.changes.isEmpty ? nil : $0.changes } }

    /// - Parameters:
    ///   - clock: seconds of the run.
    ///   - call: called at each change from now on.
    func whenChanged(clock: @escaping @Sendable () -> Double, _ call: @escaping @Sendable () -> Void) {
        state.withLockedValue { ($0.clock, $0.call) = (clock, call) }
    }

    /// Whoever was to be called has ended by itself.
    func forget() { state.withLockedValue { ($0.clock, $0.call) = (nil, nil) } }
}
