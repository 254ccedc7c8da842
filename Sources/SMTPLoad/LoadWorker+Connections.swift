import Histogram
import NIOCore
import SMTPClient
import SMTPCore

/// A connection's life: opened, kept busy, and opened anew when it ends, ever more slowly while the server is away.
extension LoadWorker {
    /// So long without any connection, behind the last time that something was to begin, and the server is taken for gone.
    private static let patience = TimeAmount.seconds(2)
    /// So many are opened at once, by all workers together: fewer than any server's queue of those it has yet to accept.
    private static let mostOpening = 100

    /// Those that the run begins with, nil for each that failed: many at once, for a greeting may be long in coming. A
    /// server that may be away is looked for by one at a time.
    ///
    /// - Returns: why there is none as well, which is an end only where other workers have none either.
    func firstConnections(_ count: Int) async -> (connections: [(any LoadConnection)?], failure: SMTPFailure?) {
        var connections: [(any LoadConnection)?] = Array(repeating: nil, count: count)
        guard plan.reusesConnections else { return (connections, nil) }
        var delay = ReconnectDelay(seed: plan.seed)
        let latest = loop.now + .nanoseconds(plan.startWait.nanoseconds)
        // Whoever is to wait expects that it is away.
        var looksAlone = plan.startWait > .zero
        var missing = looksAlone ? Array(connections.indices.prefix(1)) : Array(connections.indices)
        while !missing.isEmpty, !isStopped {
            let (opened, failure) = await open(missing.count)
            for (place, connection) in zip(missing, opened) { connections[place] = connection }
            if reach.isReached {
                missing = looksAlone ? connections.indices.filter { connections[$0] == nil } : []
                looksAlone = false
            } else if let failure {
                guard !failure.isPermanent, loop.now < latest else { return (connections, failure) }
                await sleep(until: min(latest, loop.now + .nanoseconds(delay.next().nanoseconds)))
                (missing, looksAlone) = ([0], true)
            }
        }
        return (connections, nil)
    }

    /// Opens so many, nil for each that failed.
    private func open(_ count: Int) async -> (connections: [(any LoadConnection)?], failure: SMTPFailure?) {
        let most = max(1, Self.mostOpening / max(1, plan.threads))
        let results = await withTaskGroup(of: Result<any LoadConnection, SMTPFailure>.self) { group in
            var results: [Result<any LoadConnection, SMTPFailure>] = []
            for number in 0..<count {
                if number >= most, let one = await group.next() { results.append(one) }
                guard !isStopped else { break }
                group.addTask { await self.attempt() }
            }
            while let one = await group.next() { results.append(one) }
            return results
        }
        let failures = results.lazy.compactMap { result -> SMTPFailure? in
            if case .failure(let error) = result { error } else { nil }
        }
        return (results.map { try? $0.get() }, failures.first)
    }

    private func attempt() async -> Result<any LoadConnection, SMTPFailure> {
        do throws(SMTPFailure) { return .success(try await connect()) } catch { return .failure(error) }
    }

    /// Keeps one connection busy, and replaces it when it ends.
    func serve(_ first: (any LoadConnection)?, number: Int) async {
        var connection = first
        var delay = ReconnectDelay(seed: plan.seed &+ UInt64(number) &* 0x9E37_79B9)
        guard plan.reusesConnections else { return await serveSingly(&delay) }
        while !isFinished {
            guard let current = connection else {
                connection = try? await connect()
                if connection == nil { await pause(&delay) }
                continue
            }
            connection = nil
            let (answered, isOver) = await sendOnLanes(of: current)
            guard isOver else {
                left.append(current)
                return
            }
            lost()
            await current.quit()
            if answered { delay.reset() } else { await pause(&delay) }
        }
        if let connection { left.append(connection) }
    }

    private func sendOnLanes(of connection: any LoadConnection) async -> (answered: Bool, isOver: Bool) {
        let lanes = max(1, min(plan.inFlight, connection.lanes))
        statistics.lanes = max(statistics.lanes, lanes)
        guard lanes > 1 else { return await send(over: connection) }
        return await withTaskGroup(of: (answered: Bool, isOver: Bool).self) { group in
            for _ in 0..<lanes { group.addTask { await self.send(over: connection) } }
            var all = (answered: false, isOver: false)
            while let one = await group.next() { all = (all.answered || one.answered, all.isOver || one.isOver) }
            return all
        }
    }

    /// A connection for each message. A transaction that no connection was there for waits.
    private func serveSingly(_ delay: inout ReconnectDelay) async {
        var parcel = LoadMessages.Parcel()
        var isFirst = true
        statistics.lanes = max(statistics.lanes, 1)
        while let turn = await next() {
            while true {
                if isFirst, plan.pace != .closed { reach.expect(1) }
                let wasFirst = isFirst
                isFirst = false
                do {
                    let connection = try await connect()
                    if wasFirst { reach.settle() }
                    _ = await transact(connection, &parcel, turn)
                    await connection.quit()
                    lost()
                    delay.reset()
                    if plan.think != nil { await think() }
                    break
                } catch {
                    if wasFirst { reach.settle() }
                    let isPatient = !error.isPermanent && loop.now < start + .nanoseconds(plan.startWait.nanoseconds)
                    if !isPatient, reach.isOut {
                        unreachable = unreachable ?? error
                        stop()
                    }
                    if mayBegin { await pause(&delay, holdsTurn: true) }
                    guard mayBegin else {
                        begun -= 1
                        // The others that are due would fare no better.
                        if isOver { giveUp() }
                        break
                    }
                }
            }
        }
    }

    /// Before a connection is opened anew; where the run waits for nothing else, it is not waited for ever.
    ///
    /// - Parameter holdsTurn: whoever pauses has a transaction, which may be the last one.
    private func pause(_ delay: inout ReconnectDelay, holdsTurn: Bool = false) async {
        if isOver, isGone || isPast(graceEnd) { giveUp() }
        let isTimed = plan.pace == .closed && !standstill.isOn
        if isTimed, limit < .max, isGone(for: .nanoseconds(plan.grace.nanoseconds)) {
            hasGivenUp = true
            end = min(end, loop.now)
            wake()
        }
        guard holdsTurn ? mayBegin : !isFinished else { return }
        let time = loop.now + .nanoseconds(delay.next().nanoseconds)
        await sleep(until: isTimed ? min(end, time) : time)
    }

    private var isGone: Bool { isGone(for: Self.patience) }

    private func isGone(for time: TimeAmount) -> Bool {
        guard open == 0, let failingSince else { return false }
        return loop.now - max(failingSince, lastOpen) > time
    }

    /// Whether what is due may still wait for a connection.
    private var mayBegin: Bool {
        guard !isStopped else { return false }
        if case .closed = plan.pace { return !isPast(end) }
        return !isOver || !isPast(graceEnd) && !isGone
    }

    private func lost() {
        open -= 1
        lastOpen = loop.now
        statistics.series.change(second(of: lastOpen)) { $0.closed += 1 }
    }

    private func connect() async throws(SMTPFailure) -> any LoadConnection {
        let since = loop.now
        do {
            let connection = try await connector(plan.relay, nextConfiguration(), loop)
            if statistics.connections == 0 { reach.reached() }
            statistics.connections += 1
            statistics.series.change(second(of: loop.now)) { $0.opened += 1 }
            statistics.connect.note(since.microseconds(until: loop.now))
            if let step = connection.steps.first(where: { $0.name == OpeningStep.handshake }) {
                statistics.handshake.note(UInt64(max(0, step.duration.nanoseconds / 1000)))
            }
            failures = 0
            failingSince = nil
            open += 1
            statistics.mostOpen = max(statistics.mostOpen, open)
            return connection
        } catch {
            statistics.connectionFailures += 1
            statistics.series.change(second(of: loop.now)) { $0.failed += 1 }
            if error.kind == .reply { statistics.connectionsRefused += 1 }
            statistics.lastFailure = error.message
            // Who answers is there.
            failures = error.kind == .reply ? 0 : failures + 1
            failingSince = failingSince ?? loop.now
            throw error
        }
    }

    /// Spread evenly: of any few connections the share is right.
    private func nextConfiguration() -> SMTPConfiguration {
        opened += 1
        let (before, now) = (Double(opened - 1) * plan.encryptedShare, Double(opened) * plan.encryptedShare)
        return Int(now) > Int(before) ? plan.configuration : clear
    }
}
