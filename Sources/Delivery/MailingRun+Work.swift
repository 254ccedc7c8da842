import MailCore

extension MailingRun {
    /// One connection after the other, each opened only when there is an envelope for it.
    func work(_ first: (any EnvelopeConnection)?) async {
        var open = first
        if open != nil { noteOpened() }
        while let envelope = await take(for: nil) {
            var connection = open
            open = nil
            if connection == nil { connection = await connect() }
            guard let connection else {
                giveBack(envelope)
                await pause(for: coolUntil - clock.elapsed)
                continue
            }
            if ending == nil {
                await serve(connection, with: envelope)
            } else {
                giveBack(envelope)
            }
            await close(connection)
        }
        if let open { await close(open) }
    }

    private func serve(_ connection: any EnvelopeConnection, with envelope: CutEnvelope) async {
        let session = Session(connection: connection, generation: generation)
        if let limit = connection.recipientLimit { journal.limitRecipients(to: limit) }
        await withTaskGroup(of: Void.self) { group in
            for _ in 1..<max(1, connection.lanes) {
                group.addTask { await self.lane(session, with: nil) }
            }
            await lane(session, with: envelope)
        }
    }

    /// Offers one envelope after the other; two lanes on one connection keep the next one pipelined behind the current.
    private func lane(_ session: Session, with first: CutEnvelope?) async {
        var next = first
        while true {
            let taken: CutEnvelope?
            if let first = next { taken = first } else { taken = await take(for: session) }
            next = nil
            guard let envelope = taken else { return }
            let gate = ContentGate()
            journal.arm(envelope, gate: gate)
            let report = await session.connection.deliver(envelope, gate: gate)
            await absorb(report, of: envelope, gate: gate, session: session)
            if isLow || exhausted { wakeFeeder() }
        }
    }

    private func connect() async -> (any EnvelopeConnection)? {
        await pause(for: coolUntil - clock.elapsed)
        guard ending == nil else { return nil }
        do {
            let connection = try await transport.connect()
            noteOpened()
            return connection
        } catch {
            noteTrouble(error)
            return nil
        }
    }

    private func noteOpened() {
        progress.connections += 1
        progress.connectionsOpened += 1
        publish()
    }

    private func close(_ connection: any EnvelopeConnection) async {
        await connection.close()
        progress.connections -= 1
        publish()
    }

    /// The relay could not be reached or did nothing for us: wait, longer each time, and in the end give up.
    /// While other connections get through it is only a sign to go on with those.
    func noteTrouble(_ failure: TransportFailure) {
        progress.trouble = failure.message
        publish()
        // One failure counts once, however many workers met it at the same time.
        guard clock.elapsed >= coolUntil else { return }
        guard progress.connections == 0 || troubles > 0 else {
            coolUntil = clock.elapsed + .seconds(5)
            troubles += 1
            return
        }
        guard troubles < settings.reconnectPauses.count else { return end(.relayLost(failure)) }
        coolUntil = clock.elapsed + settings.reconnectPauses[troubles]
        troubles += 1
    }

    func noteProgress() {
        troubles = 0
        messageDeferrals = 0
        progress.trouble = nil
    }
}
