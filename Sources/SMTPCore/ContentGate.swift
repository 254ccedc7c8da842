import Synchronization

/// A one-shot gate before the content of a mail transaction: the last octets leave only after it was opened.
///
/// The journal opens it once the envelope is durably armed, so that a crash can never hide a copy that left.
/// Decided once, by anyone, on any thread; a second decision is ignored.
public final class ContentGate: Sendable {
    public enum Decision: Sendable {
        case open
        /// The content must not be sent; the error says why.
        case closed(any Error)
    }

    private enum State {
        case undecided(waiter: (@Sendable (Decision) -> Void)?)
        case decided(Decision)
    }

    private let state = Mutex<State>(.undecided(waiter: nil))

    public init() {}

    /// A gate that is open from the start.
    public static func opened() -> ContentGate {
        let gate = ContentGate()
        gate.decide(.open)
        return gate
    }

    public var decision: Decision? {
        state.withLock {
            if case .decided(let decision) = $0 { decision } else { nil }
        }
    }

    public func decide(_ decision: Decision) {
        let waiter: (@Sendable (Decision) -> Void)? = state.withLock {
            guard case .undecided(let waiter) = $0 else { return nil }
            $0 = .decided(decision)
            return waiter
        }
        waiter?(decision)
    }

    /// Calls back once with the decision: at once, on this thread, when it has been taken, otherwise on the thread that takes it.
    /// There is one waiter; a later one replaces it.
    public func whenDecided(_ callback: @escaping @Sendable (Decision) -> Void) {
        let decision: Decision? = state.withLock {
            switch $0 {
            case .decided(let decision): return decision
            case .undecided:
                $0 = .undecided(waiter: callback)
                return nil
            }
        }
        if let decision { callback(decision) }
    }
}
