import FanmailBasics
import SMTPCore

extension SMTPSession {
    /// Takes the first transaction out, from the end: what is taken from the front is copied, with all that it refers to.
    mutating func takeFirst() -> TransactionSlot {
        // An array's own swap copies too.
        slots.withUnsafeMutableBufferPointer {
            for place in $0.indices.dropLast() { $0.swapAt(place, place + 1) }
        }
        return slots.removeLast()
    }

    mutating func complete(_ slot: consuming TransactionSlot, _ ending: TransactionResult.Ending) {
        // Out of sequence is no recipient's reply in a dialogue that came to nothing.
        if case .unsent = ending { slot.exceptions.removeAll { $0.reply.code == 503 } }
        var result = slot.result(ending)
        result.connectionIsOver = isOver || takesNoMore || submitted >= capabilities.limits.transactions ?? .max
        actions.append(.completed(id: slot.id, result))
    }

    /// Nobody is to get the message: MAIL was refused, or every recipient was.
    mutating func completeUnwanted(_ slot: consuming TransactionSlot) {
        if let refusal = slot.mailRefusal {
            // The replies behind a refused MAIL say nothing about the recipients.
            slot.exceptions.removeAll()
            return completeRefused(slot, refusal)
        }
        // A server that forgot MAIL says 503 to each of them, and means none.
        if let first = slot.exceptions.first?.reply, slot.exceptions.allSatisfy({ $0.reply.code == 503 }) {
            return completeLost(slot, first)
        }
        complete(slot, .noRecipients)
    }

    /// MAIL or DATA was refused.
    mutating func completeRefused(_ slot: consuming TransactionSlot, _ reply: Reply) {
        guard reply.code != 503 else { return completeLost(slot, reply) }
        complete(slot, .refused(reply))
    }

    /// The end of the data was answered, of a message that somebody was to get.
    mutating func completeAnswered(_ slot: consuming TransactionSlot, _ reply: Reply) {
        guard reply.code != 503 else { return completeLost(slot, reply) }
        complete(slot, .answered(reply))
    }

    /// 503 to a command in its place (RFC 5321, 4.2.4): the server is in another dialogue than this side. That concerns
    /// neither the message nor a recipient, and another connection may do.
    private mutating func completeLost(_ slot: consuming TransactionSlot, _ reply: Reply) {
        let failure = SMTPFailure(.reply, "\(peer): lost the thread of the dialogue: \(reply.summary)", reply: reply)
        takesNoMore = true
        lostDialogue = lostDialogue ?? failure
        complete(slot, .unsent(failure))
    }

    /// Closes the connection whose dialogue is lost as soon as no content awaits its reply.
    mutating func endLostDialogue() {
        guard let lostDialogue, !slots.contains(where: { $0.phase == .chunkDue || $0.phase == .chunkWritten }) else {
            return
        }
        fail(lostDialogue)
    }

    /// The gate of a transaction that has its 354 was closed. Only dropping the connection takes it back, and
    /// everything before it has been answered by now.
    mutating func abandon() {
        state = .over
        failure = .init(.closed, "\(peer): closed to withhold a message")
        complete(takeFirst(), .withheld)
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
