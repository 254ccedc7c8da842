import SMTPCore

extension MailingRun {
    /// What is done beside the run's own loops.
    enum Start {
        /// A connection, for what is ready for a destination.
        case worker(DestinationQueue)
        /// Finding out where a route leads.
        case look(RouteTargets)
    }

    func begin(_ start: Start) {
        starts.append(start)
        starter?.resume()
        starter = nil
    }

    /// Begins what is asked for until the run ends; returns when all of it has ended.
    func startWhatIsAsked() async {
        await withDiscardingTaskGroup { group in
            while let start = await nextStart() {
                group.addTask {
                    switch start {
                    case .worker(let queue): await self.work(queue)
                    case .look(let targets): await self.look(targets)
                    }
                }
            }
        }
    }

    private func nextStart() async -> Start? {
        while ending == nil {
            if let start = starts.popFirst() { return start }
            await withCheckedContinuation { starter = $0 }
        }
        return nil
    }

    /// One connection, opened only when there is an envelope for it.
    private func work(_ queue: DestinationQueue) async {
        guard let envelope = takeFirst(of: queue) else { return disengage(queue) }
        var connection = queue.spare
        queue.spare = nil
        if connection == nil { connection = await connect(queue) }
        guard let connection else {
            giveBack(envelope, to: queue)
            return disengage(queue)
        }
        let shared = SharedConnection(connection: connection, of: queue)
        if ending == nil {
            await serve(shared, with: envelope)
        } else {
            giveBack(envelope, to: queue)
        }
        await close(connection)
        disengage(queue, shared)
    }

    private func serve(_ shared: SharedConnection, with envelope: CutEnvelope) async {
        let queue = shared.queue
        queue.live += 1
        queue.pace.opened(queue.live)
        queue.recipientLimit.announce(shared.connection.recipientLimit)
        limitRecipients(of: queue, to: envelope.route)
        shared.countTaken()
        await withTaskGroup(of: Void.self) { group in
            for _ in 1..<max(1, shared.connection.lanes) {
                group.addTask { await self.lane(shared, with: nil) }
            }
            await lane(shared, with: envelope)
        }
        end(shared)
    }

    /// The connection takes no further envelope.
    func end(_ shared: SharedConnection) {
        guard shared.end() else { return }
        shared.queue.live -= 1
        wakeTakers(on: shared)
    }

    /// Offers one envelope after the other; two lanes on one connection keep the next one pipelined behind the current.
    private func lane(_ shared: SharedConnection, with first: CutEnvelope?) async {
        var next = first
        while true {
            let taken: CutEnvelope?
            if let first = next { taken = first } else { taken = await take(for: shared) }
            next = nil
            guard let envelope = taken.map({ fit($0, to: shared.queue) }) else { return }
            let gate = ContentGate()
            journal.arm(envelope, gate: gate)
            let start = clock.elapsed
            let report = await shared.connection.deliver(envelope, gate: gate)
            settings.metrics.transactionTook(clock.elapsed - start)
            await absorb(report, of: envelope, gate: gate, shared: shared)
            if isLow || exhausted { wakeFeeder() }
        }
    }

    private func connect(_ queue: DestinationQueue) async -> (any EnvelopeConnection)? {
        guard ending == nil else { return nil }
        do {
            let connection = try await transport.connect(to: queue.destination)
            noteOpened()
            return connection
        } catch {
            settings.metrics.connectionFailed()
            if let reply = error.reply { react(to: reply, of: queue) }
            noteTrouble(error, at: queue)
            return nil
        }
    }

    func noteOpened() {
        progress.connections += 1
        progress.connectionsOpened += 1
        settings.metrics.connectionOpened()
        publish()
    }

    func close(_ connection: any EnvelopeConnection) async {
        await connection.close()
        progress.connections -= 1
        publish()
    }
}
