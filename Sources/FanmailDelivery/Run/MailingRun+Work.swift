import SMTPCore

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
                disengage()
                continue
            }
            let shared = SharedConnection(connection: connection, generation: generation)
            if ending == nil {
                await serve(shared, with: envelope)
            } else {
                giveBack(envelope)
            }
            await close(connection)
            disengage(shared)
        }
        if let open { await close(open) }
    }

    private func serve(_ shared: SharedConnection, with envelope: CutEnvelope) async {
        live += 1
        window.opened(live)
        recipientLimit.announce(shared.connection.recipientLimit)
        limitRecipients()
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
        live -= 1
        wakeTakers(of: shared)
    }

    /// Offers one envelope after the other; two lanes on one connection keep the next one pipelined behind the current.
    private func lane(_ shared: SharedConnection, with first: CutEnvelope?) async {
        var next = first
        while true {
            let taken: CutEnvelope?
            if let first = next { taken = first } else { taken = await take(for: shared) }
            next = nil
            guard let envelope = taken else { return }
            let gate = ContentGate()
            journal.arm(envelope, gate: gate)
            let start = clock.elapsed
            let report = await shared.connection.deliver(envelope, gate: gate)
            settings.metrics.transactionTook(clock.elapsed - start)
            await absorb(report, of: envelope, gate: gate, shared: shared)
            if isLow || exhausted { wakeFeeder() }
        }
    }

    private func connect() async -> (any EnvelopeConnection)? {
        guard ending == nil else { return nil }
        do {
            let connection = try await transport.connect(to: .only)
            noteOpened()
            return connection
        } catch {
            settings.metrics.connectionFailed()
            noteTrouble(error)
            return nil
        }
    }

    private func noteOpened() {
        progress.connections += 1
        progress.connectionsOpened += 1
        settings.metrics.connectionOpened()
        publish()
    }

    private func close(_ connection: any EnvelopeConnection) async {
        await connection.close()
        progress.connections -= 1
        publish()
    }
}
