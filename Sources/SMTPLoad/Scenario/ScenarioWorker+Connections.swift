import Histogram
import NIOCore
import SMTPClient
import SMTPCore
import SMTPProtocol

extension ScenarioWorker {
    /// A job waits for a connection for so long; then it is unsent.
    private static let patience = TimeAmount.seconds(10)
    private static let longestPause = 1.0
    private static let longestSlowness = TimeAmount.minutes(5)

    /// Opens a connection to each server, to be used first; to all at once, for a greeting may be long in coming.
    ///
    /// - Throws: why one of them cannot be reached, when none can.
    func findServers() async throws(SMTPFailure) {
        let keys = scenario.targets.indices.map { target in
            let place = scenario.senders.firstIndex {
                $0.isOrdinary && $0.target ?? target == target && $0.messagesPerConnection == nil
            }
            return place.map {
                IdleConnections.Key(
                    sender: $0, target: target, isEncrypted: scenario.senders[$0].encryptedShare > 0)
            }
        }
        let failures = await withTaskGroup(of: SMTPFailure?.self) { group in
            for key in keys.compactMap(\.self) { group.addTask { await self.find(key) } }
            var failures: [SMTPFailure?] = []
            while let one = await group.next() { failures.append(one) }
            return failures
        }
        // Without a sender that keeps its connections the first transaction finds out.
        let isFound = failures.count < keys.count || failures.contains { $0 == nil }
        if let failure = failures.lazy.compactMap(\.self).first, !isFound { throw failure }
    }

    /// - Returns: why there is no connection.
    private func find(_ key: IdleConnections.Key) async -> SMTPFailure? {
        lanes[0].open += 1
        do throws(SMTPFailure) {
            lanes[0].idle.put(try await connect(key), key, uses: 0)
            return nil
        } catch {
            lanes[0].open -= 1
            return error
        }
    }

    /// Over a connection that is there, or a new one; and what passes afterwards.
    func send(_ transaction: MailTransaction, _ turn: ScenarioTurn) async {
        let job = turn.job
        let key = IdleConnections.Key(sender: job.sender, target: job.target, isEncrypted: job.isEncrypted)
        if let (connection, uses) = lanes[lane(of: key.sender)].idle.take(key) {
            let result = await send(transaction, over: connection, of: key)
            // One that the server has ended meanwhile says nothing of the message.
            guard result.metClosedConnection, !isStopped, !scenario.senders[key.sender].isSlow
            else { return await finish(result, transaction, turn, connection, key, uses: uses + 1) }
            await close(connection, of: key.sender, isOver: true)
        }
        do throws(SMTPFailure) {
            let connection = try await fresh(key)
            let result = await send(transaction, over: connection, of: key)
            await finish(result, transaction, turn, connection, key, uses: 1)
        } catch {
            await note(TransactionResult(ending: .unsent(error), connectionIsOver: true), transaction, turn)
            await think(after: turn)
        }
    }

    /// It is counted first: neither QUIT nor what its sender thinks is part of it. A connection thinks with its sender.
    private func finish(
        _ result: TransactionResult, _ transaction: MailTransaction, _ turn: ScenarioTurn,
        _ connection: any LoadConnection, _ key: IdleConnections.Key, uses: Int
    ) async {
        await note(result, transaction, turn)
        let isLast = result.connectionIsOver || uses >= scenario.senders[key.sender].messagesPerConnection ?? .max
        if isLast { await close(connection, of: key.sender, isOver: result.connectionIsOver) }
        await think(after: turn)
        guard !isLast else { return }
        let lane = lane(of: key.sender)
        guard lanes[lane].open <= limit else { return await close(connection, of: key.sender) }
        lanes[lane].idle.put(connection, key, uses: uses)
    }

    /// Somebody slow has a limit.
    private func send(
        _ transaction: MailTransaction, over connection: any LoadConnection, of key: IdleConnections.Key
    ) async -> TransactionResult {
        guard scenario.senders[key.sender].isSlow else { return await connection.send(transaction) }
        guard !isBreakingOff else {
            await connection.abandon()
            return TransactionResult(ending: .unsent(SlowAttempt.brokenOff), connectionIsOver: true)
        }
        slow[ObjectIdentifier(connection)] = connection
        let watch = loop.scheduleTask(in: Self.longestSlowness) { [executor] in
            Task(executorPreference: executor) { await connection.abandon() }
        }
        let result = await connection.send(transaction)
        watch.cancel()
        slow[ObjectIdentifier(connection)] = nil
        return result
    }

    /// Somebody else's connection ends where there are as many as may be, rather one of the same sender. One of somebody
    /// slow is left without a word, which would take long.
    func makeRoom(in lane: Int, for sender: Int) async {
        while lanes[lane].open >= limit, let (connection, owner) = lanes[lane].idle.takeOldest(preferring: sender) {
            await close(connection, of: owner, inHaste: true)
        }
    }

    /// Tries again with growing pauses, as long as its job has patience.
    private func fresh(_ key: IdleConnections.Key) async throws(SMTPFailure) -> any LoadConnection {
        let lane = lane(of: key.sender)
        await makeRoom(in: lane, for: key.sender)
        lanes[lane].open += 1
        let end = loop.now + Self.patience
        while true {
            do throws(SMTPFailure) {
                return try await connect(key)
            } catch {
                let pause = min(Self.longestPause, 0.02 * Double(1 << min(10, failures[key.target])))
                // Half of it varies, so that not all come back at once.
                let time = loop.now + .nanoseconds(Int64(pause * Double.random(in: 0.5...1) * 1e9))
                if time > end || isStopped || isBreakingOff && scenario.senders[key.sender].isSlow {
                    lanes[lane].open -= 1
                    throw error
                }
                await hold(until: time)
            }
        }
    }

    /// Somebody slow is not waited for when the others are done.
    private func open(_ key: IdleConnections.Key) async throws(SMTPFailure) -> any LoadConnection {
        let (relay, loop, connector) = (scenario.targets[key.target].relay, loop, connector)
        let both = configurations[key.sender]
        let configuration = key.isEncrypted ? both.encrypted : both.clear
        guard scenario.senders[key.sender].isSlow else {
            return try await connector(relay, configuration, loop)
        }
        guard !isBreakingOff else { throw SlowAttempt.brokenOff }
        let attempt = SlowAttempt(on: executor) { () async throws(SMTPFailure) in
            try await connector(relay, configuration, loop)
        }
        attempts[ObjectIdentifier(attempt)] = attempt
        let watch = loop.scheduleTask(in: Self.longestSlowness) { attempt.breakOff() }
        let outcome = await attempt.wait()
        watch.cancel()
        attempts[ObjectIdentifier(attempt)] = nil
        return try outcome.get()
    }

    private func connect(_ key: IdleConnections.Key) async throws(SMTPFailure) -> any LoadConnection {
        let since = loop.now
        do throws(SMTPFailure) {
            let connection = try await open(key)
            failures[key.target] = 0
            senders[key.sender].connections += 1
            targets[key.target].connections += 1
            statistics.connections += 1
            statistics.series.change(second(of: loop.now)) { $0.opened += 1 }
            statistics.mostOpen = max(statistics.mostOpen, lanes[0].open)
            if scenario.senders[key.sender].isOrdinary {
                statistics.connect.note(since.microseconds(until: loop.now))
                if let step = connection.steps.first(where: { $0.name == OpeningStep.handshake }) {
                    statistics.handshake.note(UInt64(max(0, step.duration.nanoseconds / 1000)))
                }
            }
            return connection
        } catch {
            // Who was slow, and broken off by us, has met no failure.
            if !(isBreakingOff && error.message == SlowAttempt.brokenOff.message) { note(error, key) }
            throw error
        }
    }

    /// A connection that could not be opened; in the sums where its sender is, and in phases that count.
    private func note(_ error: SMTPFailure, _ key: IdleConnections.Key) {
        failures[key.target] += 1
        senders[key.sender].connectionFailures += 1
        targets[key.target].connectionFailures += 1
        statistics.series.change(second(of: loop.now)) { $0.failed += 1 }
        guard isCounting, scenario.senders[key.sender].isOrdinary else { return }
        statistics.connectionFailures += 1
        if error.reply != nil { statistics.connectionsRefused += 1 }
        statistics.lastFailure = error.message
    }

    /// - Parameters:
    ///   - isOver: it may be half open still.
    ///   - inHaste: nobody slow says QUIT.
    private func close(
        _ connection: any LoadConnection, of place: Int, isOver: Bool = false, inHaste: Bool = false
    ) async {
        let sender = scenario.senders[place]
        if isOver || sender.quits && !(inHaste && sender.isSlow) {
            await connection.quit()
        } else {
            await connection.abandon()
        }
        lanes[lane(of: place)].open -= 1
        statistics.series.change(second(of: loop.now)) { $0.closed += 1 }
    }

    func quit() async {
        await withDiscardingTaskGroup { group in
            for lane in lanes.indices {
                while let (connection, sender) = lanes[lane].idle.takeOldest() {
                    group.addTask(executorPreference: executor) { await self.close(connection, of: sender) }
                }
            }
        }
    }
}
