/// Lanes that wait for an envelope, and workers that open connections.
extension MailingRun {
    /// Wakes so many lanes of a destination as may take an envelope now; where those are too few, workers begin.
    func wakeTakers(of queue: DestinationQueue, _ count: Int) {
        var left = count
        while left > 0, !queue.takers.isEmpty, mayTake(from: queue) {
            queue.takers.removeFirst().continuation.resume()
            left -= 1
        }
        startWorkers(for: queue, left)
    }

    /// Begins so many workers, as far as the destination, and the run, have room for them.
    func startWorkers(for queue: DestinationQueue, _ count: Int) {
        var left = min(count, queue.ready.count)
        if left > 0, waitsForPayer(queue) { return stand(inLine: queue) }
        while left > 0, mayStart(queue) {
            guard engaged < settings.connections else {
                stand(inLine: queue)
                makeRoom(for: queue)
                return
            }
            engaged += 1
            queue.engaged += 1
            begin(.worker(queue))
            left -= 1
        }
    }

    private func mayStart(_ queue: DestinationQueue) -> Bool {
        let now = clock.elapsed
        return ending == nil && mayTake(from: queue) && queue.isUp(now: now)
            && queue.engaged < queue.pace.connections(now: now)
    }

    func wakeAllTakers(of queue: DestinationQueue) {
        let woken = queue.takers
        queue.takers.removeAll()
        for taker in woken { taker.continuation.resume() }
        startWorkers(for: queue, queue.ready.count)
    }

    /// Wakes the lanes that wait on a connection which takes no more, so that they end.
    func wakeTakers(on shared: SharedConnection) {
        let woken = shared.queue.takers.filter { $0.shared === shared }
        guard !woken.isEmpty else { return }
        shared.queue.takers.removeAll { $0.shared === shared }
        for taker in woken { taker.continuation.resume() }
    }

    /// Ends the lanes that wait, so that their connections are closed.
    func closeIdleConnections(to queue: DestinationQueue) {
        queue.generation += 1
        let woken = queue.takers
        queue.takers.removeAll()
        for taker in woken { taker.continuation.resume() }
    }

    // MARK: - What several destinations share

    /// It is served as soon as the others that were before it.
    func stand(inLine queue: DestinationQueue) {
        guard !queue.isInLine else { return }
        queue.isInLine = true
        line.append(queue)
    }

    /// Serves whoever waits for a connection, or for the tokens, that somebody else had.
    func serveLine() {
        while let queue = line.first, engaged < settings.connections, payer == nil, ending == nil {
            line.popFirst()
            queue.isInLine = false
            wakeTakers(of: queue, 1)
        }
    }

    /// Closes a connection of another destination that has nothing to do.
    private func makeRoom(for queue: DestinationQueue) {
        guard queues.count > 1 else { return }
        while let idle = idlers.popFirst() {
            idle.isIdle = false
            guard idle !== queue, idle.ready.isEmpty, let shared = idle.takers.first?.shared else { continue }
            leave(shared)
            return
        }
    }

    func note(idle queue: DestinationQueue) {
        guard !queue.isIdle, queues.count > 1 else { return }
        queue.isIdle = true
        idlers.append(queue)
    }

    /// The connection is closed to make room.
    func leave(_ shared: SharedConnection) {
        if shared.leave() { shared.queue.leaving += 1 }
        wakeTakers(on: shared)
    }
}
