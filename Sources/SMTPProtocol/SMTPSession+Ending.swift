import MailCore

extension SMTPSession {
    mutating func complete(_ slot: TransactionSlot, _ ending: TransactionResult.Ending) {
        var result = slot.result(ending)
        result.connectionIsOver = isOver || takesNoMore || submitted >= capabilities.limits.transactions ?? .max
        actions.append(.completed(id: slot.id, result))
    }

    /// The gate of a transaction that has its 354 was closed. Only dropping the connection takes it back, and
    /// everything before it has been answered by now.
    mutating func abandon() {
        state = .over
        failure = .init(.closed, "\(peer): closed to withhold a message")
        complete(slots.removeFirst(), .withheld)
        completeAll(.init(.closed, "\(peer): closed to withhold a message"))
        actions.append(.close)
    }

    mutating func fail(_ failure: SMTPFailure) {
        guard state != .over else { return }
        state = .over
        // What the server said of it, rather than that it then closed.
        let closing = slots.first?.closing
        let failure = closing.map { .init(.reply, "\(peer): \($0.summary)", reply: $0) } ?? failure
        self.failure = failure
        pending = nil
        completeAll(failure)
        actions.append(.close)
    }

    mutating func completeAll(_ failure: SMTPFailure) {
        for slot in slots {
            switch slot.phase {
            case .contentWritten where slot.contentLeft: complete(slot, .unknown(failure))
            case .chunkDue, .chunkWritten: completeChunk(slot, failure)
            case .queued, .offering, .ready, .contentWritten, .loneDot: complete(slot, .unsent(failure))
            }
        }
        slots.removeAll()
    }
}
