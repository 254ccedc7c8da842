/// Whether connections can be opened: the circuit breaker of a ``PoolMachine``, which tells it what became of attempts.
///
///     closed ── an attempt fails ──> failing ── for `tripAfter` ──> open ──┐ pause, probe fails
///        ^──── one succeeds ────────────┴──────────────────────────┴───────┘
enum Circuit: Equatable {
    /// The latest attempt succeeded, or there was none.
    case closed
    /// None has succeeded since one that began then.
    case failing(since: ContinuousClock.Instant)
    /// The relay is down: only a probe is opened.
    case open(Outage)

    struct Outage: Equatable {
        /// How many probes failed.
        var probes = 0
        var wait: Wait

        enum Wait: Equatable {
            /// Nobody tries before then.
            case until(ContinuousClock.Instant)
            /// This connection is being opened.
            case probe(connection: Int)
        }
    }

    /// Whether a connection may be opened now.
    func allows(at now: ContinuousClock.Instant) -> Bool {
        guard case .open(let outage) = self else { return true }
        guard case .until(let end) = outage.wait else { return false }
        return end <= now
    }

    var isOpen: Bool {
        if case .open = self { true } else { false }
    }

    /// A connection is being opened; behind an open circuit it is the probe.
    mutating func opening(_ connection: Int) {
        guard case .open(var outage) = self else { return }
        outage.wait = .probe(connection: connection)
        self = .open(outage)
    }

    mutating func opened() { self = .closed }

    /// - Parameter start: when the attempt began.
    mutating func failed(
        _ connection: Int, since start: ContinuousClock.Instant, at now: ContinuousClock.Instant,
        _ breaker: CircuitBreaker
    ) {
        switch self {
        case .closed: self = .failing(since: start)
        case .failing: break
        case .open(var outage):
            // One that was on its way before says nothing new.
            guard outage.wait == .probe(connection: connection) else { return }
            outage.probes += 1
            outage.wait = .until(now + breaker.pause(after: outage.probes))
            self = .open(outage)
        }
        guard case .failing(let since) = self, since.duration(to: now) >= breaker.tripAfter else { return }
        self = .open(Outage(wait: .until(now + breaker.pause(after: 0))))
    }
}
