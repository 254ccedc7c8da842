import NIOCore
import SMTPCore

/// The content behind BDAT (RFC 3030): one chunk, which is the last, in the group of its MAIL and RCPTs.
///
/// RFC 3030 does not say what may be pipelined before BDAT is answered, so a transaction begins when the one before it has
/// ended, and after any BDAT that was not accepted RSET goes before the next MAIL and is waited for before the next
/// BDAT: a server that kept the old reverse-path would deliver under it.
///
/// With several in flight every group but the first begins with RSET, once the server has shown that it knows it:
/// ```
/// C: MAIL RCPT… BDAT n LAST content    S: 250 250… 250
/// C: RSET MAIL RCPT…                   S: 250 250 250…
/// C: BDAT n LAST content RSET MAIL RCPT… BDAT n LAST content RSET MAIL …
/// ```
extension SMTPSession {
    /// Content up to so many octets goes out before the recipients are answered; what is larger would be wasted on a
    /// server that wants none of it.
    static let eagerChunk = 262_144

    /// BDAT may go now, behind what was written before.
    func mayWriteChunk(_ slot: TransactionSlot) -> Bool {
        guard slot.gate == .open, !awaitsReset, slot.mailRefusal == nil else { return false }
        return slot.answered == slot.written
            || (capabilities.pipelining && slot.transaction.content.size <= Self.eagerChunk)
    }

    mutating func beginChunk(_ place: Int, into buffer: inout ByteBuffer) {
        buffer.writeString("BDAT \(slots[place].transaction.content.size) LAST\r\n")
        slots[place].written += 1
        slots[place].phase = .chunkDue
    }

    /// Whether a transaction may be written behind one whose BDAT was not answered.
    func mayFollowChunk(_ place: Int) -> Bool {
        place < inFlight && slots[place].isChunked && slots[place - 1].phase == .chunkWritten && resetIsProven
            && !takesNoMore && capabilities.pipelining
    }

    mutating func resetInFlightAnswered(_ reply: Reply) {
        slots[0].awaitsReset = false
        guard reply.severity != .completed else { return settleBeforeChunk() }
        guard reply.code == 421 else {
            return fail(.init(.protocolError, "\(peer): answers RSET with \(reply.summary)", reply: reply))
        }
        // The server closes, and what stands behind it was not heard.
        slots[0].closing = reply
        fail(.init(.reply, "\(peer): \(reply.summary)", reply: reply))
    }

    /// All that was written is answered and BDAT is not among it: if nobody wants the message, or it is withheld, the
    /// transaction ends here.
    mutating func settleBeforeChunk() {
        guard !slots.isEmpty, slots[0].isChunked, slots[0].phase == .offering, !awaitsReset,
            slots[0].answered == slots[0].written
        else { return }
        let isOffered = slots[0].written == slots[0].offered + 1
        if isOffered, slots[0].mailRefusal != nil || slots[0].accepted == 0 {
            needsReset = slots[0].mailRefusal == nil || slots[0].accepted > 0
            completeUnwanted(takeFirst())
        } else if slots[0].gate == .closed {
            needsReset = slots[0].written > 0
            complete(takeFirst(), .withheld)
        }
    }

    /// A reply to MAIL, RCPT or BDAT while the content is on its way.
    mutating func chunkedCommandAnswered(_ reply: Reply) {
        if reply.code == 421, slots[0].answered <= slots[0].offered {
            // The server is to close now, and then the message was not taken. But some go on, and then the reply to
            // BDAT decides.
            slots[0].closing = slots[0].closing ?? reply
            takesNoMore = true
        }
        commandAnswered(reply)
    }

    mutating func chunkAnswered(_ reply: Reply) {
        guard reply.severity != .intermediate, !decoder.isContradictory else {
            return fail(.init(.protocolError, "\(peer): answers BDAT with \(reply.summary)", reply: reply))
        }
        guard slots[0].contentLeft || reply.severity != .completed else {
            let text = "\(peer): answers in the midst of BDAT with \(reply.summary)"
            return fail(.init(.protocolError, text, reply: reply))
        }
        takesNoMore = takesNoMore || reply.code == 421
        let slot = takeFirst()
        if reply.severity == .completed, slot.accepted > 0 {
            // Whatever came before: these copies are the server's now.
            complete(slot, .answered(reply))
        } else {
            needsReset = true
            if slot.mailRefusal == nil, slot.accepted > 0 {
                completeAnswered(slot, reply)
            } else {
                completeUnwanted(slot)
            }
        }
        // The first time it costs a round trip; from then on it parts what is in flight.
        needsReset = needsReset || (inFlight > 1 && !resetIsProven)
        if let last = slot.closing ?? (reply.code == 421 ? reply : nil) {
            fail(.init(.reply, "\(peer): \(last.summary)", reply: last))
        }
    }

    /// The connection failed after BDAT was written.
    mutating func completeChunk(_ slot: consuming TransactionSlot, _ failure: SMTPFailure) {
        // Whoever was accepted may have a copy, whatever came behind that. Where nobody was, 421 and a refused MAIL are
        // taken at their word, and so are refusals of all.
        let isNobodys =
            slot.accepted == 0
            && (slot.mailRefusal != nil || slot.closing != nil || slot.answered > slot.offered)
        let isUnknown = slot.contentLeft && !isNobodys
        // Behind a refused MAIL a reply says nothing about the recipient, and 421 is about the connection; but neither
        // made a copy.
        let isRefused = slot.mailRefusal != nil
        let isUnheard = { (exception: TransactionResult.Exception) in isRefused || exception.reply.code == 421 }
        if isUnknown { slot.unheard = slot.exceptions.filter(isUnheard).map(\.index) }
        slot.exceptions.removeAll(where: isUnheard)
        complete(slot, isUnknown ? .unknown(failure) : .unsent(failure))
    }
}
