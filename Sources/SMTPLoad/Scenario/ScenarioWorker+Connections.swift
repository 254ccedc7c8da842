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

    /// Opens a connection to each server, to be used first.
    ///
    /// - Throws: why the last of them cannot be reached, when none can.
    func findServers() async throws(SMTPFailure) {
        var isFound = false
        var failure: SMTPFailure?
        for target in scenario.targets.indices {
            let place = scenario.senders.firstIndex {
                !$0.isBad && !$0.isSlow && $0.target ?? target == target && $0.messagesPerConnection == nil
            }
            // Without one that keeps its connections the first transaction finds out.
            guard let sender = place else {
                isFound = true
                continue
            }
            let key = IdleConnections.Key(
                sender: sender, target: target, isEncrypted: scenario.senders[sender].encryptedShare > 0)
            open += 1
            do {
                idle.put(try await connect(key), key, uses: 0)
                isFound = true
            } catch {
                open -= 1
                failure = error
            }
        }
        if let failure, !isFound { throw failure }
    }

    /// Over a connection that is there, or a new one.
    func send(_ transaction: MailTransaction, of job: ScenarioJob) async -> TransactionResult {
        let key = IdleConnections.Key(sender: job.sender, target: job.target, isEncrypted: job.isEncrypted)
        if let (connection, uses) = idle.take(key) {
            let result = await send(transaction, over: connection, of: key)
            await release(connection, key, uses: uses + 1, isOver: result.connectionIsOver)
            // One that the server has ended meanwhile says nothing of the message.
            guard case .unsent = result.ending, result.connectionIsOver, !isStopped else { return result }
        }
        do {
            let connection = try await fresh(key)
            let result = await send(transaction, over: connection, of: key)
            await release(connection, key, uses: 1, isOver: result.connectionIsOver)
            return result
        } catch {
            return TransactionResult(ending: .unsent(error), connectionIsOver: true)
        }
    }

    /// Somebody slow has a limit.
    private func send(
        _ transaction: MailTransaction, over connection: SMTPConnection, of key: IdleConnections.Key
    ) async -> TransactionResult {
        guard scenario.senders[key.sender].isSlow else { return await connection.send(transaction) }
        guard !isBreakingOff else {
            await connection.abandon()
            return TransactionResult(
                ending: .unsent(SMTPFailure(.closed, "broken off, for it is slow on purpose")), connectionIsOver: true)
        }
        slow[ObjectIdentifier(connection)] = connection
        let watch = loop.scheduleTask(in: Self.longestSlowness) { Task { await connection.abandon() } }
        let result = await connection.send(transaction)
        watch.cancel()
        slow[ObjectIdentifier(connection)] = nil
        return result
    }

    /// Tries again with growing pauses, as long as its job has patience.
    private func fresh(_ key: IdleConnections.Key) async throws(SMTPFailure) -> SMTPConnection {
        while open >= limit, let connection = idle.takeOldest() { await close(connection.0, of: connection.1) }
        open += 1
        let end = NIODeadline.now() + Self.patience
        while true {
            do throws(SMTPFailure) {
                return try await connect(key)
            } catch {
                let pause = min(Self.longestPause, 0.02 * Double(1 << min(10, failures[key.target])))
                // Half of it varies, so that not all come back at once.
                let time = NIODeadline.now() + .nanoseconds(Int64(pause * Double.random(in: 0.5...1) * 1e9))
                if time > end || isStopped {
                    open -= 1
                    throw error
                }
                await sleep(until: time)
            }
        }
    }

    private func connect(_ key: IdleConnections.Key) async throws(SMTPFailure) -> SMTPConnection {
        let configuration = configurations[key.sender]
        let since = NIODeadline.now()
        do throws(SMTPFailure) {
            let connection = try await SMTPConnection.connect(
                to: scenario.targets[key.target].relay,
                configuration: key.isEncrypted ? configuration.encrypted : configuration.clear, on: loop)
            failures[key.target] = 0
            senders[key.sender].connections += 1
            targets[key.target].connections += 1
            statistics.connections += 1
            statistics.series.change(second(of: .now())) { $0.opened += 1 }
            statistics.mostOpen = max(statistics.mostOpen, open)
            if !scenario.senders[key.sender].isSlow {
                statistics.connect.record(Self.microseconds(since, .now()))
                if let step = connection.steps.first(where: { $0.name == OpeningStep.handshake }) {
                    statistics.handshake.record(UInt64(max(0, step.duration.nanoseconds / 1000)))
                }
            }
            return connection
        } catch {
            failures[key.target] += 1
            senders[key.sender].connectionFailures += 1
            targets[key.target].connectionFailures += 1
            statistics.connectionFailures += 1
            statistics.series.change(second(of: .now())) { $0.failed += 1 }
            if error.reply != nil { statistics.connectionsRefused += 1 }
            statistics.lastFailure = error.message
            throw error
        }
    }

    private func release(_ connection: SMTPConnection, _ key: IdleConnections.Key, uses: Int, isOver: Bool) async {
        guard !isOver else {
            // It may be half open still.
            await connection.quit()
            lost()
            return
        }
        guard uses < scenario.senders[key.sender].messagesPerConnection ?? .max, open <= limit else {
            return await close(connection, of: key.sender)
        }
        idle.put(connection, key, uses: uses)
    }

    private func close(_ connection: SMTPConnection, of sender: Int) async {
        if scenario.senders[sender].quits { await connection.quit() } else { await connection.abandon() }
        lost()
    }

    private func lost() {
        open -= 1
        statistics.series.change(second(of: .now())) { $0.closed += 1 }
    }

    func quitAll() async {
        await withDiscardingTaskGroup { group in
            while let (connection, sender) = idle.takeOldest() {
                group.addTask(executorPreference: executor) { await self.close(connection, of: sender) }
            }
        }
    }
}
