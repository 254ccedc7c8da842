import SMTPCore

extension MailingRun {
    /// The next envelope to offer. Tokens are paid for before it is taken: nobody holds one while they wait.
    ///
    /// - Parameter shared: nil for a worker that will open a connection for it, and calls ``disengage()`` afterwards.
    /// - Returns: nil when the run ends, the connection is over, or its connection should be closed for a while.
    func take(for shared: SharedConnection?) async -> CutEnvelope? {
        while ending == nil, shared?.mayTake(in: generation) ?? true {
            let rest = coolUntil - clock.elapsed
            if shared == nil, rest > .zero {
                await pause(for: rest)
                continue
            }
            if let shared, engaged - leaving > window.size {
                if shared.leave() { leaving += 1 }
                wakeTakers(of: shared)
                return nil
            }
            guard mayTake(shared), let next = ready.next else {
                // Another one may, where this one may not.
                if !ready.isEmpty { wakeTakers(1) }
                await withCheckedContinuation { takers.append(Taker(shared: shared, continuation: $0)) }
                continue
            }
            guard await pay(next.recipients.count, for: shared) else { continue }
            return pop(for: shared)
        }
        return nil
    }

    func mayTake(_ shared: SharedConnection?) -> Bool {
        !isPaying && (!isProbing || inFlight == 0) && (shared != nil || engaged < window.size)
    }

    /// Waits for the tokens of the next envelope; false when meanwhile there was a reason not to take it.
    private func pay(_ recipients: Int, for shared: SharedConnection?) async -> Bool {
        guard let wait = bucket?.take(recipients, now: clock.elapsed), wait > .zero else { return true }
        isPaying = true
        await pause(for: wait)
        isPaying = false
        if ending == nil, shared?.mayTake(in: generation) ?? (coolUntil <= clock.elapsed), let next = ready.next {
            // It may be another one than before.
            bucket?.giveBack(recipients - next.recipients.count)
            return true
        }
        bucket?.giveBack(recipients)
        wakeTakers(1)
        return false
    }

    private func pop(for shared: SharedConnection?) -> CutEnvelope {
        let envelope = ready.removeNext()
        inFlight += 1
        if shared == nil { engaged += 1 }
        if isLow || isDue { wakeFeeder() }
        if !ready.isEmpty {
            if bucket != nil { wakeTakers(1) }
            if engaged < window.size { wakeWorker() }
        }
        return envelope
    }

    /// A worker has closed its connection, or got none.
    func disengage(_ shared: SharedConnection? = nil) {
        engaged -= 1
        if shared?.isLeaving == true { leaving -= 1 }
        wakeTakers(1)
    }

    /// Puts an envelope that a lane holds back to the front.
    func giveBack(_ envelope: CutEnvelope) {
        inFlight -= 1
        offer([envelope])
    }

    /// Makes envelopes ready, ahead of those that are.
    func offer(_ envelopes: [CutEnvelope]) {
        ready.offer(envelopes)
        wakeTakers(envelopes.count)
    }

    /// Makes envelopes ready, behind those that are.
    func append(_ envelopes: [CutEnvelope]) {
        ready.append(envelopes)
        wakeTakers(envelopes.count)
    }
}
