/// Which request gets which connection, when one is opened and when it is closed. No I/O and no clock of its own:
/// events go in, ``Action``s come out; numbers stand for requests and connections.
///
/// A connection is `opening`, then open with so many lanes of which some are busy, then gone. Requests wait in order.
struct PoolMachine {
    enum Action: Equatable {
        case open(connection: Int)
        /// The request has a lane of the connection until ``released(_:isOver:at:)``.
        case grant(request: Int, connection: Int)
        /// Say QUIT.
        case close(connection: Int)
        /// No connection could be opened.
        case fail(request: Int)
        /// The relay is down, and nobody tries before then.
        case failFast(request: Int, until: ContinuousClock.Instant?)
        /// The pool was shut down before.
        case refuse(request: Int)
        /// After ``shutDown()``: nothing is open any more.
        case finished
    }

    private struct Member {
        var isOpen = false
        /// Takes no further request.
        var isOver = false
        var lanes = 1
        var busy = 0
        var served = 0
        var openedAt: ContinuousClock.Instant
        var idleSince: ContinuousClock.Instant

        func takes(_ lifetime: Duration, _ now: ContinuousClock.Instant) -> Bool {
            isOpen && !isOver && busy < lanes && openedAt.duration(to: now) < lifetime
        }
    }

    private let limit: Int
    private let idleTime: Duration
    private let lifetime: Duration
    private let breaker: CircuitBreaker
    private(set) var circuit = Circuit.closed
    private var members: [Int: Member] = [:]
    private var waiting: [Int] = []
    private var nextConnection = 0
    private var isShutDown = false
    private var actions: [Action] = []

    /// - Parameters:
    ///   - limit: the most connections.
    ///   - idleTime: how long one without a transaction is kept.
    ///   - lifetime: after so long it takes no further transaction. Counted in time, not in messages: otherwise the
    ///     slowest host of a set ends up with all the traffic.
    ///   - breaker: when the relay is down.
    init(limit: Int, idleTime: Duration, lifetime: Duration, breaker: CircuitBreaker = CircuitBreaker()) {
        self.limit = max(1, limit)
        self.idleTime = idleTime
        self.lifetime = lifetime
        self.breaker = breaker
    }

    var connections: Int { members.count }
    var waitingCount: Int { waiting.count }

    /// Whether a transaction came back from it before: then the server may have closed it while it was idle.
    func hasServed(_ connection: Int) -> Bool { members[connection].map { $0.served > 0 } ?? true }

    mutating func nextAction() -> Action? { actions.isEmpty ? nil : actions.removeFirst() }

    // MARK: - Events

    mutating func requested(_ request: Int, at now: ContinuousClock.Instant) {
        guard !isShutDown else { return actions.append(.refuse(request: request)) }
        // Who comes during a probe does not wait for it: a relay that is down may take minutes to say so.
        guard !circuit.isOpen || canServe(now) || circuit.allows(at: now) else { return failFast(request) }
        waiting.append(request)
        serve(now)
    }

    /// The one who asked has gone; does nothing once it was granted.
    mutating func withdrawn(_ request: Int) {
        waiting.removeAll { $0 == request }
    }

    mutating func opened(_ connection: Int, lanes: Int, at now: ContinuousClock.Instant) {
        guard members[connection] != nil else { return }
        circuit.opened()
        members[connection]?.isOpen = true
        members[connection]?.lanes = max(1, lanes)
        members[connection]?.openedAt = now
        members[connection]?.idleSince = now
        serve(now)
        closeUnneeded(now)
    }

    mutating func openingFailed(_ connection: Int, at now: ContinuousClock.Instant) {
        guard let member = members.removeValue(forKey: connection) else { return }
        circuit.failed(connection, since: member.openedAt, at: now, breaker)
        // While another one is there, those who wait can still be served by it.
        if members.isEmpty {
            actions += waiting.map { .fail(request: $0) }
            waiting.removeAll()
        }
        // No other connection is to come: what is there takes more behind what it has.
        if circuit.isOpen { serve(now) }
        failUnserved(now)
        finishIfDone()
    }

    /// A lane is free again. An ended connection is not granted any more.
    mutating func released(_ connection: Int, isOver: Bool, at now: ContinuousClock.Instant) {
        guard members[connection] != nil else { return }
        members[connection]?.busy -= 1
        members[connection]?.served += 1
        members[connection]?.idleSince = now
        if isOver { members[connection]?.isOver = true }
        serve(now)
        closeUnneeded(now)
    }

    /// The server or the network ended it.
    mutating func lost(_ connection: Int, at now: ContinuousClock.Instant) {
        guard let member = members[connection], member.isOpen else { return }
        members[connection]?.isOver = true
        if member.busy == 0 { members[connection] = nil }
        serve(now)
        finishIfDone()
    }

    /// Time has passed; ``nextDeadline`` says when this has work to do.
    mutating func tick(at now: ContinuousClock.Instant) { closeUnneeded(now) }

    /// Takes no further request; those who wait are served, open connections are closed when they are free.
    mutating func shutDown(at now: ContinuousClock.Instant) {
        isShutDown = true
        closeUnneeded(now)
        finishIfDone()
    }

    /// When the next idle connection is to be closed.
    var nextDeadline: ContinuousClock.Instant? {
        members.values.filter { $0.isOpen && $0.busy == 0 }.map { $0.idleSince + idleTime }.min()
    }

    // MARK: - Decisions

    /// An unused connection first, then a new one, then a lane behind somebody else's transaction.
    private mutating func serve(_ now: ContinuousClock.Instant) {
        while let request = waiting.first {
            let free = members.filter { $0.value.takes(lifetime, now) }
                .min { ($0.value.busy, $0.key) < ($1.value.busy, $1.key) }
            let opening = members.values.count { !$0.isOpen }
            if free?.value.busy != 0, members.count < limit, opening < waiting.count, circuit.allows(at: now) {
                members[nextConnection] = Member(openedAt: now, idleSince: now)
                circuit.opening(nextConnection)
                actions.append(.open(connection: nextConnection))
                nextConnection += 1
            }
            guard let free, free.value.busy == 0 || members.count - opening >= limit || !mayGrow(now) else {
                return failUnserved(now)
            }
            waiting.removeFirst()
            members[free.key]?.busy += 1
            actions.append(.grant(request: request, connection: free.key))
        }
    }

    /// Another connection is on its way, or could be.
    private func mayGrow(_ now: ContinuousClock.Instant) -> Bool {
        circuit.allows(at: now) || members.values.contains { !$0.isOpen }
    }

    /// A connection is there that takes a request, now or behind those it has.
    private func canServe(_ now: ContinuousClock.Instant) -> Bool {
        members.values.contains { $0.isOpen && !$0.isOver && $0.openedAt.duration(to: now) < lifetime }
    }

    /// Nobody waits for what an open circuit keeps from being opened.
    private mutating func failUnserved(_ now: ContinuousClock.Instant) {
        guard circuit.isOpen, !mayGrow(now), !canServe(now) else { return }
        for request in waiting { failFast(request) }
        waiting.removeAll()
    }

    private mutating func failFast(_ request: Int) {
        var end: ContinuousClock.Instant?
        if case .open(let outage) = circuit, case .until(let instant) = outage.wait { end = instant }
        actions.append(.failFast(request: request, until: end))
    }

    private mutating func closeUnneeded(_ now: ContinuousClock.Instant) {
        for (connection, member) in members.sorted(by: { $0.key < $1.key }) where member.isOpen && member.busy == 0 {
            let isOld = member.openedAt.duration(to: now) >= lifetime
            let isIdle = member.idleSince.duration(to: now) >= idleTime
            guard member.isOver || isOld || isIdle || (isShutDown && waiting.isEmpty) else { continue }
            members[connection] = nil
            actions.append(.close(connection: connection))
        }
        // What was closed may have made room.
        serve(now)
        finishIfDone()
    }

    private mutating func finishIfDone() {
        if isShutDown, members.isEmpty, waiting.isEmpty, actions.last != .finished { actions.append(.finished) }
    }
}
