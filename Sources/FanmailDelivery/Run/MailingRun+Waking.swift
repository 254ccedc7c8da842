/// Lanes and workers that wait for an envelope.
extension MailingRun {
    /// Wakes so many of those that may take an envelope now.
    func wakeTakers(_ count: Int) {
        var left = count
        var place = 0
        while left > 0, place < takers.count {
            if mayTake(takers[place].shared) {
                takers.remove(at: place).continuation.resume()
                left -= 1
            } else {
                place += 1
            }
        }
    }

    /// Wakes one that will open a connection.
    func wakeWorker() {
        guard let place = takers.firstIndex(where: { $0.shared == nil }) else { return }
        takers.remove(at: place).continuation.resume()
    }

    func wakeAllTakers() {
        let woken = takers
        takers.removeAll()
        for taker in woken { taker.continuation.resume() }
    }

    /// Wakes the lanes that wait on a connection which is over, so that they end.
    func wakeTakers(of shared: SharedConnection) {
        let woken = takers.filter { $0.shared === shared }
        takers.removeAll { $0.shared === shared }
        for taker in woken { taker.continuation.resume() }
    }

    /// Ends the lanes that wait, so that their connections are closed.
    func closeIdleConnections() {
        generation += 1
        wakeAllTakers()
    }
}
